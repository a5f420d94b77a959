/**
 * Records given up and not yet declared. Losses of one class and reason are joined as long as nothing between them
 * survives, so their number is bounded by what is still queued, however long the server is away.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { TelemetryClass } from '../wire.ts';
import { lossText, type Loss } from './declaration.ts';

/** Roughly what one row takes of the queue's bound. */
export const lossRowBytes = 200;

/** Who declares. */
type Signer = { readonly deviceId: string; readonly sign: (text: string) => string };

/** The losses table. Every method expects to be inside a transaction. */
export class LossBook {
  readonly #signer: Signer;
  readonly #statements;
  #rows = 0;

  constructor(database: DatabaseSync, signer: Signer) {
    this.#signer = signer;
    this.#statements = {
      latest: database.prepare(
        `select * from losses where epoch = ? and class = ? and reason = ? and to_seq < ?
           and not exists (select 1 from flight where flight.epoch = losses.epoch and losses.from_seq <= flight.to_seq)
         order by to_seq desc limit 1`,
      ),
      survivor: database.prepare('select 1 from chunks where epoch = ? and from_seq > ? and from_seq < ? limit 1'),
      remove: database.prepare('delete from losses where epoch = ? and from_seq = ? and class = ? and reason = ?'),
      insert: database.prepare(
        `insert into losses (epoch, from_seq, to_seq, class, count, from_ms, to_ms, reason, signature)
         values (?, ?, ?, ?, ?, ?, ?, ?, '')`,
      ),
      unsigned: database.prepare("select * from losses where signature = ''"),
      unsign: database.prepare("update losses set signature = ''"),
      sign: database.prepare(
        'update losses set signature = ? where epoch = ? and from_seq = ? and class = ? and reason = ?',
      ),
      count: database.prepare('select count(*) as count from losses'),
    };
  }

  /** Notes a loss whose chunk is already gone. It is signed by `seal`. */
  add(loss: Loss): void {
    const { epoch, fromSeq, toSeq, reason } = loss;
    const row = this.#statements.latest.get(epoch, loss.class, reason, fromSeq);
    const before = row ? lossOf(row) : null;
    if (!before || this.#statements.survivor.get(epoch, before.fromSeq, toSeq)) return this.#insert(loss);
    this.#statements.remove.run(epoch, before.fromSeq, loss.class, reason);
    this.#rows -= 1;
    this.#insert({
      ...loss,
      fromSeq: before.fromSeq,
      count: before.count + loss.count,
      fromMs: Math.min(before.fromMs, loss.fromMs),
      toMs: Math.max(before.toMs, loss.toMs),
    });
  }

  /** Signs what was added or joined since. To be called before the commit. */
  seal(): void {
    for (const row of this.#statements.unsigned.all()) {
      const loss = lossOf(row);
      const signature = this.#signer.sign(lossText(this.#signer.deviceId, loss));
      this.#statements.sign.run(signature, loss.epoch, loss.fromSeq, loss.class, loss.reason);
    }
  }

  /** Signs everything again, as whoever the device is now. */
  sealAnew(): void {
    this.#statements.unsign.run();
    this.seal();
  }

  /** How many rows there are. */
  get rows(): number {
    return this.#rows;
  }

  /** Counts the rows again, after others removed some or a transaction was undone. */
  recount(): void {
    this.#rows = Number(this.#statements.count.get()?.['count']);
  }

  #insert(loss: Loss): void {
    const { epoch, fromSeq, toSeq, count, fromMs, toMs, reason } = loss;
    this.#statements.insert.run(epoch, fromSeq, toSeq, loss.class, count, fromMs, toMs, reason);
    this.#rows += 1;
  }
}

/** A row of the losses table. */
export function lossOf(row: Record<string, unknown>): Loss {
  return {
    epoch: Number(row['epoch']),
    class: String(row['class']) as TelemetryClass,
    fromSeq: Number(row['from_seq']),
    toSeq: Number(row['to_seq']),
    count: Number(row['count']),
    fromMs: Number(row['from_ms']),
    toMs: Number(row['to_ms']),
    reason: String(row['reason']),
  };
}
