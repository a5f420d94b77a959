/**
 * Devices return while everything between them and the log breaks: the network by a proxy, the devices, the subgraphs and
 * PostgreSQL by SIGKILL. The agent's own journal and delivery run here, each device in a process of its own. Afterwards
 * the books of both sides are compared. The stories share one installation and are told in order.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chaosSeed } from '../config.ts';
import { noise } from '../fleet/character.ts';
import { Operator } from '../fleet/operator.ts';
import { strikes } from '../fleet/returning-order.ts';
import { FaultProxy, type Weather } from './fault-proxy.ts';
import { buildProduct, Installation } from './installation.ts';
import { signalProcess } from './process-table.ts';
import { flawsOf } from './replay-history.ts';
import { type Order, type ReturningOne, startReturning, storyOf } from './returning-ones.ts';
import { until } from './until.ts';

const devices = 6;
const rogue = 5;
const stormMs = 28_000;
/** Its journal has room for all, or what it did could be given up before it is told. */
const rogueOrder = { rogueAt: 150, bytesMax: 1_000_000 };
/** Two have so little room that they give up records in bad weather, and sometimes decisions among them. */
const narrow = 2;
const narrowOrder = { bytesMax: 24_000 };
const figures: string[] = [`seed ${chaosSeed}`];
let installation: Installation;
let proxy: FaultProxy;
let ones: ReturningOne[] = [];

beforeAll(async () => {
  buildProduct();
  installation = await Installation.make();
  await installation.start();
  proxy = await FaultProxy.open(installation.ports.AGENTS);
});
afterAll(async () => {
  for (const one of ones) one.end();
  await proxy?.close();
  await installation?.remove();
  console.log(`figures: ${figures.join(', ')}`);
});

const orderOf = (place: number, fields: Partial<Order> = {}): Order => ({
  seed: chaosSeed + place,
  bytesMax: 400_000,
  burst: 25,
  burstEveryMs: 800,
  pauseMs: 20,
  rogueAt: null,
  killAt: null,
  ...fields,
});

const started = (orders: readonly Order[], first: number): Promise<ReturningOne[]> =>
  startReturning(orders, {
    directory: join(installation.dataDirectory, 'returning'),
    apiUrl: installation.apiUrl,
    agentsUrl: `https://localhost:${proxy.port}`,
    first,
  });

/** Clears the weather, lets all finish, and compares the books. */
async function expectToConverge(): Promise<void> {
  proxy.become({});
  for (const one of ones) one.finish();
  const unfinished = (): ReturningOne[] => ones.filter((one) => !one.isFinished);
  await until('every device has told everything', () => unfinished().length === 0, 60_000).catch((error: unknown) => {
    throw new Error(
      `${String(error)} Seed ${chaosSeed}.\n${unfinished()
        .map((one) => one.lastWords)
        .join('\n')}`,
    );
  });
  const operator = await Operator.enter(installation.apiUrl, null);
  let [held, dropped, sessions, aborted, suspects] = [0, 0, 0, 0, 0];
  for (const one of ones) {
    const story = await storyOf(one, operator);
    expect(flawsOf(story), `${one.order.stateDir}, seed ${chaosSeed}`).toEqual([]);
    if (story.trust === 'QUARANTINED' && !story.isRogue) suspects += 1;
    held += story.journal.filter(({ isDropped }) => !isDropped).length;
    dropped += story.journal
      .filter(({ isDropped }) => isDropped)
      .reduce((sum, { seq, toSeq }) => sum + toSeq - seq + 1, 0);
    sessions += story.sessions.length;
    aborted += story.sessions.filter(({ state }) => state === 'ABORTED').length;
  }
  const deaths = ones.reduce((sum, one) => sum + one.deaths, 0);
  figures.push(
    `${held} records held, ${dropped} declared dropped, ${sessions} sessions (${aborted} aborted), ${deaths} deaths, ${suspects} that gave decisions up`,
  );
  // Of those no more is asked than that they are found; whoever has room has to tell everything.
  expect(suspects).toBeLessThanOrEqual(narrow);
  expect(held).toBeGreaterThan(ones.length * 20);
}

/** Faults by their seed: each lasts a while, and some come while another lasts. */
async function storm(forMs: number): Promise<string[]> {
  const endsAt = Date.now() + forMs;
  const told: string[] = [];
  const kills = ['subgraphs', 'postgres', 'subgraphs'];
  for (let n = 0; Date.now() < endsAt; n += 1) {
    const draw = (salt: number): number => noise(chaosSeed, n * 10 + salt);
    const weathers: Partial<Weather>[] = [
      { latencyMs: 20 + Math.floor(draw(1) * 400) },
      { flow: 'DROPPED' },
      { flow: 'HALF_OPEN' },
      { bytesPerS: 4_000 + Math.floor(draw(2) * 30_000) },
      { latencyMs: 100, bytesPerS: 20_000 },
      {},
    ];
    const weather = weathers[Math.floor(draw(3) * weathers.length)] ?? {};
    proxy.become(weather);
    told.push(JSON.stringify(weather));
    if (draw(4) < 0.4) told.push(`reset of ${proxy.reset()}`);
    if (draw(5) < 0.6) ones[Math.floor(draw(6) * ones.length)]?.kill();
    // Spread over the time, whatever the seed: starting again takes them ever longer.
    const elapsed = 1 - (endsAt - Date.now()) / forMs;
    const victim = kills[0];
    if (victim && elapsed > (4 - kills.length) / 4 && signalProcess(installation.pidOf(victim), 'SIGKILL')) {
      told.push(`kill of ${kills.shift()}`);
    }
    await delay(400 + draw(7) * 2_600);
  }
  expect(kills).toEqual([]);
  return told;
}

describe('devices that return through a bad network to a control plane that is being killed', () => {
  test('keep R1 to R5, R7 and R10, whatever the faults', async () => {
    ones = await started(
      Array.from({ length: devices }, (_, place) =>
        orderOf(place, place === rogue ? rogueOrder : place < narrow ? narrowOrder : {}),
      ),
      0,
    );
    await until('the first ones are heard', () =>
      ones.every((one) => one.history.some(({ what }) => what === 'answer')),
    );
    const told = await storm(stormMs);
    figures.push(`${told.length} faults`);
    await expectToConverge();
  });
});

describe('a device that is struck by lightning', () => {
  test('at any moment of its return, with the subgraphs killed meanwhile, loses nothing and tells nothing twice', async () => {
    ones = await started(
      strikes.map((step, place) => orderOf(place, { killAt: { step, time: 1 }, bytesMax: 100_000 })),
      devices,
    );
    await until('a third of them is dead', () => ones.filter((one) => one.deaths > 0).length > strikes.length / 3);
    signalProcess(installation.pidOf('subgraphs'), 'SIGKILL');
    await until(
      'every one of them died',
      () => {
        const alive = ones.flatMap((one) => (one.deaths === 0 ? [one.order.killAt?.step] : []));
        if (alive.length > 0) throw new Error(alive.join(', '));
        return true;
      },
      60_000,
    );
    for (const one of ones) {
      const { killAt } = one.order;
      expect(one.history).toContainEqual({ what: 'struck', step: killAt?.step });
    }
    await expectToConverge();
  });
});
