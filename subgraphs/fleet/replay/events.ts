/**
 * What can happen when a device comes back with a journal. The facts of the session are in `replay-<deviceId>`, what
 * was taken over from the journal is in `journal-<deviceId>`. Order is by epoch and number; a device's clock informs.
 */
import type { Event } from '@flotilla/kernel/event';
import type { Telling } from '../journal/tellings.ts';

/** What a journal record is about. Under pressure a device drops snapshots first and decisions last. */
export type JournalClass = 'SECURITY' | 'LIFECYCLE' | 'DECISION' | 'SNAPSHOT';

/** What reconciliation says to something the device decided on its own. */
export type DecisionVerdict = 'PERMITTED' | 'CONFLICT' | 'UNAUTHORISED';

/** A range of records that the device let go before it could deliver them, signed by it: a hole is never normal. */
export type JournalDrop = {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  /** The device's clock, milliseconds since 1970; informs only. */
  readonly firstAtMs: number;
  /** The device's clock, milliseconds since 1970; informs only. */
  readonly lastAtMs: number;
  readonly reason: string;
  /** Hash of the record `toSeq`: the chain goes on from it. */
  readonly lastHash: string;
  readonly signature: string;
};

/** By what the decisions of one session are judged: how things stood when the lock was taken. */
export type Judgement = {
  readonly authorityEpoch: number;
  /** What a device may decide on its own: the word after `decision.`. */
  readonly allowed: readonly string[];
  /** Subjects whose desired state changed while the device was away. */
  readonly changed: readonly string[];
  /** What it was told that it may decide, where that was ever something else; absent where it was not. */
  readonly told?: readonly Pick<Telling, 'allowed' | 'from' | 'until'>[];
};

/** A device came back and took the reconciliation lock. Whoever held it before holds it no longer. */
export type ReplayOpened = Event<
  'ReplayOpened',
  {
    readonly deviceId: string;
    readonly sessionId: string;
    /** Rises with every lock of the device. */
    readonly sessionEpoch: number;
    readonly journalEpoch: number;
    /** What the device said it has: its first record and its last. */
    readonly firstSeq: number;
    readonly lastSeq: number;
    /** What was accepted of this epoch before: the session goes on after it. */
    readonly acknowledgedSeq: number;
    readonly acknowledgedHash: string;
    readonly drops: readonly JournalDrop[];
    readonly judgement: Judgement;
  }
>;

/** The journal is complete and reconciled; the lock is released. Counts are since the session concluded before. */
export type ReplayConcluded = Event<
  'ReplayConcluded',
  {
    readonly deviceId: string;
    readonly sessionId: string;
    readonly outcome: 'LIVE' | 'QUARANTINED';
    readonly accepted: number;
    readonly permitted: number;
    readonly conflicts: number;
    readonly unauthorised: number;
    readonly dropped: number;
    /** The first record that was not authorised, as `<stream>@<version>`; null when there is none. */
    readonly evidence: string | null;
  }
>;

/** The lock was released before the journal was complete. What was accepted stays accepted and stays judged. */
export type ReplayAborted = Event<
  'ReplayAborted',
  {
    readonly deviceId: string;
    readonly sessionId: string;
    /** SUPERSEDED: the device said hello again. SILENT: it was not heard for too long. */
    readonly reason: 'SUPERSEDED' | 'SILENT';
  }
>;

/** A record of a device's journal was accepted, exactly once, in the order of its numbers. */
export type DeviceJournalRecorded = Event<
  'DeviceJournalRecorded',
  {
    readonly deviceId: string;
    readonly sessionId: string;
    readonly epoch: number;
    readonly seq: number;
    readonly class: JournalClass;
    readonly kind: string;
    readonly body: string;
    /** The device's clock, milliseconds since 1970; informs only. */
    readonly atMs: number;
    /** Null for what is no decision. */
    readonly verdict: DecisionVerdict | null;
    /** Why the verdict is not PERMITTED. */
    readonly because: string | null;
    readonly hash: string;
    readonly signature: string;
  }
>;

/** A declared hole took its place in the accepted order. */
export type DeviceJournalDropped = Event<
  'DeviceJournalDropped',
  {
    readonly deviceId: string;
    readonly sessionId: string;
    readonly epoch: number;
    /** UNAUTHORISED where it may hold decisions, which nobody can judge any more. Absent in older facts. */
    readonly verdict?: 'UNAUTHORISED' | null;
    /** Why. */
    readonly because?: string | null;
    /** How many decisions it may hold. */
    readonly decisions?: number;
  } & JournalDrop
>;

/** What is recorded in `journal-<deviceId>`. */
export type JournalEvent = DeviceJournalRecorded | DeviceJournalDropped;

/** Every fact of a device's return. */
export type ReplayEvent = ReplayOpened | ReplayConcluded | ReplayAborted | JournalEvent;
