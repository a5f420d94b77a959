/**
 * How an item comes, changes and goes. Raising one that is not active begins its next occurrence, with an id of its
 * own; raising an active one only measures it again. What never needed anybody leaves no trace when it is settled.
 */
import { rulesOf, type AttentionKind } from '../scoring/kinds.ts';
import { nextStepMs, scoreOf, severityOf } from '../scoring/score.ts';
import { wordsOf } from '../scoring/words.ts';
import { itemIdOf, type Evidence, type Item, type ItemFacts } from './item.ts';
import type { Ledger } from './ledger.ts';
import type { Moment } from './moment.ts';

/** What an item is about. */
export type Subject = {
  readonly domainId: string | null;
  readonly deviceId: string | null;
  readonly locationId: string | null;
  /** What people call it. */
  readonly name: string;
};

/** An item as its handler sees it. */
export type Case = {
  readonly key: string;
  readonly kind: AttentionKind;
  readonly subject: Subject;
  readonly devices: number;
  /** The kind's own measure, 0 to 1. */
  readonly measure: number;
  readonly facts: ItemFacts;
  /** When it began, where that is not now. */
  readonly sinceMs?: number;
  readonly foldKeys?: readonly string[];
  readonly foldFromMs?: number | null;
  readonly foldUntilMs?: number | null;
  readonly evidence?: readonly Evidence[];
  /** When to look again, where the next step of its duration is too late. */
  readonly dueMs?: number;
};

/** Makes an item need somebody, or measures again one that does. */
export function raise(moment: Moment, each: Case): void {
  const { ledger, atMs } = moment;
  const known = ledger.items.get(each.key);
  const isNew = !known?.isActive;
  const occurrence = (known?.occurrence ?? 0) + (isNew ? 1 : 0);
  const sinceMs = isNew ? (each.sinceMs ?? atMs) : known.sinceMs;
  const id = isNew ? itemIdOf(ledger.tenantId, each.key, occurrence) : known.id;
  const item = { ...itemOf(moment, each, sinceMs), id, occurrence, isActive: true };
  ledger.putItem(item);
  const stepMs = nextStepMs(atMs - sinceMs);
  const due = [each.dueMs, stepMs === null ? undefined : sinceMs + stepMs].filter((ms) => ms !== undefined);
  ledger.setDeadline(each.key, due.length === 0 ? null : Math.min(...due));
}

/** Remembers something that may come to need somebody, e.g. a count that is still small. */
export function remember(moment: Moment, each: Case): void {
  const { ledger } = moment;
  const known = ledger.items.get(each.key);
  if (known?.isActive) return raise(moment, each);
  const before = { id: known?.id ?? itemIdOf(ledger.tenantId, each.key, 0), occurrence: known?.occurrence ?? 0 };
  const item = itemOf(moment, each, known?.sinceMs ?? each.sinceMs ?? moment.atMs);
  ledger.putItem({ ...item, ...before, isActive: false, endedMs: known?.endedMs ?? null });
  ledger.setDeadline(each.key, each.dueMs ?? null);
}

/** Ends an item: its cause is gone. It stays as resolved until it comes back, unless it never needed anybody. */
export function settle({ ledger, atMs, position }: Moment, key: string): void {
  const known = ledger.items.get(key);
  if (!known) return;
  ledger.setDeadline(key, null);
  if (known.occurrence === 0) return ledger.items.drop(key);
  if (!known.isActive) return;
  // What was counted belongs to what is over: the next occurrence counts from nothing.
  const facts = { subject: known.facts['subject'] };
  ledger.putItem({ ...known, facts, isActive: false, endedMs: atMs, updatedMs: atMs, changed: position });
}

/** Measures an item again without new facts: its name changed, or a step of its duration has come. */
export function lookAgain(moment: Moment, item: Item): void {
  raise(moment, caseOf(moment.ledger, item));
}

/** The case that an item was made from. */
export function caseOf(ledger: Ledger, item: Item): Case {
  const { key, kind, domainId, deviceId, locationId, facts, foldKeys, foldFromMs, foldUntilMs, evidence } = item;
  const name = (deviceId !== null && ledger.devices.get(deviceId)?.name) || nameIn(item);
  const measure = item.terms.at(-1)?.value ?? 0;
  const subject = { domainId, deviceId, locationId, name };
  const folding = { foldKeys, foldFromMs, foldUntilMs };
  return { key, kind, subject, devices: item.deviceCount, measure, facts, evidence, ...folding };
}

function nameIn(item: Item): string {
  const { subject } = item.facts;
  return typeof subject === 'string' ? subject : '';
}

type Body = Omit<Item, 'id' | 'occurrence' | 'isActive'>;

function itemOf({ ledger, atMs, position }: Moment, each: Case, sinceMs: number): Body {
  const { key, kind, subject, devices, measure } = each;
  const facts = { ...each.facts, subject: subject.name };
  const { score, terms } = scoreOf(kind, { devices, lastedMs: atMs - sinceMs, measure });
  const { title, action } = wordsOf(kind, { subject: subject.name, key, devices, facts, deviceId: subject.deviceId });
  const path = subject.domainId === null ? '' : (ledger.scopes.get(`domain:${subject.domainId}`)?.path ?? '');
  return {
    key,
    kind,
    isGroup: rulesOf(kind).isGroup === true,
    sinceMs,
    endedMs: null,
    updatedMs: atMs,
    changed: position,
    score,
    severity: severityOf(score),
    terms,
    title,
    domainId: subject.domainId,
    domainPath: path,
    deviceId: subject.deviceId,
    locationId: subject.locationId,
    deviceCount: devices,
    foldKeys: rulesOf(kind).isFoldable === true ? (each.foldKeys ?? []) : [],
    foldFromMs: each.foldFromMs ?? null,
    foldUntilMs: each.foldUntilMs ?? null,
    evidence: [...subjectEvidence(subject), ...(each.evidence ?? []).filter(({ kind: of }) => !ownKinds.has(of))],
    action,
    facts,
  };
}

/** Evidence that is made from the subject each time, so that it is never kept twice. */
const ownKinds: ReadonlySet<Evidence['kind']> = new Set(['DEVICE', 'DOMAIN', 'LOCATION', 'TIMELINE']);

function subjectEvidence({ deviceId, domainId, locationId, name }: Subject): Evidence[] {
  const evidence: Evidence[] = [];
  if (deviceId !== null) {
    evidence.push({ label: `Device ${name}`, kind: 'DEVICE', ref: deviceId });
    evidence.push({ label: `Timeline of ${name}`, kind: 'TIMELINE', ref: deviceId });
  }
  if (locationId !== null) evidence.push({ label: 'Location', kind: 'LOCATION', ref: locationId });
  if (domainId !== null) evidence.push({ label: 'Domain', kind: 'DOMAIN', ref: domainId });
  return evidence;
}
