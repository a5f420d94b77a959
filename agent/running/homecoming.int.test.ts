/**
 * Delivery of the journal over a network that loses requests and answers and lets chunks overtake each other, with kills
 * at every step and sessions that are taken away. At the end everything is delivered once and in order, and what was deleted
 * here was acknowledged there.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Chronicle, type ChronicleStep } from '../chronicle/chronicle.ts';
import { openDatabase } from '../queue/database.ts';
import { ReplayDesk } from '../testing/replay-desk.ts';
import { ReplayRefused } from '../testing/replay-ledger.ts';
import { CallFailed, CallRefused } from '../transport.ts';
import { journalClasses, type ReplayChunk, type ReplayHello } from '../wire.ts';
import { Homecoming } from './homecoming.ts';

const directory = mkdtempSync(join(tmpdir(), 'flotilla-homecoming-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

class Killed extends Error {}

type Fate = 'delivered' | 'request lost' | 'answer lost';
type Turn =
  | { readonly do: 'step'; readonly fates: readonly Fate[]; readonly isReversed: boolean }
  | { readonly do: 'record'; readonly count: number }
  | { readonly do: 'kill'; readonly at: ChronicleStep }
  | { readonly do: 'supersede' };

const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('step' as const),
        fates: fc.array(fc.constantFrom<Fate>('delivered', 'delivered', 'request lost', 'answer lost'), {
          minLength: 2,
          maxLength: 2,
        }),
        isReversed: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('record' as const), count: fc.integer({ min: 1, max: 9 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('kill' as const),
        at: fc.constantFrom<ChronicleStep>('record: committed', 'offer: committed', 'acknowledge: committed'),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'supersede' as const }) },
  ),
  { maxLength: 40 },
);

/** One device, its desk, and the network between them. */
class World {
  readonly desk = new ReplayDesk('device');
  written = 0;
  chronicle: Chronicle;
  homecoming: Homecoming;
  readonly #path = join(directory, `journal-${(files += 1)}.sqlite`);
  readonly #bytesMax: number;
  #database = openDatabase(this.#path);
  #killAt: ChronicleStep | null = null;
  #fates: Fate[] = [];
  #isReversed = false;
  #pending: (() => void)[] = [];

  readonly #kind: typeof Chronicle;

  constructor(bytesMax: number, kind = Chronicle) {
    this.#kind = kind;
    this.#bytesMax = bytesMax;
    [this.chronicle, this.homecoming] = this.#born(true);
  }

  async take(turn: Turn): Promise<void> {
    if (turn.do === 'record') for (let n = 0; n < turn.count; n += 1) this.#record();
    if (turn.do === 'supersede') this.desk.supersede();
    if (turn.do === 'kill') this.#killAt = turn.at;
    if (turn.do !== 'step') return;
    this.#fates = [...turn.fates];
    this.#isReversed = turn.isReversed;
    await this.#step();
  }

  async drain(): Promise<void> {
    this.#killAt = null;
    this.#fates = [];
    for (let steps = 0; this.chronicle.isWaiting || this.desk.isOpen; steps += 1) {
      if (steps > 500) throw new Error('the journal does not drain');
      await this.#step();
    }
  }

  async #step(): Promise<void> {
    try {
      await this.homecoming.step();
    } catch (fault) {
      if (fault instanceof Killed) this.#restart();
      else if (!(fault instanceof CallFailed) && !(fault instanceof CallRefused)) throw fault;
    }
    const { acknowledgedSeq, epoch } = this.chronicle.tally();
    const { prefix } = this.desk.ledger;
    if (epoch === prefix.epoch && acknowledgedSeq > prefix.seq) throw new Error('deleted what was not acknowledged');
  }

  #record(): void {
    const about = journalClasses[this.written % 4] ?? 'SNAPSHOT';
    try {
      this.chronicle.record({ class: about, kind: 'test.note', body: { n: this.written, pad: 'x'.repeat(60) } });
    } catch (fault) {
      if (!(fault instanceof Killed)) throw fault;
      this.#restart();
    }
    this.written += 1;
  }

  #restart(): void {
    this.#killAt = null;
    this.#database.close();
    this.#database = openDatabase(this.#path);
    [this.chronicle, this.homecoming] = this.#born(false);
  }

  #born(isRestored: boolean): [Chronicle, Homecoming] {
    const chronicle = new this.#kind(this.#database, {
      deviceId: 'device',
      bytesMax: this.#bytesMax,
      sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'),
      signer: () => 'key',
      freshEpoch: 1,
      reserveEpoch: () => undefined,
      now: () => 0,
      isRestored,
      isAfterCrash: false,
      probe: (step) => {
        if (step === this.#killAt) throw new Killed();
      },
    });
    const call = <Result>(operation: string, variables: unknown): Promise<Result> =>
      this.#carry(operation, (variables as { input: unknown }).input) as Promise<Result>;
    return [chronicle, new Homecoming({ chronicle, connection: { call }, bootId: 'boot', warn: () => undefined })];
  }

  /** Requests of one step reach the desk together, in their order or the other way round. */
  #carry(operation: string, input: unknown): Promise<unknown> {
    const fate = this.#fates.shift() ?? 'delivered';
    return new Promise((resolve, reject) => {
      this.#pending.push(() => {
        if (fate === 'request lost') return reject(new CallFailed('no answer in time'));
        try {
          const answer = this.#answer(operation, input);
          if (fate === 'answer lost') reject(new CallFailed('the answer broke off'));
          else resolve(answer);
        } catch (fault) {
          if (!(fault instanceof ReplayRefused)) return reject(fault);
          const { code, details } = fault;
          reject(new CallRefused(fault.message, { code, details, retryAfterMs: null }));
        }
      });
      if (this.#pending.length === 1) setImmediate(() => this.#deliver());
    });
  }

  #deliver(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const one of this.#isReversed ? pending.toReversed() : pending) one();
  }

  #answer(operation: string, input: unknown): unknown {
    if (operation === 'openReplay') return this.desk.open(input as ReplayHello, publicKey);
    if (operation === 'uploadReplayChunk') return this.desk.upload(input as ReplayChunk, publicKey);
    return this.desk.close(input as { sessionToken: string; lastSeq: number });
  }
}

function property(bytesMax: number, kind = Chronicle) {
  return fc.asyncProperty(turns, async (all) => {
    const world = new World(bytesMax, kind);
    for (const turn of all) await world.take(turn);
    await world.drain();
    const { byClass, epoch } = world.chronicle.tally();
    const accounts = Object.values(byClass);
    const accepted = accounts.reduce((sum, account) => sum + account.accepted, 0);
    const dropped = accounts.reduce((sum, account) => sum + account.dropped, 0);
    expect(accepted + dropped).toBe(world.written);
    expect(world.desk.ledger.recorded).toBe(accepted);
    expect(world.desk.ledger.dropped).toBe(dropped);
    // Nothing of all this is a reason for a new epoch.
    expect(epoch).toBe(1);
  });
}

const thorough = { numRuns: 120, interruptAfterTimeLimit: 60_000 };
/** Lives in which the planted fault shows early: whether a test can fail must not depend on luck. */
const telling = { numRuns: 1_000, seed: 1, endOnFailure: true };

describe('whatever happens on the way', () => {
  test('every record is delivered once and in order', async () => {
    await fc.assert(property(1_000_000), thorough);
  }, 90_000);

  test('a journal that overflows meanwhile declares what it gives up, and the rest is delivered', async () => {
    await fc.assert(property(4_000), thorough);
  }, 90_000);

  test('the test would notice a device that deletes what it has sent and nobody acknowledged', async () => {
    class Trusting extends Chronicle {
      override chunk(...parts: Parameters<Chronicle['chunk']>) {
        const chunk = super.chunk(...parts);
        this.acknowledge(chunk.at(-1)?.seq ?? 0);
        return chunk;
      }
    }
    await expect(fc.assert(property(1_000_000, Trusting), telling)).rejects.toThrow();
  }, 90_000);
});

describe('a control plane that contradicts the journal', () => {
  test('makes it begin a new epoch, in which everything is told again that was not acknowledged', async () => {
    const world = new World(1_000_000);
    await world.take({ do: 'record', count: 7 });
    await world.drain();
    world.desk.ledger.prefix = { ...world.desk.ledger.prefix, hash: 'f'.repeat(64) };
    await world.take({ do: 'record', count: 2 });
    await world.drain();
    const { epoch, lastSeq } = world.chronicle.tally();
    expect(epoch).toBe(2);
    const second = world.desk.ledger.records.filter((record) => record.epoch === 2);
    expect(second.map(({ kind }) => kind)).toEqual(['test.note', 'test.note', 'security.journal_contradicted']);
    expect(lastSeq).toBe(3);
  });

  test('makes it wait while the device is quarantined, and nothing is deleted', async () => {
    const world = new World(1_000_000);
    await world.take({ do: 'record', count: 3 });
    const refused = new CallRefused('Quarantined.', {
      code: 'FORBIDDEN',
      details: { trust: 'QUARANTINED' },
      retryAfterMs: 60_000,
    });
    const { chronicle } = world;
    const connection = { call: () => Promise.reject(refused) };
    const homecoming = new Homecoming({ chronicle, connection, bootId: 'boot', warn: () => undefined });
    expect(await homecoming.step()).toBeNull();
    expect([homecoming.isDue, homecoming.status().state, chronicle.tally().queued]).toEqual([false, 'HELD', 3]);
    homecoming.release();
    expect(homecoming.isDue).toBe(true);
  });
});
