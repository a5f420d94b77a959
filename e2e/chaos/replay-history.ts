/**
 * The checker behind the stories of return: what a device said and heard, against what the control plane holds of it in
 * the end. Pure, and independent of both: it knows the invariants R1 to R5, R7 and R10 and nothing of how they are kept.
 */
import type { FinalTally, LineBody } from '../fleet/returning-order.ts';

/** An entry of a journal as the API tells it, oldest first. */
export type HeldEntry = {
  readonly epoch: number;
  readonly seq: number;
  readonly toSeq: number;
  readonly class: keyof FinalTally['byClass'] | null;
  readonly isDropped: boolean;
  readonly hash: string;
};

/** A session as the API tells it. */
export type HeldSession = {
  readonly sessionEpoch: number;
  readonly state: string;
  readonly endReason: string | null;
  readonly openedAt: string;
  readonly endedAt: string | null;
};

/** Everything about one device. */
export type Story = {
  readonly history: readonly LineBody[];
  readonly journal: readonly HeldEntry[];
  readonly sessions: readonly HeldSession[];
  readonly trust: string;
  /** Whether it decided what was not for it to decide. */
  readonly isRogue: boolean;
};

/** Everything that should not be, each in words; none when all is well. */
export function flawsOf(story: Story): string[] {
  const final = story.history.findLast((line) => line.what === 'finished');
  if (!final) return ['R10: it never finished'];
  return [
    ...prefixFlaws(story),
    ...acknowledgementFlaws(story, final),
    ...balanceFlaws(story, final),
    ...sessionFlaws(story, final),
    ...convergenceFlaws(story, final),
  ];
}

/** Whether its return ends in quarantine: it decided what was not for it to decide, or can no longer show what it decided. */
export function isToBeQuarantined({ isRogue }: Pick<Story, 'isRogue'>, { byClass }: FinalTally): boolean {
  return isRogue || byClass.DECISION.dropped > 0;
}

/** R1: what is accepted of an epoch is 1 to k, each once and in order, and is what the device wrote. */
function prefixFlaws({ journal, history }: Story): string[] {
  const flaws: string[] = [];
  let at = { epoch: 0, seq: 0 };
  for (const { epoch, seq, toSeq } of journal) {
    if (epoch < at.epoch) flaws.push(`R1: epoch ${epoch} after epoch ${at.epoch}`);
    if (epoch > at.epoch) at = { epoch, seq: 0 };
    if (seq !== at.seq + 1 || toSeq < seq) flaws.push(`R1: ${seq} to ${toSeq} of epoch ${epoch} follows ${at.seq}`);
    at = { epoch, seq: toSeq };
  }
  const written = new Map(
    history.flatMap((line) =>
      line.what === 'call' ? line.records.map(([seq, hash]) => [`${line.epoch}/${seq}`, hash] as const) : [],
    ),
  );
  for (const { epoch, seq, hash, isDropped } of journal) {
    if (!isDropped && written.get(`${epoch}/${seq}`) !== hash) flaws.push(`R1: record ${epoch}/${seq} is another one`);
  }
  return flaws;
}

type Acknowledgement = {
  readonly epoch: number;
  readonly seq: number;
  readonly calledAt: number;
  readonly heardAt: number;
};

function acknowledgementsOf(history: readonly LineBody[]): Acknowledgement[] {
  const calls = new Map(
    history.flatMap((line, place) => (line.what === 'call' ? [[line.id, { ...line, place }] as const] : [])),
  );
  return history.flatMap((line, heardAt) => {
    const call = 'id' in line ? calls.get(line.id) : undefined;
    if (!call || line.what === 'call') return [];
    const said: Readonly<Record<string, unknown>> =
      line.what === 'answer' ? line.said : line.what === 'refusal' ? { acknowledgedSeq: line.acknowledgedSeq } : {};
    const { acknowledgedSeq, resumeFrom } = said;
    const seq = typeof resumeFrom === 'number' ? resumeFrom - 1 : acknowledgedSeq;
    return typeof seq === 'number' ? [{ epoch: call.epoch, seq, calledAt: call.place, heardAt }] : [];
  });
}

/** R2: what was acknowledged is held, and nothing else was deleted. R3: no later call is acknowledged less. */
function acknowledgementFlaws({ history, journal }: Story, final: FinalTally): string[] {
  const flaws: string[] = [];
  const heldOf = (epoch: number): number => journal.findLast((entry) => entry.epoch === epoch)?.toSeq ?? 0;
  const all = acknowledgementsOf(history);
  for (const { epoch, seq } of all) {
    if (seq > heldOf(epoch)) flaws.push(`R2: ${epoch}/${seq} was acknowledged, ${heldOf(epoch)} is held`);
  }
  const most = Math.max(0, ...all.filter(({ epoch }) => epoch === final.epoch).map(({ seq }) => seq));
  if (final.acknowledgedSeq > most) flaws.push(`R2: ${final.acknowledgedSeq} is deleted, ${most} was acknowledged`);
  for (const later of all) {
    const before = all.filter(({ epoch, heardAt }) => epoch === later.epoch && heardAt < later.calledAt);
    const bound = Math.max(0, ...before.map(({ seq }) => seq));
    if (later.seq < bound) flaws.push(`R3: ${later.epoch}/${later.seq} was acknowledged after ${bound}`);
  }
  return flaws;
}

/** R4: in every class what was produced is accepted, declared as dropped, or still there; the server counts the same. */
function balanceFlaws({ journal }: Story, { byClass }: FinalTally): string[] {
  const flaws: string[] = [];
  let gone = 0;
  for (const [name, { produced, accepted, dropped, queued }] of Object.entries(byClass)) {
    if (produced !== accepted + dropped + queued) {
      flaws.push(`R4: ${name}: ${produced} produced, ${accepted} accepted, ${dropped} dropped, ${queued} queued`);
    }
    const held = journal.filter((entry) => entry.class === name && !entry.isDropped).length;
    // A chunk whose acknowledgement never arrived is held there and queued here.
    if (held < accepted || held > accepted + queued) flaws.push(`R4: ${name}: ${held} held, ${accepted} accepted`);
    gone += dropped;
  }
  const declared = journal.filter((entry) => entry.isDropped).reduce((sum, { seq, toSeq }) => sum + toSeq - seq + 1, 0);
  if (declared > gone) flaws.push(`R4: ${declared} declared as dropped, ${gone} dropped`);
  return flaws;
}

/** R5: one session at a time. R7: each ends LIVE, QUARANTINED or aborted, and the last is not aborted. */
function sessionFlaws(story: Story, final: FinalTally): string[] {
  const { sessions, trust } = story;
  const isSuspect = isToBeQuarantined(story, final);
  const flaws: string[] = [];
  const inOrder = sessions.toSorted((a, b) => a.sessionEpoch - b.sessionEpoch);
  for (const [place, { sessionEpoch, state, endReason, openedAt }] of inOrder.entries()) {
    const before = inOrder[place - 1];
    if (sessionEpoch === before?.sessionEpoch) flaws.push(`R5: two sessions have the number ${sessionEpoch}`);
    if (before && (before.endedAt === null || before.endedAt > openedAt)) {
      flaws.push(`R5: session ${sessionEpoch} began before session ${before.sessionEpoch} ended`);
    }
    const isConcluded = state === 'CONCLUDED' && (endReason === 'LIVE' || endReason === 'QUARANTINED');
    if (!isConcluded && state !== 'ABORTED') flaws.push(`R7: session ${sessionEpoch} is ${state} by ${endReason}`);
  }
  const last = inOrder.at(-1);
  if (!last) return [...flaws, 'R7: there is no session'];
  const wanted = isSuspect ? 'QUARANTINED' : 'LIVE';
  if (last.endReason !== wanted) flaws.push(`R7: the last session ended ${last.endReason}, not ${wanted}`);
  if ((trust === 'QUARANTINED') !== isSuspect) flaws.push(`R7: the device is ${trust}`);
  return flaws;
}

/** R10: whatever broke, in the end both sides are where they would have been. From a quarantined device no more is taken. */
function convergenceFlaws(story: Story, final: FinalTally): string[] {
  if (isToBeQuarantined(story, final)) return [];
  const { journal } = story;
  const { epoch, lastSeq, acknowledgedSeq } = final;
  const held = journal.findLast((entry) => entry.epoch === epoch)?.toSeq ?? 0;
  if (held === lastSeq && acknowledgedSeq === lastSeq) return [];
  return [`R10: ${lastSeq} written, ${held} held, ${acknowledgedSeq} acknowledged`];
}
