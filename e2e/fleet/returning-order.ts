/** What passes between a returning agent's process and whoever starts it: its orders, and the lines of its history. */
import type { JournalClass } from './chronicle.ts';

/** How one process is to live. */
export type ReturningOrder = {
  readonly stateDir: string;
  readonly agentsUrl: string;
  readonly historyFile: string;
  readonly seed: number;
  /** Bound of the journal; what does not fit is given up and declared. */
  readonly bytesMax: number;
  /** Records it writes at once, and how long it then rests: who writes without rest has never told everything. */
  readonly burst: number;
  readonly burstEveryMs: number;
  /** Between two steps of its delivery. */
  readonly pauseMs: number;
  /** The number of the record in which it decides what is not for it to decide; null: it never does. */
  readonly rogueAt: number | null;
  /** Where it is struck by lightning, and at the how manieth time; null: nowhere. */
  readonly killAt: { readonly step: string; readonly time: number } | null;
};

/** The moments at which lightning may strike: of its calls, and of its file. */
export const strikes = [
  'openReplay: sent',
  'openReplay: answered',
  'uploadReplayChunk: sent',
  'uploadReplayChunk: answered',
  'closeReplay: sent',
  'closeReplay: answered',
  'record: written',
  'record: committed',
  'offer: committed',
  'acknowledge: deleted',
  'acknowledge: committed',
] as const;

/** Of one class: produced = accepted + dropped + queued. */
export type ClassAccount = {
  readonly produced: number;
  readonly accepted: number;
  readonly dropped: number;
  readonly queued: number;
};

/** What a device says of itself at its end. */
export type FinalTally = {
  readonly deviceId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly acknowledgedSeq: number;
  readonly byClass: Readonly<Record<JournalClass, ClassAccount>>;
};

/** One line of a history. An answer is written down before it has an effect. */
export type LineBody =
  | {
      readonly what: 'call';
      readonly id: string;
      readonly operation: string;
      readonly epoch: number;
      readonly records: readonly (readonly [seq: number, hash: string, about: JournalClass])[];
    }
  | { readonly what: 'answer'; readonly id: string; readonly said: Readonly<Record<string, unknown>> }
  | {
      readonly what: 'refusal';
      readonly id: string;
      readonly code: string;
      readonly reason: unknown;
      readonly acknowledgedSeq: unknown;
    }
  | { readonly what: 'struck'; readonly step: string }
  | ({ readonly what: 'finished' } & FinalTally);
