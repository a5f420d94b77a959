/**
 * The account of a queue, per class: produced = accepted + dropped + queued, always. Counters are cumulative over the
 * life of the queue's file and change in the same commit as the records they count.
 */
import type { TelemetryClass } from '../wire.ts';

/** One class's account, in records. */
export type Account = {
  readonly produced: number;
  /** Acknowledged as durable by the server. */
  readonly accepted: number;
  /** Given up, and declared so or still to be declared. */
  readonly dropped: number;
  readonly queued: number;
};

/** The account of every class, and what the queue holds. */
export type Tally = {
  readonly byClass: Readonly<Record<TelemetryClass, Account>>;
  readonly bytes: number;
  /** Wall-clock time of the oldest record, or null when there is none. */
  readonly oldestMs: number | null;
  readonly epoch: number;
  /** Number the next record gets. */
  readonly nextSeq: number;
};

/** Whether nothing is missing from an account. */
export function isBalanced(account: Account): boolean {
  return account.produced === account.accepted + account.dropped + account.queued;
}
