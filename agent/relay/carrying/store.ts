/**
 * What a relay carries, on its disk: envelopes until the control plane has said what became of them, and answers until they
 * are old. It is bounded; what is given up to make room is the oldest of the class that matters least, and is counted by
 * class and device. Nothing here can be read by whoever takes the disk away.
 */
import { renameSync, rmSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDamage, openFile } from '../../queue/database.ts';
import type { Envelope, Place } from '../envelope.ts';
import { type HandOver, type RelayClass, relayClasses, type RelayReceipt } from '../field-protocol.ts';

const tables = `
  create table if not exists envelopes (
    id integer primary key, device text not null, epoch integer not null, seq integer not null, class text not null,
    bytes integer not null, body text not null, unique (device, epoch, seq)) strict;
  create index if not exists envelopes_by_class on envelopes (class, id);
  create table if not exists answers (
    id integer primary key, device text not null, epoch integer not null, seq integer not null, bytes integer not null,
    body text not null, unique (device, epoch, seq)) strict;
  -- The newest number that the control plane was given of each device.
  create table if not exists delivered (device text primary key, epoch integer not null, seq integer not null) strict;
  create table if not exists given_up (
    device text not null, class text not null, count integer not null, primary key (device, class)) strict;
`;

/** What waits to be delivered for one device. */
export type Waiting = { readonly deviceId: string; readonly envelopes: readonly Envelope[] };

/** What a relay carries, in numbers. */
export type Carried = {
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly answers: number;
  readonly byClass: Readonly<Partial<Record<RelayClass, number>>>;
  readonly givenUp: Readonly<Partial<Record<RelayClass, number>>>;
};

const answersPerDeviceMax = 64;
const deliveryBytesMax = 524_288;
/** Share of the bound that one device can fill: it must not drive the others out. */
const deviceShare = 0.5;

/** The store of one relay. */
export class RelayStore {
  readonly #database: DatabaseSync;
  readonly #bytesMax: number;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, bytesMax: number) {
    this.#database = openFile(path, tables);
    this.#bytesMax = bytesMax;
  }

  /** Opens the file. A damaged one is put aside and told of: what it held was sealed, and devices make it anew. */
  static open(path: string, bytesMax: number, toldAside: (aside: string) => void): RelayStore {
    try {
      return new RelayStore(path, bytesMax);
    } catch (fault) {
      if (!isDamage(fault)) throw fault;
      const aside = `${path}.damaged-${Date.now()}`;
      renameSync(path, aside);
      rmSync(`${path}-wal`, { force: true });
      toldAside(aside);
      return new RelayStore(path, bytesMax);
    }
  }

  /**
   * Stores an envelope; it is on disk when this returns. False when it can have no effect any more, because a later one was
   * delivered. Of signs of life only the newest waits: they count for the time they arrive.
   */
  put({ class: name, envelope }: HandOver): boolean {
    const { deviceId, epoch, seq } = envelope;
    const body = JSON.stringify(envelope);
    return this.#atOnce(() => {
      const [mark] = this.#rows('select epoch, seq from delivered where device = ?', deviceId);
      if (mark && !isAfter({ epoch, seq }, mark)) return false;
      const older = `delete from envelopes where class = 'SIGN' and device = ? and (epoch, seq) < (?, ?)`;
      if (name === 'SIGN') this.#rows(older, deviceId, epoch, seq);
      this.#rows(
        `insert into envelopes (device, epoch, seq, class, bytes, body) values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
        deviceId,
        epoch,
        seq,
        name,
        body.length,
        body,
      );
      this.#makeRoom(deviceId);
      return true;
    });
  }

  /** Devices that something waits for, the one that waits longest first. */
  devices(): readonly string[] {
    return this.#rows('select device from envelopes group by device order by min(id)').map(({ device }) =>
      String(device),
    );
  }

  /** The first envelopes of a device, in the order of their numbers. */
  waiting(deviceId: string, countMax: number): Waiting {
    const sql = 'select bytes, body from envelopes where device = ? order by epoch, seq limit ?';
    let bytes = 0;
    const rows = this.#rows(sql, deviceId, countMax).filter((row, place) => {
      bytes += Number(row['bytes']);
      return place === 0 || bytes <= deliveryBytesMax;
    });
    return { deviceId, envelopes: rows.map(({ body }) => JSON.parse(String(body)) as Envelope) };
  }

  /** What became of envelopes: they go and their receipts stay, in one commit. */
  settle(deviceId: string, receipts: readonly RelayReceipt[]): void {
    this.#atOnce(() => {
      for (const receipt of receipts) {
        const { epoch, seq } = receipt;
        const body = JSON.stringify(receipt);
        this.#rows('delete from envelopes where device = ? and epoch = ? and seq = ?', deviceId, epoch, seq);
        this.#rows(
          `insert into answers (device, epoch, seq, bytes, body) values (?, ?, ?, ?, ?)
           on conflict (device, epoch, seq) do nothing`,
          deviceId,
          epoch,
          seq,
          body.length,
          body,
        );
        if (receipt.outcome === 'REFUSED') continue;
        this.#rows(
          `insert into delivered as d (device, epoch, seq) values (?, ?, ?) on conflict (device) do update
             set epoch = excluded.epoch, seq = excluded.seq where (d.epoch, d.seq) < (excluded.epoch, excluded.seq)`,
          deviceId,
          epoch,
          seq,
        );
      }
      this.#rows(
        `delete from answers where device = ? and id not in
           (select id from answers where device = ? order by id desc limit ?)`,
        deviceId,
        deviceId,
        answersPerDeviceMax,
      );
    });
  }

  /** The receipt for an envelope, `PENDING` while it waits, null when it is not here (any more). */
  answer({ deviceId, epoch, seq }: Place): RelayReceipt | 'PENDING' | null {
    const at = [deviceId, epoch, seq] as const;
    const [row] = this.#rows('select body from answers where device = ? and epoch = ? and seq = ?', ...at);
    if (row) return JSON.parse(String(row['body'])) as RelayReceipt;
    const waits = this.#rows('select 1 from envelopes where device = ? and epoch = ? and seq = ?', ...at).length > 0;
    return waits ? 'PENDING' : null;
  }

  /** What was given up of one device, or of all, by class. */
  givenUp(deviceId: string | null): Carried['givenUp'] {
    const sql = 'select class, sum(count) as count from given_up where ? is null or device = ? group by class';
    return byClass(this.#rows(sql, deviceId, deviceId));
  }

  /** All of it in numbers. */
  carried(): Carried {
    const [sums] = this.#rows('select count(*) as count, coalesce(sum(bytes), 0) as bytes from envelopes');
    const [answers] = this.#rows('select count(*) as count from answers');
    return {
      waiting: Number(sums?.['count']),
      waitingBytes: Number(sums?.['bytes']),
      answers: Number(answers?.['count']),
      byClass: byClass(this.#rows('select class, count(*) as count from envelopes group by class')),
      givenUp: this.givenUp(null),
    };
  }

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }

  #makeRoom(deviceId: string): void {
    const own = this.#bytes('where device = ?', deviceId) - this.#bytesMax * deviceShare;
    if (own > 0) this.#free(own, 'device = ?', deviceId);
    const all = this.#bytes('') - this.#bytesMax;
    if (all > 0) this.#free(all, 'true');
    const answers = Number(this.#rows('select coalesce(sum(bytes), 0) as bytes from answers')[0]?.['bytes']);
    if (answers > this.#bytesMax) this.#rows('delete from answers where id <= (select avg(id) from answers)');
  }

  /** Gives up the oldest of the class that matters least, then of the next, until so many bytes are free. */
  #free(bytes: number, condition: string, ...values: readonly string[]): void {
    let open = bytes;
    for (const name of relayClasses) {
      const sql = `select id, bytes from envelopes where class = ? and ${condition} order by id`;
      for (const row of this.#rows(sql, name, ...values)) {
        if (open <= 0) return;
        open -= Number(row['bytes']);
        this.#giveUp('id = ?', Number(row['id']));
      }
    }
  }

  #giveUp(condition: string, ...values: readonly (string | number)[]): void {
    this.#rows(
      `insert into given_up (device, class, count) select device, class, count(*) from envelopes where ${condition}
       group by device, class on conflict (device, class) do update set count = count + excluded.count`,
      ...values,
    );
    this.#rows(`delete from envelopes where ${condition}`, ...values);
  }

  #bytes(condition: string, ...values: readonly string[]): number {
    return Number(
      this.#rows(`select coalesce(sum(bytes), 0) as bytes from envelopes ${condition}`, ...values)[0]?.['bytes'],
    );
  }

  #rows(sql: string, ...values: readonly (string | number | null)[]): Record<string, unknown>[] {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement.all(...values);
  }

  #atOnce<Result>(work: () => Result): Result {
    this.#database.exec('begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (fault) {
      this.#database.exec('rollback');
      throw fault;
    }
  }
}

function isAfter(one: { epoch: number; seq: number }, mark: Record<string, unknown>): boolean {
  const [epoch, seq] = [Number(mark['epoch']), Number(mark['seq'])];
  return one.epoch > epoch || (one.epoch === epoch && one.seq > seq);
}

function byClass(rows: readonly Record<string, unknown>[]): Partial<Record<RelayClass, number>> {
  return Object.fromEntries(rows.map((row) => [row['class'], Number(row['count'])]));
}
