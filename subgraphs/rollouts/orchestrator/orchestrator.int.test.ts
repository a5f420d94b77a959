import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { handleWithin } from '@flotilla/kernel/handle';
import { systemViewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rolloutAggregate } from '../aggregates.ts';
import { presetGates } from '../gate/gate.ts';
import type { RolloutPlan, WavePlan } from '../rollout/events.ts';
import { Installation, type Worker } from '../testing/installation.ts';
import { somePlan } from '../testing/plans.ts';
import { letDevicesWork, runToRest } from '../testing/virtual-devices.ts';

let installation: Installation;
let worker: Worker;
let tenantId: string;

beforeAll(async () => {
  installation = await Installation.open();
  worker = await installation.worker();
});
beforeEach(async () => {
  tenantId = randomUUID();
  await installation.budget(tenantId, 'global', 5);
});
afterAll(() => installation.close());

const gates = { ...presetGates, lostMax: null };
const wave = (name: string, limit: WavePlan['limit'], change: Partial<WavePlan['gates']> = {}): WavePlan => {
  return { name, selector: null, limit, gates: { ...gates, ...change } };
};
const twoWaves: Partial<RolloutPlan> = { waves: [wave('canary', { percent: 20 }), wave('rest', null)] };
const otherArtifact = { ...somePlan().artifact, name: 'printer', digest: `sha256:${'d'.repeat(64)}` };
const ten = Array.from({ length: 10 }, () => ({}));

async function stageOf(rolloutId: string) {
  const [row] = await installation.sql<{ stage: string; wave: number; reason: string | null }>(
    tenantId,
    'select stage, wave, stage_reason as reason from rollouts where id = ?',
    [rolloutId],
  );
  return row!;
}

async function targets(rolloutId: string) {
  const rows = await installation.sql<{ id: string; word: string; wave: number }>(
    tenantId,
    `select device_id as id, wave, direction || ' ' || stage as word from targets where rollout_id = ? order by 1`,
    [rolloutId],
  );
  const counts: Record<string, number> = {};
  for (const { word } of rows) counts[word] = (counts[word] ?? 0) + 1;
  return { rows, counts };
}

async function story(rolloutId: string): Promise<string[]> {
  const rows = await installation.sql<{ type: string }>(
    tenantId,
    'select type from log.events where stream = ? order by stream_version',
    [`rollout-${rolloutId}`],
  );
  return rows.map(({ type }) => type);
}

describe('a rollout to ten devices', () => {
  test('succeeds wave by wave', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId, twoWaves);
    await worker.orchestrator.round();
    expect((await targets(id)).counts).toEqual({ 'FORWARD GRANTED': 2 });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 10 });
    expect(await story(id)).toEqual([
      'RolloutCreated',
      'RolloutStarted',
      'WaveOpened',
      'TargetsJoined',
      'WavePassed',
      'WaveOpened',
      'TargetsJoined',
      'WavePassed',
      'RolloutFinished',
    ]);
  });

  test('rolls every changed device back by itself when three of ten fail', async () => {
    const ids = await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId, { waves: [wave('all', null)] });
    const broken = new Set(ids.toSorted().slice(4, 7));
    await runToRest(worker, tenantId, (deviceId, direction) =>
      direction === 'FORWARD' && broken.has(deviceId) ? 'ROLLED_BACK' : 'SUCCEEDED',
    );
    expect(await stageOf(id)).toMatchObject({
      stage: 'ROLLED_BACK',
      reason: 'Wave 1 stopped: 3 of 10 devices failed.',
    });
    const { counts, rows } = await targets(id);
    expect(counts['FORWARD ROLLED_BACK']).toBe(3);
    expect(counts['BACK SUCCEEDED']).toBeGreaterThanOrEqual(4);
    expect(counts['FORWARD SUCCEEDED']).toBeUndefined();
    expect(rows).toHaveLength(10);
    const versions = await installation.sql<{ version: string }>(
      tenantId,
      "select distinct artifact ->> 'version' as version from installed where tenant_id = ?",
      [tenantId],
    );
    expect(versions).toEqual([{ version: '1.0.0' }]);
    expect(await story(id)).toContain('WaveStopped');
  });

  test('goes on after any process was killed between two steps, by whoever is there', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId, twoWaves);
    for (let round = 0; round < 40 && (await stageOf(id)).stage === 'RUNNING'; round += 1) {
      const other = await installation.worker();
      await other.orchestrator.round();
      await letDevicesWork(other, tenantId, () => 'SUCCEEDED');
      await other.database.close();
    }
    expect(await stageOf(id)).toMatchObject({ stage: 'FINISHED' });
  });
});

describe('a paused rollout', () => {
  test('starts no device, not even one that holds a lease, and loses none', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId, twoWaves);
    await worker.orchestrator.round();
    await installation.tell(tenantId, id, { type: 'PauseRollout', reason: 'to see' });
    await letDevicesWork(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD GRANTED': 2 });
    expect(await worker.orchestrator.round()).toBe(0);
    await installation.tell(tenantId, id, { type: 'ResumeRollout' });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await stageOf(id)).toMatchObject({ stage: 'FINISHED' });
  });

  test('that was stopped for failures accepts them when it is resumed, and tries them again when told to', async () => {
    const ids = await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId, { waves: [wave('all', null)], onFailure: 'PAUSE' });
    const broken = new Set(ids.toSorted().slice(0, 3));
    await runToRest(worker, tenantId, (deviceId) => (broken.has(deviceId) ? 'FAILED' : 'SUCCEEDED'));
    expect(await stageOf(id)).toMatchObject({ stage: 'PAUSED' });
    await installation.tell(tenantId, id, { type: 'RetryFailed', deviceIds: [...broken] });
    await installation.tell(tenantId, id, { type: 'ResumeRollout' });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 10 });
    expect(await stageOf(id)).toMatchObject({ stage: 'FINISHED' });
  });
});

describe('an orchestrator', () => {
  test('never leases the last relay of an area, and the others of it one by one', async () => {
    const [first, second] = await installation.devices(tenantId, [{ isRelay: true }, { isRelay: true }, {}]);
    const id = await installation.rollout(tenantId, { waves: [wave('all', null)] });
    await worker.orchestrator.round();
    const granted = (await targets(id)).rows.filter(({ word }) => word === 'FORWARD GRANTED').map((row) => row.id);
    expect(granted).toHaveLength(2);
    expect([first, second].filter((relay) => granted.includes(relay!))).toHaveLength(1);
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 3 });
  });

  test('leaves the only relay of an area alone, whatever waits for it', async () => {
    await installation.devices(tenantId, [{ isRelay: true }, {}]);
    const id = await installation.rollout(tenantId, { waves: [wave('all', null)] });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 1, 'FORWARD PENDING': 1 });
  });

  test('suspects a device that falls silent in the middle, keeps its slot, and stops the wave', async () => {
    const [only] = await installation.devices(tenantId, [{}]);
    const waves = [wave('all', null, { lostMax: 1, failurePercent: null })];
    const id = await installation.rollout(tenantId, { waves, onFailure: 'PAUSE' });
    await worker.orchestrator.round();
    await letDevicesWork(worker, tenantId, () => null);
    await installation.sql(tenantId, "update devices set is_reachable = false, mode = 'DISCONNECTED' where id = ?", [
      only,
    ]);
    await worker.orchestrator.round();
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUSPECT': 1 });
    expect(await stageOf(id)).toMatchObject({ stage: 'PAUSED', reason: /fell silent/ as never });
    const [slot] = await installation.sql(tenantId, "select used from budget_slots where scope = 'global'");
    expect(slot).toEqual({ used: 1 });
  });

  test('leaves those who are away for later, and takes whoever joins under the same gates', async () => {
    const [away] = await installation.devices(tenantId, [{ isReachable: false }, {}, {}]);
    const id = await installation.rollout(tenantId, { waves: [wave('all', null)] });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await stageOf(id)).toMatchObject({ stage: 'RUNNING' });
    const [joiner] = await installation.devices(tenantId, [{}]);
    await installation.sql(tenantId, "update devices set is_reachable = true, mode = 'LIVE' where id = ?", [away]);
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    const { rows, counts } = await targets(id);
    expect(counts).toEqual({ 'FORWARD SUCCEEDED': 4 });
    expect(rows.map((row) => row.id)).toContain(joiner);
    expect(await stageOf(id)).toMatchObject({ stage: 'FINISHED' });
  });

  test('opens a wave only when somebody agreed, where that is asked for', async () => {
    await installation.devices(tenantId, ten);
    const waves = [wave('canary', { count: 2 }), wave('rest', null, { needsApproval: true })];
    const id = await installation.rollout(tenantId, { waves });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 2 });
    await installation.tell(tenantId, id, { type: 'ApproveWave', wave: 1, by: 'user:b' });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect((await targets(id)).counts).toEqual({ 'FORWARD SUCCEEDED': 10 });
  });

  test('keeps budgets over all rollouts together', async () => {
    await installation.devices(tenantId, ten);
    for (let count = 0; count < 3; count += 1) await installation.rollout(tenantId, { waves: [wave('all', null)] });
    await worker.orchestrator.round();
    const rows = await installation.sql(tenantId, "select device_id from leases where stage = 'GRANTED'");
    expect(rows).toHaveLength(5);
  });
});

describe('a rollout that does not go on', () => {
  const held = () =>
    installation.sql<{ stage: string; direction: string }>(
      tenantId,
      'select stage, direction from leases order by fence, stage',
    );
  const slots = () => installation.sql(tenantId, 'select scope from budget_slots where used > 0');

  test('frees at once what was granted and not begun, and leaves alone who is at work', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId);
    const next = await installation.rollout(tenantId, { artifact: { ...otherArtifact } });
    await worker.orchestrator.round();
    expect(await held()).toHaveLength(5);
    const [first] = await installation.sql<{ id: string; device: string; fence: number; digest: string }>(
      tenantId,
      'select id, device_id as device, fence, intent_digest as digest from leases order by id',
    );
    const words = { leaseId: first!.id, fence: first!.fence, intentDigest: first!.digest };
    await worker.desk.begin({ tenantId, deviceId: first!.device }, words, async () => undefined);
    await installation.tell(tenantId, id, { type: 'AbortRollout', reason: 'The wrong one.' });
    await worker.orchestrator.round();
    const rows = await installation.sql<{ stage: string; count: number }>(
      tenantId,
      'select stage, count(*)::integer as count from leases where rollout_id = ? group by 1 order by 1',
      [id],
    );
    expect(rows).toEqual([
      { stage: 'ABORTED', count: 4 },
      { stage: 'ACTIVE', count: 1 },
    ]);
    const others = await installation.sql(tenantId, 'select id from leases where rollout_id = ?', [next]);
    expect(others).toHaveLength(4);
    const [late] = await installation.sql<{ id: string; device: string; fence: number; digest: string }>(
      tenantId,
      `select id, device_id as device, fence, intent_digest as digest from leases where stage = 'ABORTED' limit 1`,
    );
    const lateWords = { leaseId: late!.id, fence: late!.fence, intentDigest: late!.digest };
    const of = { tenantId, deviceId: late!.device };
    expect(await worker.desk.begin(of, lateWords, async () => undefined)).toBe('STALE');
  });

  test('frees them where it turns back, and where its artifact was withdrawn; the devices wait or are out', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId);
    await worker.orchestrator.round();
    await installation.tell(tenantId, id, { type: 'PauseForArtifact', reason: 'Withdrawn.' });
    await worker.orchestrator.round();
    expect([await slots(), (await targets(id)).counts]).toEqual([[], { 'FORWARD PENDING': 10 }]);
    await installation.tell(tenantId, id, { type: 'RollBackRollout', reason: 'Withdrawn.' });
    await worker.orchestrator.round();
    expect(await stageOf(id)).toMatchObject({ stage: 'ROLLED_BACK' });
  });

  test('keeps them during a pause of a person: who resumes goes on where it was', async () => {
    await installation.devices(tenantId, ten);
    const id = await installation.rollout(tenantId);
    await worker.orchestrator.round();
    await installation.tell(tenantId, id, { type: 'PauseRollout', reason: 'Lunch.' });
    await worker.orchestrator.round();
    expect((await held()).map(({ stage }) => stage)).toEqual(Array(5).fill('GRANTED'));
  });
});

test('several begins in one turn and a word to their rollout do not wait for each other', async () => {
  await installation.devices(tenantId, ten);
  const id = await installation.rollout(tenantId, { parallelMax: 1 });
  await worker.orchestrator.round();
  const other = await installation.rollout(tenantId, { artifact: otherArtifact });
  await worker.orchestrator.round();
  const rows = await installation.sql<{ id: string; device: string; fence: number; digest: string }>(
    tenantId,
    'select id, device_id as device, fence, intent_digest as digest from leases order by rollout_id = ?, id limit 5',
    [id],
  );
  const begin = ({ id: leaseId, device: deviceId, fence, digest: intentDigest }: (typeof rows)[number]) =>
    worker.desk.begin({ tenantId, deviceId }, { leaseId, fence, intentDigest }, async () => undefined);
  const viewer = systemViewer(tenantId);
  const pause = { type: 'PauseRollout', reason: 'Lunch.' } as const;
  const isChanged = Promise.withResolvers<void>();
  const pausing = installation.database.inTenant(tenantId, async (em) => {
    await em.execute('update rollouts set name = name where id = ?', [id]);
    isChanged.resolve();
    // Longer than PostgreSQL waits before it looks for a circle, so that whoever closes it is the one who fails.
    await delay(1_300);
    await handleWithin(em, rolloutAggregate, { id, command: pause, viewer });
  });
  await isChanged.promise;
  const verdicts = await Promise.all([...rows.map(begin), pausing]);
  expect(verdicts.slice(0, 4)).toEqual(Array(4).fill('PERMITTED'));
  expect(verdicts[4]).toBe('NOT_NOW');
  expect([await stageOf(id), await stageOf(other)]).toMatchObject([{ stage: 'PAUSED' }, { stage: 'RUNNING' }]);
});
