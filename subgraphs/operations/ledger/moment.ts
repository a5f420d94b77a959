/** One event's place while it is folded: the tenant's working set, and when and where in the log it happened. */
import type { Ledger } from './ledger.ts';

/** What every handler of a fact is given besides the fact. */
export type Moment = {
  readonly ledger: Ledger;
  /** Time of the event by the database's clock. */
  readonly atMs: number;
  /** Its position in the tenant's shard. */
  readonly position: string;
};
