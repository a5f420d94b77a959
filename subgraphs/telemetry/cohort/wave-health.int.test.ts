/** Rollouts ask and telemetry measures, on a real PostgreSQL and a real metrics database. */
import { randomUUID } from 'node:crypto';
import { updatedAgoS, WaveWorld } from '@flotilla/rollouts/testing/wave-world';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually, TelemetryStack } from '../testing/stack.ts';

let stack: TelemetryStack;
let world: WaveWorld;
let tenantId: string;
let rolloutId: string;
let canaries: string[];
let others: string[];

beforeAll(async () => {
  stack = await TelemetryStack.start();
  world = await WaveWorld.open(stack.postgres);
});
afterAll(async () => {
  await world.close();
  await stack.close();
});
beforeEach(async () => {
  tenantId = randomUUID();
  ({ rolloutId, canaries, others } = await world.updateCanaries(tenantId));
});

type Load = { readonly psi: number; readonly crashes: number };
const quiet: Load = { psi: 2, crashes: 0 };
const ill: Load = { psi: 60, crashes: 4 };

/** Puts in what devices measured in the ten minutes before the update and in the five since. */
async function measured(of: { readonly canaries: Load; readonly others: Load }): Promise<void> {
  const now = Date.now();
  const updated = now - updatedAgoS * 1_000;
  const row = (id: string, time: number) => ({ tenant_id: tenantId, device_id: id, time, epoch: 1, from_seq: time });
  const loads = [
    ...canaries.map((id) => ({ id, load: of.canaries })),
    ...others.map((id) => ({ id, load: of.others })),
  ];
  const samples = loads.flatMap(({ id, load }) =>
    Array.from({ length: 180 }, (_, at) => now - at * 5_000).map((time) => {
      const { psi } = time < updated ? quiet : load;
      const psis = { psi_cpu_some_pct: psi, psi_mem_some_pct: 0, psi_io_some_pct: 1 };
      return { ...row(id, time), ...psis, disk_read_latency_ms: 3, disk_write_latency_ms: 4 };
    }),
  );
  const exit = (id: string, at: number, detail: string) => {
    const said = { ordinal: at, type: 'PROCESS_EXIT', pid: 1, comm: 'till', detail };
    return { ...row(id, updated + 10_000 + at * 1_000), ...said };
  };
  const events = loads.flatMap(({ id, load }) => [
    ...Array.from({ length: 20 }, (_, at) => exit(id, 50 + at, '{"code":0}')),
    ...Array.from({ length: load.crashes }, (_, at) => exit(id, at, '{"signal":11}')),
  ]);
  await stack.clickhouse.insert({ table: 'device_samples_raw_v1', values: samples, format: 'JSONEachRow' });
  await stack.clickhouse.insert({ table: 'device_kernel_events_raw_v1', values: events, format: 'JSONEachRow' });
}

const answered = () => eventually(async () => expect(await world.isAnswered(tenantId)).toBe(true));
const rolloutNow = () => world.now(tenantId, rolloutId);

describe('the health of a wave', () => {
  test('is a regression where its devices crash since their update and nobody else does: it goes back', async () => {
    await measured({ canaries: ill, others: quiet });
    await world.decide();
    expect(await rolloutNow()).toMatchObject({ stage: 'RUNNING', wave: 0 });
    expect(await world.ask()).toBe(1);
    await answered();
    const { measures } = await world.health(tenantId, rolloutId);
    const named = (wanted: string) => measures.find(({ name }) => name === wanted);
    const none = { value: 0 };
    expect(named('crashes')).toMatchObject({
      verdict: 'FAIL',
      have: 8,
      before: { value: 0, devices: 2 },
      control: none,
    });
    const psi = { before: { value: 2 }, after: { value: 60, devices: 2 }, control: { value: 2, devices: 6 } };
    expect(named('psi_cpu_some')).toMatchObject({ verdict: 'FAIL', unit: '%', ...psi });
    expect(named('disk_read_latency')?.verdict).toBe('PASS');
    expect(named('http_latency')?.verdict).toBe('UNMEASURED');
    await world.decide();
    const reason = expect.stringContaining('Wave 1 stopped: crashes is');
    expect(await rolloutNow()).toMatchObject({ stage: 'ROLLING_BACK', reason });
    await world.toRest(tenantId);
    expect(await rolloutNow()).toMatchObject({ stage: 'ROLLED_BACK', wave: 0 });
  });

  test('is none on a bad day of everybody: the next wave opens', async () => {
    await measured({ canaries: ill, others: ill });
    expect(await world.ask()).toBe(1);
    await answered();
    const { measures } = await world.health(tenantId, rolloutId);
    expect(measures.filter(({ verdict }) => verdict === 'FAIL')).toEqual([]);
    await world.decide();
    expect(await rolloutNow()).toMatchObject({ stage: 'RUNNING', wave: 1 });
  });

  test('is not told by too few measurements: the wave is held and says by which, also after a restart', async () => {
    await world.decide();
    expect(await world.waiting(tenantId, rolloutId)).toMatchObject({ gate: 'HEALTH', have: 0, need: 1 });
    await stack.stopProcess();
    expect([await world.ask(), await world.ask()]).toEqual([1, 0]);
    await stack.startProcess();
    await answered();
    await world.decide();
    expect(await rolloutNow()).toMatchObject({ stage: 'RUNNING', wave: 0 });
    const waiting = await world.waiting(tenantId, rolloutId);
    expect(waiting).toMatchObject({ gate: 'HEALTH', have: 0, need: 30 });
    expect(waiting?.unblocks).toMatch(/^crashes: 0 of 30 measurements after the update/);
  });
});
