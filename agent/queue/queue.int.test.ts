/**
 * The queue against every order of events that can befall it: production, a server that answers, does not answer,
 * loses answers or refuses, a full queue, crashes. After each step the account must balance, and at the end the
 * server must hold every number exactly once, as a record or as a signed loss. Two planted faults prove the test.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { TelemetryBatch } from '../wire.ts';
import { type Loss, lossText } from './declaration.ts';
import { Queue, type QueueOptions } from './queue.ts';
import { isBalanced } from './tally.ts';

const directory = mkdtempSync(join(tmpdir(), 'flotilla-queue-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

type Step =
  | { readonly do: 'produce'; readonly samples: number; readonly events: number }
  | { readonly do: 'push'; readonly fate: 'acknowledged' | 'answer lost' | 'request lost' | 'refused' }
  | { readonly do: 'crash' }
  | { readonly do: 'reboot' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('produce' as const), samples: fc.nat(3), events: fc.nat(2) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('push' as const),
        fate: fc.constantFrom('acknowledged', 'answer lost', 'request lost', 'refused'),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'reboot' as const }) },
  ),
  { maxLength: 40 },
);

/** The server's rule: an epoch's accepted numbers are a prefix; what is repeated changes nothing. */
class Ledger {
  readonly batches: TelemetryBatch[] = [];
  readonly #watermarks = new Map<number, number>();

  take(batch: TelemetryBatch): void {
    const known = this.#watermarks.get(batch.epoch) ?? 0;
    if (batch.toSeq <= known) return;
    if (batch.fromSeq !== known + 1) throw new Error(`${batch.epoch}/${batch.fromSeq} does not follow ${known}`);
    const dropped = batch.dropped.reduce((sum, loss) => sum + loss.count, 0);
    const records = (batch.samples?.timesMs.length ?? 0) + (batch.kernelEvents?.timesMs.length ?? 0);
    if (records + dropped !== batch.toSeq - batch.fromSeq + 1)
      throw new Error('numbers of the batch are unaccounted for');
    this.#watermarks.set(batch.epoch, batch.toSeq);
    this.batches.push(batch);
  }

  times(): number[] {
    return this.batches.flatMap((batch) => [...(batch.samples?.timesMs ?? []), ...(batch.kernelEvents?.timesMs ?? [])]);
  }

  dropped(): number {
    return this.batches.flatMap((batch) => batch.dropped).reduce((sum, loss) => sum + loss.count, 0);
  }
}

/** Drives one queue through the steps. `open` may plant a fault. */
class Run {
  readonly ledger = new Ledger();
  readonly #path = join(directory, `queue-${(files += 1)}.sqlite`);
  readonly #open: typeof Queue.open;
  readonly #bytesMax: number;
  #boots = 0;
  #queue: Queue;
  #clock = 1_000;
  readonly produced: number[] = [];

  constructor(open: typeof Queue.open, bytesMax: number) {
    this.#open = open;
    this.#bytesMax = bytesMax;
    this.#queue = open(this.#path, this.#options());
  }

  get queue(): Queue {
    return this.#queue;
  }

  step(step: Step): void {
    if (step.do === 'produce') this.#produce(step.samples, step.events);
    else if (step.do === 'push') this.#push(step.fate);
    else this.#reopen(step.do === 'reboot');
    this.check();
  }

  check(): void {
    const { byClass, bytes } = this.#queue.tally();
    for (const account of Object.values(byClass)) {
      if (!isBalanced(account)) throw new Error(`the account does not balance: ${JSON.stringify(account)}`);
    }
    if (!this.#queue.isTrue()) throw new Error('the queue believes something else than lies on disk');
    if (bytes > this.#bytesMax + 2_000) throw new Error(`the bound is broken: ${bytes}`);
  }

  drain(): void {
    for (let batch = this.#queue.nextBatch(10); batch; batch = this.#queue.nextBatch(10)) {
      this.ledger.take(batch);
      this.#queue.acknowledge(batch);
    }
    this.#queue.close();
  }

  #produce(samples: number, events: number): void {
    const times = (count: number): number[] => Array.from({ length: count }, () => (this.#clock += 1));
    const [sampleTimes, eventTimes] = [times(samples), times(events)];
    this.produced.push(...sampleTimes, ...eventTimes);
    const columns = { timesMs: sampleTimes, series: ['a', 'b'], values: [sampleTimes, sampleTimes.map(() => null)] };
    const kernelEvents = eventTimes.map((timeMs) => ({
      timeMs,
      type: 'OOM_KILL' as const,
      pid: 1,
      comm: 'x',
      details: {},
    }));
    this.#queue.append({ samples: samples > 0 ? columns : null, kernelEvents });
  }

  #push(fate: Extract<Step, { do: 'push' }>['fate']): void {
    const batch = this.#queue.nextBatch(10);
    if (!batch) return;
    if (fate === 'acknowledged' || fate === 'answer lost') this.ledger.take(batch);
    if (fate === 'acknowledged') this.#queue.acknowledge(batch);
    // A server refuses only what it has not taken before.
    if (fate === 'refused' && !this.ledger.batches.some((known) => known.runKey === batch.runKey))
      this.#queue.refuse(batch);
  }

  #reopen(isReboot: boolean): void {
    this.#queue.abandon();
    if (isReboot) this.#boots += 1;
    this.#queue = this.#open(this.#path, this.#options());
  }

  #options(): QueueOptions {
    return {
      deviceId: 'device',
      bytesMax: this.#bytesMax,
      sign: (text) => `signed:${text}`,
      bootId: `boot-${this.#boots}`,
      freshEpoch: 1,
      reserveEpoch: () => undefined,
    };
  }
}

function property(open: typeof Queue.open, bytesMax: number) {
  return fc.property(steps, (all) => {
    const run = new Run(open, bytesMax);
    for (const step of all) run.step(step);
    const before = run.queue.tally().byClass;
    run.drain();
    const arrived = run.ledger.times();
    const lost = before.SAMPLES.dropped + before.KERNEL_EVENTS.dropped;
    if (new Set(arrived).size !== arrived.length) throw new Error('something arrived twice');
    if (arrived.length + lost !== run.produced.length) throw new Error('something is neither here nor there');
    // Declarations that the server itself refused twice are the only ones that never arrive.
    if (run.ledger.dropped() > lost) throw new Error('more was declared lost than was lost');
  });
}

const thorough = { numRuns: 150, interruptAfterTimeLimit: 60_000 };
/** Lives in which both planted faults show early: whether a test can fail must not depend on luck. */
const telling = { numRuns: 1_000, seed: 1, endOnFailure: true };

describe('whatever happens', () => {
  test('with room enough, everything arrives exactly once and in order', () => {
    fc.assert(property(Queue.open.bind(Queue), 1_000_000), thorough);
  }, 90_000);

  test('with hardly any room, everything arrives exactly once or is declared lost', () => {
    fc.assert(property(Queue.open.bind(Queue), 1_500), thorough);
  }, 90_000);

  test('the test would notice a queue that forgets, in a crash, what it had offered', () => {
    const forgetful: typeof Queue.open = (path, options) => {
      Queue.open(path, options).abandon();
      const file = new DatabaseSync(path);
      file.exec('delete from flight');
      file.close();
      return Queue.open(path, options);
    };
    expect(() => fc.assert(property(forgetful, 1_000_000), telling)).toThrow();
  }, 90_000);

  test('the test would notice a queue that forgets records before they are acknowledged', () => {
    const hasty: typeof Queue.open = (path, options) => {
      const queue = Queue.open(path, options);
      const nextBatch = queue.nextBatch.bind(queue);
      const acknowledge = queue.acknowledge.bind(queue);
      queue.acknowledge = () => undefined;
      queue.nextBatch = (rowsMax) => {
        const batch = nextBatch(rowsMax);
        if (batch) acknowledge(batch);
        return batch;
      };
      return queue;
    };
    expect(() => fc.assert(property(hasty, 1_000_000), telling)).toThrow();
  }, 90_000);
});

function opened(path: string, change: Partial<QueueOptions> = {}): Queue {
  const options = { deviceId: 'd', bytesMax: 1_000_000, sign: (text: string) => `signed:${text}`, bootId: 'b' };
  return Queue.open(path, { ...options, freshEpoch: 1, reserveEpoch: () => undefined, ...change });
}

function samples(...timesMs: number[]) {
  return { samples: { timesMs, series: ['a'], values: [timesMs] }, kernelEvents: [] };
}

function event(timeMs: number) {
  return { samples: null, kernelEvents: [{ timeMs, type: 'OOM_KILL' as const, pid: 0, comm: '', details: { n: 1 } }] };
}

const fresh = (): string => join(directory, `one-${(files += 1)}.sqlite`);

describe('a queue', () => {
  test('gives samples up before kernel events, oldest first, and signs what it says of them', () => {
    const queue = opened(fresh(), { bytesMax: 700 });
    queue.append(event(1));
    for (let timeMs = 2; timeMs <= 9; timeMs += 1) queue.append(samples(timeMs));
    const batch = queue.nextBatch(100);
    expect(batch?.kernelEvents?.timesMs).toEqual([1]);
    expect(batch?.samples?.timesMs.at(-1)).toBe(9);
    const [dropped, ...more] = batch?.dropped ?? [];
    expect(more).toEqual([]);
    const { signature, ...loss } = dropped ?? { signature: '' };
    expect(loss).toMatchObject({ class: 'SAMPLES', fromSeq: 2, fromMs: 2, reason: 'QUEUE_FULL' });
    expect(signature).toBe(`signed:${lossText('d', { ...(loss as Loss), epoch: 1 })}`);
    queue.close();
  });

  test('signs anew what an earlier life of the device has signed, and offers the very same batch again', () => {
    const path = fresh();
    const before = opened(path, { bytesMax: 700 });
    for (let timeMs = 1; timeMs <= 9; timeMs += 1) before.append(samples(timeMs));
    const refused = before.nextBatch(100);
    before.close();
    const queue = opened(path, { bytesMax: 700, deviceId: 'e' });
    expect(queue.nextBatch(100)).toEqual(refused);
    queue.signAnew();
    const dropped = refused?.dropped.map((loss) => ({
      ...loss,
      signature: `signed:${lossText('e', { ...loss, epoch: refused.epoch })}`,
    }));
    expect(dropped).toHaveLength(1);
    expect(queue.nextBatch(100)).toEqual({ ...refused, dropped });
    expect(isBalanced(queue.tally().byClass.SAMPLES) && queue.isTrue()).toBe(true);
    queue.close();
  });

  test('goes on in its epoch after a killed process, and begins another after an unclean boot or a restore', () => {
    const path = fresh();
    const epochs: number[] = [];
    const note = (queue: Queue, end: 'close' | 'abandon'): void => {
      epochs.push(queue.tally().epoch);
      queue[end]();
    };
    note(opened(path), 'abandon');
    note(opened(path), 'close');
    note(opened(path, { bootId: 'after a clean shutdown' }), 'abandon');
    note(opened(path, { bootId: 'after a power cut' }), 'close');
    copyFileSync(path, `${path}.restored`);
    note(opened(`${path}.restored`, { bootId: 'after a power cut' }), 'close');
    expect(epochs).toEqual([1, 1, 1, 2, 3]);
  });

  test('never uses an epoch that another life of the device may have used', () => {
    const reserved: number[] = [];
    const queue = opened(fresh(), { freshEpoch: 1_700_000_000, reserveEpoch: (epoch) => reserved.push(epoch) });
    expect(queue.tally()).toMatchObject({ epoch: 1_700_000_000, nextSeq: 1 });
    expect(reserved).toEqual([1_700_000_000]);
    queue.close();
  });

  test('sends a batch again with the same limits and key until its fate is known, also after a crash', () => {
    const path = fresh();
    const queue = opened(path);
    queue.append(samples(1, 2, 3));
    const offered = queue.nextBatch(10);
    queue.append(samples(4));
    expect(queue.nextBatch(10)).toEqual(offered);
    queue.abandon();
    const again = opened(path);
    expect(again.nextBatch(10)).toEqual(offered);
    again.close();
  });

  test('gives values and gaps back exactly as they were measured', () => {
    const queue = opened(fresh());
    const measured = {
      timesMs: [1, 2],
      series: ['x', 'y'],
      values: [
        [0.125, null],
        [null, -3.5],
      ],
    };
    queue.append({ samples: measured, kernelEvents: [] });
    expect(queue.nextBatch(10)?.samples).toEqual(measured);
    queue.close();
  });

  test('does not mix samples of different series lists in one batch', () => {
    const queue = opened(fresh());
    queue.append(samples(1));
    queue.append({ samples: { timesMs: [2], series: ['other'], values: [[2]] }, kernelEvents: [] });
    const first = queue.nextBatch(10);
    expect(first?.samples).toEqual({ timesMs: [1], series: ['a'], values: [[1]] });
    if (first) queue.acknowledge(first);
    expect(queue.nextBatch(10)?.samples?.series).toEqual(['other']);
    queue.close();
  });

  test('numbers what the server does not hold anew when their memories do not connect, and loses nothing', () => {
    const queue = opened(fresh());
    for (let timeMs = 1; timeMs <= 6; timeMs += 1) queue.append(samples(timeMs));
    const batch = queue.nextBatch(4);
    if (!batch) throw new Error('there is a batch');
    queue.renumber(batch, 2);
    const next = queue.nextBatch(100);
    expect(next).toMatchObject({ epoch: batch.epoch + 1, fromSeq: 1, toSeq: 4 });
    expect(next?.samples?.timesMs).toEqual([3, 4, 5, 6]);
    expect(queue.tally().byClass.SAMPLES).toEqual({ produced: 6, accepted: 2, dropped: 0, queued: 4 });
    queue.append(samples(7));
    expect(queue.tally().nextSeq).toBe(6);
    expect(queue.isTrue()).toBe(true);
    queue.close();
  });

  test('counts what it could not store, and declares it when it can store again', () => {
    const queue = opened(fresh());
    queue.append(samples(1));
    expect(() =>
      queue.append({
        samples: { timesMs: [2], series: ['a'], values: [] as never },
        kernelEvents: [event(2).kernelEvents[0] as never, { timeMs: 3, details: 1n } as never],
      }),
    ).toThrow();
    queue.append(samples(4));
    const batch = queue.nextBatch(10);
    expect(batch?.samples?.timesMs).toEqual([1, 4]);
    expect(batch?.dropped.map(({ class: name, count, reason }) => [name, count, reason])).toEqual([
      ['SAMPLES', 1, 'STORAGE_FAILED'],
      ['KERNEL_EVENTS', 2, 'STORAGE_FAILED'],
    ]);
    const accounts = Object.values(queue.tally().byClass);
    expect(accounts.every(isBalanced)).toBe(true);
    queue.close();
  });

  test('is not opened by two agents at once', () => {
    const path = fresh();
    const queue = opened(path);
    expect(() => opened(path)).toThrow(/locked/);
    queue.close();
  });
});
