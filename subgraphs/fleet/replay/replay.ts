/**
 * The return of one device as a reducer: hello takes the lock, chunks lengthen the accepted prefix, the end is LIVE or
 * QUARANTINED or an abort. Pure: signatures are verified before, SHA-256 comes in, no clock is read anywhere. What is
 * accepted is always a prefix of one epoch, declared holes included, and it belongs to no session: sessions come and go.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { firstHash, recordHash, type JournalRecord, type Sha256 } from '../journal/chain.ts';
import { isDecision, judge, judgeDrop } from '../journal/verdict.ts';
import type { JournalDrop, JournalEvent, Judgement, ReplayConcluded, ReplayEvent } from './events.ts';

/** How far a journal is accepted: the last number of an epoch, declared holes included, and the hash there. */
export type Prefix = { readonly epoch: number; readonly seq: number; readonly hash: string };

/** What was accepted since the last conclusion, in whichever sessions. */
export type Tally = Pick<
  ReplayConcluded['data'],
  'accepted' | 'permitted' | 'conflicts' | 'unauthorised' | 'dropped' | 'evidence'
>;

/** The lock: who holds it, and what its session was opened with. */
export type Session = {
  readonly id: string;
  readonly drops: readonly JournalDrop[];
  readonly judgement: Judgement;
  readonly lastSeq: number;
};

/** A device's return as its streams tell it. */
export type ReplayState = {
  readonly prefix: Prefix;
  /** The lock's fencing number; that of the present session, or of the last. */
  readonly sessionEpoch: number;
  /** Null when nobody holds the lock. */
  readonly session: Session | null;
  readonly tally: Tally;
  /** How the session with the present number ended, to answer a repeated close; null while it is open or if aborted. */
  readonly conclusion: ReplayConcluded['data'] | null;
  /** Versions of the two streams. */
  readonly versions: { readonly replay: number; readonly journal: number };
};

/** What a device says when it comes back. Signatures of its drops are verified. */
export type OpenReplay = {
  readonly type: 'OpenReplay';
  readonly deviceId: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** The first record it still has; `lastSeq + 1` when it has none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly drops: readonly JournalDrop[];
  readonly judgement: Judgement;
};

/** Records of the journal, in order. Signatures over their hashes are verified; that the hashes chain is judged here. */
export type UploadReplayChunk = {
  readonly type: 'UploadReplayChunk';
  readonly deviceId: string;
  readonly sessionEpoch: number;
  readonly epoch: number;
  readonly fromSeq: number;
  readonly records: readonly JournalRecord[];
};

/** Everything up to `lastSeq` was sent: reconcile and release the lock. */
export type CloseReplay = {
  readonly type: 'CloseReplay';
  readonly deviceId: string;
  readonly sessionEpoch: number;
  readonly lastSeq: number;
};

/** Nobody was heard for too long: release the lock. */
export type AbortReplay = { readonly type: 'AbortReplay'; readonly deviceId: string };

/** Every command of a return. */
export type ReplayCommand = OpenReplay | UploadReplayChunk | CloseReplay | AbortReplay;

/** The decider of a device's return over one hash function. */
export type ReplayDecider = {
  readonly category: 'replay';
  readonly initialState: ReplayState;
  decide(command: ReplayCommand, state: ReplayState): readonly ReplayEvent[];
  evolve(state: ReplayState, event: ReplayEvent): ReplayState;
};

/** Category of the stream of accepted records. */
export const journalCategory = 'journal';

const noTally: Tally = { accepted: 0, permitted: 0, conflicts: 0, unauthorised: 0, dropped: 0, evidence: null };

/** A device that never said hello. */
export const neverReturned: ReplayState = {
  prefix: { epoch: 0, seq: 0, hash: '' },
  sessionEpoch: 0,
  session: null,
  tally: noTally,
  conclusion: null,
  versions: { replay: 0, journal: 0 },
};

/** Makes the decider. */
export function replayOver(sha256: Sha256): ReplayDecider {
  return {
    category: 'replay',
    initialState: neverReturned,
    decide(command, state) {
      switch (command.type) {
        case 'OpenReplay':
          return open(sha256, command, state);
        case 'UploadReplayChunk':
          return upload(sha256, command, state);
        case 'CloseReplay':
          return close(command, state);
        case 'AbortReplay':
          return state.session ? [aborted(command.deviceId, state.session, 'SILENT')] : [];
      }
    },
    evolve,
  };
}

function open(sha256: Sha256, hello: OpenReplay, state: ReplayState): readonly ReplayEvent[] {
  const { deviceId, sessionId, epoch, judgement } = hello;
  const base = baseOf(sha256, hello, state.prefix);
  const drops = hello.drops.filter(({ toSeq }) => toSeq > base.seq);
  assertShape(hello);
  const settled = settle({ deviceId, sessionId, drops }, base);
  const { seq: acknowledgedSeq } = settled.prefix;
  if (hello.firstSeq > acknowledgedSeq + 1) {
    const words = `Records ${acknowledgedSeq + 1} to ${hello.firstSeq - 1} are neither here nor declared as dropped.`;
    throw conflict('HOLE', `${words} Declare them, or begin a new epoch.`, { acknowledgedSeq });
  }
  const isComplete = hello.lastSeq === acknowledgedSeq;
  if (isComplete && hello.lastSeq > 0 && hello.lastHash !== settled.prefix.hash) throw forked(acknowledgedSeq);
  // A new epoch is recorded even when it is empty, or a late hello of the old one could still take the lock.
  const isNewEpoch = epoch > state.prefix.epoch;
  const hasNews = isNewEpoch || state.session !== null || settled.events.length > 0 || !isEmpty(state.tally);
  if (isComplete && !hasNews) return [];
  const opened: ReplayEvent = {
    type: 'ReplayOpened',
    data: {
      deviceId,
      sessionId,
      sessionEpoch: state.sessionEpoch + 1,
      journalEpoch: epoch,
      firstSeq: hello.firstSeq,
      lastSeq: hello.lastSeq,
      acknowledgedSeq: base.seq,
      acknowledgedHash: base.hash,
      drops,
      judgement,
    },
  };
  const superseded = state.session ? [aborted(deviceId, state.session, 'SUPERSEDED')] : [];
  const events = [...superseded, opened, ...settled.events];
  if (!isComplete) return events;
  return [...events, concluded(deviceId, events.reduce(evolve, state))];
}

/** Where this hello's epoch stands. Refuses what is older than what was accepted, or contradicts it. */
function baseOf(sha256: Sha256, { deviceId, epoch, lastSeq, lastHash }: OpenReplay, prefix: Prefix): Prefix {
  if (!(epoch > 0)) throw new Refusal('INVALID_INPUT', 'The epoch of a journal is at least 1.', { element: 'epoch' });
  if (epoch < prefix.epoch) throw staleEpoch(epoch, prefix);
  if (epoch > prefix.epoch) return { epoch, seq: 0, hash: firstHash(sha256, { deviceId, epoch }) };
  if (lastSeq < prefix.seq) {
    const words = `${prefix.seq} records of this epoch are accepted, the device knows ${lastSeq}: it was set back.`;
    throw conflict('BEHIND', `${words} Begin a new epoch.`, { acknowledgedSeq: prefix.seq });
  }
  if (lastSeq === prefix.seq && lastSeq > 0 && lastHash !== prefix.hash) throw forked(prefix.seq);
  return prefix;
}

function assertShape({ firstSeq, lastSeq, drops }: OpenReplay): void {
  const bad = (element: string, words: string) => new Refusal('INVALID_INPUT', words, { element });
  if (firstSeq < 1 || lastSeq < firstSeq - 1) throw bad('firstSeq', 'firstSeq is 1 to lastSeq + 1.');
  let before = 0;
  for (const { fromSeq, toSeq, count } of drops) {
    if (fromSeq <= before || toSeq < fromSeq || toSeq > lastSeq || count !== toSeq - fromSeq + 1) {
      throw bad('drops', 'Dropped ranges ascend, do not overlap, end at lastSeq at most, and count what they span.');
    }
    before = toSeq;
  }
}

function upload(sha256: Sha256, chunk: UploadReplayChunk, state: ReplayState): readonly ReplayEvent[] {
  const session = heldSession(chunk.sessionEpoch, state);
  const { deviceId, epoch, records } = chunk;
  if (epoch !== state.prefix.epoch) throw staleEpoch(epoch, state.prefix);
  assertOrder(chunk);
  const place = { deviceId, sessionId: session.id, drops: session.drops };
  const events: JournalEvent[] = [];
  let at = state.prefix;
  const goOver = () => {
    const settled = settle(place, at);
    events.push(...settled.events);
    at = settled.prefix;
  };
  for (const record of records) {
    const { seq } = record;
    if (seq < at.seq) continue;
    if (seq === at.seq) {
      if (record.hash !== at.hash) throw forked(seq);
      continue;
    }
    goOver();
    if (seq <= at.seq)
      throw new Refusal('CONFLICT', `Record ${seq} was declared as dropped.`, { reason: 'DROPPED', seq });
    if (seq !== at.seq + 1) {
      const words = `Record ${at.seq + 1} comes next, not ${seq}. Send from there.`;
      throw conflict('GAP', words, { acknowledgedSeq: state.prefix.seq, expectedSeq: at.seq + 1 });
    }
    if (recordHash(sha256, { deviceId, epoch }, { ...record, previousHash: at.hash }) !== record.hash) {
      const words = `The hash of record ${seq} does not follow from its content and the record before it.`;
      throw new Refusal('INVALID_INPUT', words, { reason: 'CHAIN', seq });
    }
    const verdict = isDecision(record)
      ? judge({ ...record, epoch }, session.judgement)
      : { verdict: null, because: null };
    events.push({
      type: 'DeviceJournalRecorded',
      data: { deviceId, sessionId: session.id, epoch, ...record, ...verdict },
    });
    at = { epoch, seq, hash: record.hash };
  }
  goOver();
  return events;
}

function assertOrder({ fromSeq, records }: UploadReplayChunk): void {
  const isOrdered = records.every(({ seq }, index) => index === 0 || seq > (records[index - 1]?.seq ?? 0));
  if (records[0]?.seq === fromSeq && isOrdered) return;
  const words = 'A chunk begins with fromSeq and its numbers ascend.';
  throw new Refusal('INVALID_INPUT', words, { reason: 'ORDER', element: 'records' });
}

function close({ deviceId, sessionEpoch, lastSeq }: CloseReplay, state: ReplayState): readonly ReplayEvent[] {
  if (state.conclusion && sessionEpoch === state.sessionEpoch) return [];
  heldSession(sessionEpoch, state);
  const { seq: acknowledgedSeq } = state.prefix;
  if (lastSeq > acknowledgedSeq) {
    const words = `Records ${acknowledgedSeq + 1} to ${lastSeq} are still missing. Send them, then close.`;
    throw conflict('INCOMPLETE', words, { acknowledgedSeq });
  }
  if (lastSeq < acknowledgedSeq) {
    throw conflict('BEHIND', `Records up to ${acknowledgedSeq} are accepted, not ${lastSeq}.`, { acknowledgedSeq });
  }
  return [concluded(deviceId, state)];
}

/** The session that a call names by its number. Refuses one that was superseded, aborted or concluded. */
function heldSession(sessionEpoch: number, state: ReplayState): Session {
  if (state.session && sessionEpoch === state.sessionEpoch) return state.session;
  const isOlder = sessionEpoch < state.sessionEpoch;
  const words = isOlder ? 'A newer session of this device took the lock.' : 'This session has ended.';
  throw conflict(isOlder ? 'SUPERSEDED' : 'ENDED', `${words} Say hello again.`, { sessionEpoch: state.sessionEpoch });
}

/** Takes the declared holes that come next into the prefix. Of one that reaches back, only the new part counts. */
function settle(
  from: { readonly deviceId: string; readonly sessionId: string; readonly drops: readonly JournalDrop[] },
  prefix: Prefix,
): { readonly prefix: Prefix; readonly events: readonly JournalEvent[] } {
  const { deviceId, sessionId } = from;
  const events: JournalEvent[] = [];
  let at = prefix;
  for (const drop of from.drops) {
    if (drop.toSeq <= at.seq) continue;
    if (drop.fromSeq > at.seq + 1) break;
    const lost = { fromSeq: at.seq + 1, count: drop.toSeq - at.seq };
    events.push({
      type: 'DeviceJournalDropped',
      data: { deviceId, sessionId, epoch: at.epoch, ...drop, ...lost, ...judgeDrop(drop) },
    });
    at = { epoch: at.epoch, seq: drop.toSeq, hash: drop.lastHash };
  }
  return { prefix: at, events };
}

function evolve(state: ReplayState, event: ReplayEvent): ReplayState {
  const { versions, tally, prefix } = state;
  const session = { ...versions, replay: versions.replay + 1 };
  const journal = { ...versions, journal: versions.journal + 1 };
  switch (event.type) {
    case 'ReplayOpened': {
      const { sessionId: id, sessionEpoch, journalEpoch, acknowledgedSeq, acknowledgedHash } = event.data;
      const { drops, judgement, lastSeq } = event.data;
      return {
        ...state,
        prefix: { epoch: journalEpoch, seq: acknowledgedSeq, hash: acknowledgedHash },
        sessionEpoch,
        session: { id, drops, judgement, lastSeq },
        conclusion: null,
        versions: session,
      };
    }
    case 'ReplayAborted':
      return { ...state, session: null, versions: session };
    case 'ReplayConcluded':
      return { ...state, session: null, tally: noTally, conclusion: event.data, versions: session };
    case 'DeviceJournalDropped': {
      const { deviceId, toSeq: seq, lastHash: hash, count, decisions = 0 } = event.data;
      const evidence = decisions > 0 ? `${journalCategory}-${deviceId}@${journal.journal}` : null;
      return {
        ...state,
        prefix: { ...prefix, seq, hash },
        tally: {
          ...tally,
          dropped: tally.dropped + count,
          unauthorised: tally.unauthorised + decisions,
          evidence: tally.evidence ?? evidence,
        },
        versions: journal,
      };
    }
    case 'DeviceJournalRecorded': {
      const { deviceId, seq, hash, verdict } = event.data;
      const evidence = `${journalCategory}-${deviceId}@${journal.journal}`;
      return {
        ...state,
        prefix: { ...prefix, seq, hash },
        tally: {
          ...tally,
          accepted: tally.accepted + 1,
          permitted: tally.permitted + Number(verdict === 'PERMITTED'),
          conflicts: tally.conflicts + Number(verdict === 'CONFLICT'),
          unauthorised: tally.unauthorised + Number(verdict === 'UNAUTHORISED'),
          evidence: tally.evidence ?? (verdict === 'UNAUTHORISED' ? evidence : null),
        },
        versions: journal,
      };
    }
    default:
      return state;
  }
}

function concluded(deviceId: string, { session, tally }: ReplayState): ReplayConcluded {
  const outcome = tally.unauthorised > 0 ? 'QUARANTINED' : 'LIVE';
  return { type: 'ReplayConcluded', data: { deviceId, sessionId: session?.id ?? '', outcome, ...tally } };
}

function aborted(deviceId: string, { id: sessionId }: Session, reason: 'SUPERSEDED' | 'SILENT'): ReplayEvent {
  return { type: 'ReplayAborted', data: { deviceId, sessionId, reason } };
}

function isEmpty(tally: Tally): boolean {
  return tally.accepted + tally.dropped === 0;
}

function conflict(reason: string, words: string, details: Record<string, unknown>): Refusal {
  return new Refusal('CONFLICT', words, { reason, ...details });
}

function forked(acknowledgedSeq: number): Refusal {
  const words = `Record ${acknowledgedSeq} is accepted with another hash: this journal was written twice.`;
  return conflict('FORKED', `${words} Begin a new epoch.`, { acknowledgedSeq });
}

function staleEpoch(epoch: number, prefix: Prefix): Refusal {
  const words = `The journal is in epoch ${prefix.epoch}, not ${epoch}. Say hello with the newest epoch.`;
  return conflict('EPOCH', words, { epoch: prefix.epoch });
}
