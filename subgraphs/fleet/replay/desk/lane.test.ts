import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { Lane, type LaneLimits } from './lane.ts';

const limits: LaneLimits = {
  workMax: 2,
  workMin: 2,
  workTargetMs: 1_000,
  beginsWaitMaxMs: 40,
  goesOnWaitMaxMs: 120,
  patienceMs: 1_000,
};

/** Work that goes on until it is let go. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, letGo: resolve };
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const thrown = await work.catch((fault: unknown) => fault);
  if (!(thrown instanceof Refusal)) throw new Error('it was not refused');
  return thrown;
}

describe('the lane of replays', () => {
  test('works on a few at once and on the others in their order', async () => {
    const lane = new Lane(limits);
    let [now, most] = [0, 0];
    const order: number[] = [];
    const work = async (n: number) => {
      most = Math.max(most, (now += 1));
      order.push(n);
      await delay(5);
      now -= 1;
    };
    await Promise.all([1, 2, 3, 4, 5].map((n) => lane.pass('GOES_ON', () => work(n))));
    expect([most, order]).toEqual([2, [1, 2, 3, 4, 5]]);
  });

  test('works on fewer at once when each takes too long, and on more again when it does not', async () => {
    const lane = new Lane({ ...limits, workMax: 20, workMin: 2, workTargetMs: 5, goesOnWaitMaxMs: 60_000 });
    const mostAtOnce = async (count: number, ms: number) => {
      let [now, most] = [0, 0];
      const work = async () => {
        most = Math.max(most, (now += 1));
        await (ms > 0 ? delay(ms) : Promise.resolve());
        now -= 1;
      };
      await Promise.all(Array.from({ length: count }, () => lane.pass('GOES_ON', work)));
      return most;
    };
    expect(await mostAtOnce(150, 8)).toBe(20);
    expect(await mostAtOnce(10, 8)).toBe(2);
    for (let n = 0; n < 300; n += 1) await lane.pass('GOES_ON', async () => undefined);
    expect(await mostAtOnce(30, 0)).toBeGreaterThan(10);
  });

  test('lets those wait who are in a session when it turns away those who would begin one', async () => {
    const lane = new Lane(limits);
    const { work, letGo } = held();
    const inside = [1, 2, 3, 4, 5, 6].map(() => lane.pass('GOES_ON', work));
    const first = await refusalOf(lane.pass('BEGINS', work));
    const second = await refusalOf(lane.pass('BEGINS', work));
    expect(first.code).toBe('LIMIT_EXCEEDED');
    expect(first.retryAfterMs).toBeGreaterThan(500);
    // One behind the other, so that they do not all come back at once.
    expect(second.retryAfterMs).toBeGreaterThan(first.retryAfterMs ?? 0);
    inside.push(lane.pass('GOES_ON', work));
    letGo();
    await Promise.all(inside);
  });

  test('lets nobody wait for longer than it takes to lose patience', async () => {
    const lane = new Lane(limits);
    const { work, letGo } = held();
    const inside: Promise<unknown>[] = [];
    let turnedAway = 0;
    for (let n = 0; n < 100; n += 1) {
      inside.push(lane.pass('GOES_ON', work).catch(() => (turnedAway += 1)));
    }
    await delay(1);
    expect(turnedAway).toBeGreaterThan(80);
    letGo();
    await Promise.all(inside);
  });

  test('does not work for those who waited for too long after all', async () => {
    const lane = new Lane({ ...limits, workMax: 1, workMin: 1, patienceMs: 20 });
    const { work, letGo } = held();
    const before = lane.pass('GOES_ON', work);
    let isDone = false;
    const waiting = refusalOf(lane.pass('GOES_ON', async () => (isDone = true)));
    await delay(40);
    letGo();
    await before;
    expect((await waiting).code).toBe('LIMIT_EXCEEDED');
    expect(isDone).toBe(false);
    await lane.pass('BEGINS', async () => (isDone = true));
    expect(isDone).toBe(true);
  });
});
