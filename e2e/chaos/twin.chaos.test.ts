/**
 * Two devices with the same life. One is always connected and tells everything at once, the other is away for three
 * tenths of it and tells afterwards. In the end nobody can tell them apart by anything but when it was heard (R8).
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolledDevices } from '../fleet/enrolled.ts';
import { Operator } from '../fleet/operator.ts';
import { Twin, type TwinLife } from '../fleet/twin.ts';
import { buildProduct, Installation } from './installation.ts';
import { allOf } from './returning-ones.ts';
import { until } from './until.ts';

const steps = 200;
const stepMs = 60;
const tellEvery = 10;
/** Steps at which the second twin is away: 30 of every 100. */
const isAway = (step: number): boolean => step % 100 >= 40 && step % 100 < 70;

let installation: Installation;
beforeAll(async () => {
  buildProduct();
  installation = await Installation.make();
  await installation.start();
});
afterAll(() => installation?.remove());

/** Facts about when and how a device was heard, which is what the twins differ in. */
const ofHearing = /^(Connectivity|Replay|DeviceRouteChanged)/;

type Shown = {
  readonly device: {
    readonly trust: string;
    readonly phase: string;
    readonly state: string;
    readonly channel: string;
    readonly reasons: readonly unknown[];
    readonly connectivity: { readonly mode: string };
    readonly inventory: Readonly<Record<string, unknown>>;
    readonly metrics: {
      readonly series: readonly { readonly name: string; readonly avg: readonly (number | null)[] }[];
    };
  };
};

async function projectionsOf(operator: Operator, id: string, { startsAtMs }: TwinLife) {
  const range = { from: new Date(startsAtMs).toISOString(), to: new Date(startsAtMs + steps * 1_000).toISOString() };
  const { device } = await operator.ask<Shown>(
    `query Twin($id: ID!, $range: TimeRangeInput!) { device(id: $id) {
      trust phase state channel reasons { code detail } connectivity { mode } inventory { hostname cpuCores ramBytes }
      metrics(range: $range, step: 1) { series { name unit times avg min max } } } }`,
    { id, range },
  );
  const journal = await allOf<object>(
    operator,
    id,
    'journal { epoch seq toSeq class kind body deviceAt verdict because isDropped }',
  );
  const timeline = await allOf<{ type: string }>(operator, id, 'timeline { type }');
  // Of several inventories while it was away, a device tells the last.
  const facts = timeline
    .map(({ type }) => type)
    .filter((type) => !ofHearing.test(type) && type !== 'DeviceInventoryReported');
  return { ...device, journal: journal.toReversed(), facts: facts.toReversed() };
}

test('twins, of which one was away three tenths of its life, have the same projections', async () => {
  const at = { stateDir: join(installation.dataDirectory, 'twins'), apiUrl: installation.apiUrl };
  const startsAtMs = Math.floor(Date.now() / 1_000 - 2 * steps) * 1_000;
  const life = { index: 7, steps, startsAtMs, entryEvery: 4, rebuiltAt: [3, 45, 55, 120] };
  const [always, sometimes] = (await enrolledDevices(2, at)).map((device) => new Twin(device, life));
  if (!always || !sometimes) throw new Error('there are no twins');
  for (let step = 0; step < steps; step += 1) {
    for (const twin of [always, sometimes]) twin.live(step);
    if (step % tellEvery === tellEvery - 1) {
      await always.tell();
      if (!isAway(step)) await sometimes.tell();
    }
    await delay(stepMs);
  }
  await Promise.all([always, sometimes].map((twin) => twin.tell()));
  const operator = await Operator.enter(installation.apiUrl, null);
  const look = (twin: Twin) => projectionsOf(operator, twin.deviceId, life);
  await until('both are live, and all samples can be read', async () => {
    for (const twin of [always, sometimes]) await twin.beat();
    const both = [await look(always), await look(sometimes)];
    return both.every(
      ({ connectivity, metrics }) =>
        connectivity.mode === 'LIVE' &&
        metrics.series.length > 0 &&
        metrics.series.every(({ avg }) => avg.length === steps && !avg.includes(null)),
    );
  });
  const [one, other] = [await look(always), await look(sometimes)];
  expect(one.journal).toHaveLength(steps / life.entryEvery);
  expect(one.metrics.series).toHaveLength(21);
  expect(one.inventory).toMatchObject({ hostname: 'rebuilt-at-120' });
  expect(other).toEqual(one);
  for (const twin of [always, sometimes]) twin.close();
});
