/**
 * What the control plane says to a decision that a device took on its own. Pure, and blind to clocks: the record's own
 * time and the server's play no part, so a device that believes in 1970 is judged like any other.
 */
import type { DecisionVerdict, JournalClass, Judgement } from '../replay/events.ts';
import { type JournalPlace, mayHold } from './tellings.ts';

/** What a device may decide on its own unless its domain says otherwise. */
export const locallyAllowed: readonly string[] = ['restart_service', 'policy_applied', 'cache_served', 'buffer'];

const prefix = 'decision.';

/** A verdict and, where it is not PERMITTED, why. */
export type Judged = { readonly verdict: DecisionVerdict; readonly because: string | null };

/** What is said to a dropped range, and how many decisions it may have held. */
export type DropJudged = {
  readonly verdict: 'UNAUTHORISED' | null;
  readonly because: string | null;
  readonly decisions: number;
};

/** Whether a record is a decision, whatever class it claims: a decision filed under another class is still one. */
export function isDecision(record: { readonly class: JournalClass; readonly kind: string }): boolean {
  return record.class === 'DECISION' || record.kind.startsWith(prefix);
}

/**
 * How many decisions a dropped range may hold. Its reason counts what is gone, class by class; whatever it does not
 * account for may have been decisions, because a device that does not say has to be believed the worst of.
 */
export function decisionsIn({ reason, count }: { readonly reason: string; readonly count: number }): number {
  const named = new Map<string, number>();
  for (const [, name = '', number] of reason.matchAll(/\b([A-Z]+)=(\d{1,15})\b/g)) named.set(name, Number(number));
  const others = ['SECURITY', 'LIFECYCLE', 'SNAPSHOT'].reduce((sum, name) => sum + (named.get(name) ?? 0), 0);
  const decisions = named.get('DECISION') ?? 0;
  return Math.min(count, Math.max(decisions, count - others));
}

/** Judges a dropped range. Nobody can say any more what decisions in it were, so they were authorised by nobody. */
export function judgeDrop(drop: { readonly reason: string; readonly count: number }): DropJudged {
  const decisions = decisionsIn(drop);
  if (decisions === 0) return { verdict: null, because: null, decisions };
  const because = `Up to ${decisions} of its records were decisions, which nobody can judge any more.`;
  return { verdict: 'UNAUTHORISED', because, decisions };
}

/**
 * Judges one decision. What was not allowed by the list that the device had, or cannot be read, is UNAUTHORISED; what was
 * allowed then and is not any more, what was decided under another authority than the device's present one, or on something
 * whose desired state changed meanwhile, is a CONFLICT.
 */
export function judge(record: JournalPlace & { readonly kind: string; readonly body: string }, by: Judgement): Judged {
  const { kind } = record;
  const what = kind.startsWith(prefix) ? kind.slice(prefix.length) : null;
  if (what === null || !wasAllowed(what, record, by)) {
    return { verdict: 'UNAUTHORISED', because: `${kind} is not for a device to decide on its own.` };
  }
  const body = readBody(record.body);
  if (body === null) {
    return { verdict: 'UNAUTHORISED', because: 'Its body does not say under which authority it was taken.' };
  }
  if (!by.allowed.includes(what)) {
    return { verdict: 'CONFLICT', because: `${kind} was allowed when it was decided, and is not any more.` };
  }
  if (body.authorityEpoch !== by.authorityEpoch) {
    const because = `Taken under authority epoch ${body.authorityEpoch}; the device is under ${by.authorityEpoch}.`;
    return { verdict: 'CONFLICT', because };
  }
  const subject = body.subject ?? what;
  if (by.changed.includes(subject)) {
    return { verdict: 'CONFLICT', because: `The desired state of ${subject} changed while the device was away.` };
  }
  return { verdict: 'PERMITTED', because: null };
}

/** By the lists that it may have gone by there; by the present one where nobody knows what it was told. */
function wasAllowed(what: string, place: JournalPlace, { told = [], allowed }: Judgement): boolean {
  const held = told.filter((telling) => mayHold(telling, place));
  return (held.length === 0 ? [{ allowed }] : held).some((telling) => telling.allowed.includes(what));
}

type Body = { readonly authorityEpoch: number; readonly subject: string | null };

function readBody(text: string): Body | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof body !== 'object' || body === null) return null;
  const { authorityEpoch, subject } = body as Record<string, unknown>;
  if (typeof authorityEpoch !== 'number' || !Number.isSafeInteger(authorityEpoch)) return null;
  return { authorityEpoch, subject: typeof subject === 'string' ? subject : null };
}
