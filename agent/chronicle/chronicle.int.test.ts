/**
 * The journal against every order of events that can befall it: records, a full journal, a server that answers, does not
 * answer, or loses answers, crashes, restored files, changed keys. After each step every class must balance; at the end the
 * server must hold every number exactly once, as a record or inside a signed range, chained without a break.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../queue/database.ts';
import { isBalanced } from '../queue/tally.ts';
import { ReplayLedger } from '../testing/replay-ledger.ts';
import { type JournalClass, journalClasses, type JournalDrop, type JournalRecord } from '../wire.ts';
import { Chronicle, type ChronicleOptions, declaredBy } from './chronicle.ts';

const directory = mkdtempSync(join(tmpdir(), 'flotilla-chronicle-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

const keys = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
const deviceId = 'device';

type Fate = 'acknowledged' | 'answer lost' | 'request lost';

type Step =
  | { readonly do: 'record'; readonly class: JournalClass; readonly size: number }
  | { readonly do: 'upload'; readonly fate: Fate; readonly rows: number }
  | { readonly do: 'crash' }
  | { readonly do: 'restore' }
  | { readonly do: 'rekey' };

const stepsWith = (restoreWeight: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constant('record' as const),
          class: fc.constantFrom(...journalClasses),
          size: fc.nat(400),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('upload' as const),
          fate: fc.constantFrom<Fate>('acknowledged', 'answer lost', 'request lost'),
          rows: fc.integer({ min: 1, max: 5 }),
        }),
      },
      { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
      { weight: restoreWeight, arbitrary: fc.constant({ do: 'restore' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'rekey' as const }) },
    ),
    { maxLength: 60 },
  );

type Opened = (...parts: ConstructorParameters<typeof Chronicle>) => Chronicle;

/** Drives one journal through the steps. `opened` may plant a fault. */
class Run {
  ledger = new ReplayLedger(deviceId);
  readonly earlier: ReplayLedger[] = [];
  written = 0;
  readonly #path = join(directory, `journal-${(files += 1)}.sqlite`);
  readonly #bytesMax: number;
  readonly #opened: Opened;
  #key = 0;
  #database = openDatabase(this.#path);
  chronicle: Chronicle;

  constructor(bytesMax: number, opened: Opened) {
    this.#bytesMax = bytesMax;
    this.#opened = opened;
    this.chronicle = opened(this.#database, this.#options(true));
  }

  step(step: Step): void {
    if (step.do === 'record') this.#record(step.class, step.size);
    else if (step.do === 'upload') this.#upload(step.fate, step.rows);
    else this.#reopen(step.do);
    this.check();
  }

  check(): void {
    const { byClass, bytes } = this.chronicle.tally();
    for (const [name, account] of Object.entries(byClass)) {
      if (!isBalanced(account)) throw new Error(`${name} does not balance: ${JSON.stringify(account)}`);
    }
    if (!this.chronicle.isWhole()) throw new Error('the chain is broken');
    if (bytes > this.#bytesMax + 6_000) throw new Error(`the bound is broken: ${bytes}`);
  }

  drain(): void {
    for (let turns = 0; this.chronicle.isWaiting; turns += 1) {
      if (turns > 1_000) throw new Error('the journal does not drain');
      this.#upload('acknowledged', 50);
    }
  }

  #record(about: JournalClass, size: number): void {
    const isWritten = this.chronicle.record({ class: about, kind: 'test.note', body: { text: 'x'.repeat(size) } });
    if (!isWritten) throw new Error('the record was not written');
    this.written += 1;
  }

  /** One hello and one chunk, of which the answer, or everything, may be lost. */
  #upload(fate: Fate, rows: number): void {
    const standing = this.chronicle.standing();
    const publicKey = keys[this.#key]?.publicKey;
    if (!publicKey) throw new Error('there is no such key');
    const held = this.ledger.hello(standing, publicKey);
    this.chronicle.acknowledge(held.seq);
    const declared = declaredBy(standing);
    const records = this.chronicle.chunk(held.seq, { recordsMax: rows, bytesMax: 10_000, declared });
    if (records.length === 0 || fate === 'request lost') return;
    const { seq } = this.ledger.upload(standing.epoch, records, publicKey);
    if (fate === 'acknowledged') this.chronicle.acknowledge(seq);
  }

  #reopen(how: 'crash' | 'restore' | 'rekey'): void {
    this.#database.close();
    if (how === 'rekey') this.#key = 1 - this.#key;
    this.#database = openDatabase(this.#path);
    this.chronicle = this.#opened(this.#database, this.#options(how === 'restore'));
  }

  #options(isRestored: boolean): ChronicleOptions {
    const { privateKey } = keys[this.#key] ?? {};
    if (!privateKey) throw new Error('there is no such key');
    return {
      deviceId,
      bytesMax: this.#bytesMax,
      sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'),
      signer: () => `key ${this.#key}`,
      freshEpoch: 1,
      reserveEpoch: () => undefined,
      now: () => 1_000,
      isRestored,
      isAfterCrash: true,
    };
  }
}

const plainly: Opened = (...parts) => new Chronicle(...parts);

function property(bytesMax: number, opened = plainly, restoreWeight = 0) {
  return fc.property(stepsWith(restoreWeight), (all) => {
    const run = new Run(bytesMax, opened);
    for (const step of all) run.step(step);
    run.drain();
    const { byClass } = run.chronicle.tally();
    const accounts = Object.values(byClass);
    const sum = (of: (account: (typeof accounts)[number]) => number) =>
      accounts.reduce((total, account) => total + of(account), 0);
    expect(sum(({ produced }) => produced)).toBe(run.written);
    expect(sum(({ queued }) => queued)).toBe(0);
    // A restored file may tell in its new epoch what the server knows from the old one: nothing is missing, some is twice.
    expect(run.ledger.recorded + run.ledger.dropped).toBeGreaterThanOrEqual(run.written);
    if (restoreWeight > 0) return;
    expect(run.ledger.recorded).toBe(sum(({ accepted }) => accepted));
    expect(run.ledger.dropped).toBe(sum(({ dropped }) => dropped));
  });
}

const thorough = { numRuns: 100, interruptAfterTimeLimit: 60_000 };
/** Lives in which both planted faults show early: whether a test can fail must not depend on luck. */
const telling = { ...thorough, seed: 3, endOnFailure: true };

describe('whatever happens', () => {
  test('with room enough, every record arrives, in order, chained and signed, once', () => {
    fc.assert(property(1_000_000), thorough);
  }, 90_000);

  test('with hardly any room, every record arrives once or lies in a range that was declared', () => {
    fc.assert(property(2_500), thorough);
  }, 90_000);

  test('with files that are restored or copied, in new epochs, nothing is missing', () => {
    fc.assert(property(2_500, plainly, 1), thorough);
  }, 90_000);

  test('the test would notice a journal that gives up what is on its way', () => {
    class Hasty extends Chronicle {
      override chunk(...[after, limits]: Parameters<Chronicle['chunk']>): readonly JournalRecord[] {
        const chunk = super.chunk(after, limits);
        hastyDatabase?.exec("delete from meta where key = 'journal_offered'");
        return chunk;
      }
    }
    let hastyDatabase: ConstructorParameters<typeof Chronicle>[0] | undefined;
    const opened: Opened = (database, options) => {
      hastyDatabase = database;
      return new Hasty(database, options);
    };
    expect(() => fc.assert(property(2_500, opened), telling)).toThrow();
  }, 90_000);

  test('the test would notice a journal that forgets a range it gave up', () => {
    class Silent extends Chronicle {
      override standing() {
        return { ...super.standing(), dropped: [] as JournalDrop[] };
      }
    }
    expect(() =>
      fc.assert(
        property(2_500, (...parts) => new Silent(...parts)),
        telling,
      ),
    ).toThrow();
  }, 90_000);
});

describe('a full journal', () => {
  test('gives snapshots up first and decisions last, and counts each class in the reason', () => {
    const run = new Run(7_500, plainly);
    for (let n = 0; n < 6; n += 1) {
      for (const about of journalClasses) run.step({ do: 'record', class: about, size: 100 });
    }
    const { byClass } = run.chronicle.tally();
    expect(byClass.SNAPSHOT).toMatchObject({ queued: 0, dropped: 6 });
    expect(byClass.LIFECYCLE.dropped).toBeGreaterThan(0);
    expect(byClass.DECISION.dropped).toBe(0);
    const { dropped } = run.chronicle.standing();
    expect(dropped[0]?.reason).toMatch(/^QUEUE_FULL SNAPSHOT=1 LIFECYCLE=1$/);
    expect(dropped.every(({ fromSeq, toSeq, count }) => count === toSeq - fromSeq + 1)).toBe(true);
  });
});

describe('a range that was given up', () => {
  test('and grew at its front after the hello is not passed over before it is declared again', () => {
    const run = new Run(1_300, plainly);
    run.step({ do: 'record', class: 'LIFECYCLE', size: 100 });
    run.step({ do: 'record', class: 'SNAPSHOT', size: 400 });
    run.step({ do: 'record', class: 'DECISION', size: 100 });
    const limits = { recordsMax: 10, bytesMax: 10_000 };
    const declared = declaredBy(run.chronicle.standing());
    expect([...declared]).toEqual([[2, 2]]);
    run.step({ do: 'record', class: 'DECISION', size: 100 });
    const anew = declaredBy(run.chronicle.standing());
    expect([...anew]).toEqual([[2, 1]]);
    expect(run.chronicle.chunk(0, { ...limits, declared })).toEqual([]);
    expect(run.chronicle.chunk(0, { ...limits, declared: anew }).map(({ seq }) => seq)).toEqual([3, 4]);
  });
});

describe('the epoch', () => {
  test('stays after a plain kill and a crash of the machine, and rises when the file was restored', () => {
    const run = new Run(100_000, plainly);
    run.step({ do: 'record', class: 'SECURITY', size: 10 });
    const { epoch } = run.chronicle.tally();
    run.step({ do: 'crash' });
    expect(run.chronicle.tally()).toMatchObject({ epoch, lastSeq: 1 });
    run.step({ do: 'restore' });
    expect(run.chronicle.tally()).toMatchObject({ epoch: epoch + 1, lastSeq: 1, queued: 1 });
  });
});
