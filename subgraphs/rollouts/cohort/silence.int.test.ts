/** What happens to a rollout when the fleet says that devices are silent: in the middle of their update, and after it. */
import { randomUUID } from 'node:crypto';
import type { ConnectivityMode } from '@flotilla/fleet/events';
import { handle } from '@flotilla/kernel/handle';
import { createLogger } from '@flotilla/kernel/logger';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import { systemViewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rolloutAggregate } from '../aggregates.ts';
import { presetGates } from '../gate/gate.ts';
import { waveHealthProjection } from '../health/projection.ts';
import { findHealth } from '../health/queries.ts';
import type { FailureAction } from '../rollout/events.ts';
import { somePlan } from '../testing/plans.ts';
import { letDevicesWork, type Ending } from '../testing/virtual-devices.ts';
import { liveDevice, TestRollouts } from '../testing/rollouts.ts';
import { HealthAsking } from './asking.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
let rollouts: TestRollouts;
let tenantId: string;
let deviceIds: string[];

beforeAll(async () => {
  rollouts = await TestRollouts.open();
  await rollouts.sql('insert into log.checkpoints (projection, shard) select ?, shard from log.heads', [
    waveHealthProjection.name,
  ]);
});
afterAll(() => rollouts.close());

beforeEach(async () => {
  tenantId = randomUUID();
  deviceIds = Array.from({ length: 8 }, () => randomUUID());
  const domainId = randomUUID();
  await rollouts.record(
    tenantId,
    { type: 'DomainCreated', data: { domainId, name: 'Shop', slug: 'shop', parentId: null, path: 'shop' } },
    ...deviceIds.flatMap((id) => liveDevice(id, { domainId })),
  );
});

/** Begins a rollout with a canary of two, whose devices end as told. */
async function begun(
  needsHealth: boolean,
  ending: Ending,
  onFailure: FailureAction = 'ROLL_BACK',
): Promise<{ rolloutId: string; canaries: string[] }> {
  const { database } = rollouts.subgraph;
  const rolloutId = randomUUID();
  const gates = { ...presetGates, needsHealth, failurePercent: null };
  const plan = {
    ...somePlan(),
    onFailure,
    waves: [
      { name: 'canary', selector: null, limit: { count: 2 }, gates },
      { name: 'rest', selector: null, limit: null, gates },
    ],
  };
  await rollouts.publish(tenantId, plan.artifact);
  for (const command of [{ type: 'CreateRollout', rolloutId, plan }, { type: 'StartRollout' }] as const) {
    await handle(database, rolloutAggregate, { id: rolloutId, command, viewer: systemViewer(tenantId) });
  }
  await rollouts.worker.orchestrator.round();
  await letDevicesWork(rollouts.worker, tenantId, ending);
  const rows = await rollouts.sql('select device_id as id from targets where rollout_id = ?', [rolloutId]);
  return { rolloutId, canaries: rows.map(({ id }) => id) };
}

/** The fleet's words on devices that were LIVE. */
async function become(mode: ConnectivityMode, ids: readonly string[]): Promise<void> {
  const silence = { previousMode: 'DELAYED', gapMs: 60_000, intervalMs: 10_000, reason: 'SILENCE' } as const;
  await rollouts.record(
    tenantId,
    ...ids.map((deviceId) => ({ type: 'ConnectivityChanged', data: { deviceId, mode, ...silence } }) as const),
  );
}

async function stageOf(rolloutId: string) {
  const sql = 'select stage, stage_reason as reason, wave from rollouts where id = ?';
  return (await rollouts.sql(sql, [rolloutId]))[0];
}

async function leasesOf(rolloutId: string): Promise<string[]> {
  const sql = `select stage || coalesce(' ' || suspicion, '') as word from leases where rollout_id = ? order by 1`;
  return (await rollouts.sql(sql, [rolloutId])).map(({ word }) => word);
}

describe('a device that falls silent in the middle', () => {
  test('is suspected, keeps its slot, and stops the rollout, which goes back', async () => {
    const { rolloutId, canaries } = await begun(false, () => null);
    await become('DISCONNECTED', canaries.slice(0, 1));
    await rollouts.worker.orchestrator.round();
    expect((await leasesOf(rolloutId)).slice(0, 2)).toEqual(['ACTIVE', 'SUSPECT HEARTBEAT_LOST']);
    expect(await stageOf(rolloutId)).toMatchObject({
      stage: 'ROLLING_BACK',
      reason: 'Wave 1 stopped: 1 of 2 devices fell silent in the middle of it.',
      wave: 0,
    });
  });

  test.each(['DELAYED', 'RETURNING', 'REPLAYING'] as const)('is not one that is %s: it is heard', async (mode) => {
    const { rolloutId, canaries } = await begun(false, () => null);
    await become(mode, canaries);
    await rollouts.worker.orchestrator.round();
    expect(await leasesOf(rolloutId)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(await stageOf(rolloutId)).toMatchObject({ stage: 'RUNNING' });
  });
});

describe('devices that fall silent after they were updated', () => {
  /** Asks, so that it is known whom they are compared with. */
  async function ask(): Promise<void> {
    const { database } = rollouts.subgraph;
    await new HealthAsking({ database, tail: { committed: () => undefined }, logger }).round();
    await new ProjectionRunner(database, waveHealthProjection, logger).catchUp();
  }

  test('take the rollout back where health counts and their like are heard', async () => {
    const { rolloutId, canaries } = await begun(true, () => 'SUCCEEDED');
    await ask();
    await become('DISCONNECTED', canaries);
    await rollouts.worker.orchestrator.round();
    expect(await stageOf(rolloutId)).toMatchObject({
      stage: 'ROLLING_BACK',
      reason: expect.stringMatching(/^Wave 1 stopped: 2 of 2 devices are silent/),
    });
  });

  test('are accepted by whoever resumes the rollout that they paused', async () => {
    const { rolloutId, canaries } = await begun(true, () => 'SUCCEEDED', 'PAUSE');
    await ask();
    await become('DISCONNECTED', canaries);
    await rollouts.worker.orchestrator.round();
    expect(await stageOf(rolloutId)).toMatchObject({ stage: 'PAUSED', wave: 0 });
    const about = { id: rolloutId, viewer: systemViewer(tenantId) };
    await handle(rollouts.subgraph.database, rolloutAggregate, { ...about, command: { type: 'ResumeRollout' } });
    await rollouts.worker.orchestrator.round();
    expect(await stageOf(rolloutId)).toMatchObject({ stage: 'RUNNING', wave: 1 });
  });

  test('hold it where everybody fell silent: that is the network', async () => {
    const { rolloutId } = await begun(true, () => 'SUCCEEDED');
    await ask();
    await become('DISCONNECTED', deviceIds);
    await rollouts.worker.orchestrator.round();
    expect(await stageOf(rolloutId)).toMatchObject({ stage: 'RUNNING', wave: 0 });
    const { measures } = await rollouts.subgraph.database.inTenant(tenantId, (em) =>
      findHealth(em, { rolloutId, wave: 0 }),
    );
    expect(measures.find(({ name }) => name === 'silent')).toMatchObject({ verdict: 'PASS', control: { value: 100 } });
  });
});
