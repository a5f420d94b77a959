/**
 * Ten devices, each an agent of its own, and two versions of a small service: the first comes to all of them, wave by wave;
 * the second does not get on with three, and is taken back from everybody. In the middle of either way the orchestrator,
 * PostgreSQL and an agent are killed. The tests are one story and are told in order.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Operator } from '../fleet/operator.ts';
import { buildProduct, Installation } from './installation.ts';
import { Pipeline } from './pipeline.ts';
import { signalProcess } from './process-table.ts';
import { joinedDevices, type RealDevice } from './real-devices.ts';
import { runsAs, serviceName, serviceProgram } from './small-service.ts';
import { until } from './until.ts';

const [first, second] = ['1.0.0', '2.0.0'];
const weakCount = 3;
const storyMs = 240_000;

let installation: Installation;
let operator: Operator;
let pipeline: Pipeline;
let devices: RealDevice[] = [];

beforeAll(async () => {
  buildProduct();
  // Whoever is started again has to be heard before it counts as lost, also where ten of them start on two cores.
  installation = await Installation.make({ FLOTILLA_HEARTBEAT_INTERVAL_MS: '2500' });
  await installation.start();
  operator = await Operator.enter(installation.apiUrl, null);
  pipeline = await Pipeline.make(operator, join(installation.dataDirectory, 'pipeline'));
  const directory = join(installation.dataDirectory, 'tills');
  devices = await joinedDevices(operator, { count: 10, directory, weak: { count: weakCount, version: second } });
});
afterAll(async () => {
  await Promise.all(devices.map((device) => device.end()));
  await installation?.remove();
});

type Shown = {
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly waves: readonly {
    readonly state: string;
    readonly stopCause: string | null;
    readonly numbers: { readonly have: number; readonly need: number; readonly of: number } | null;
    readonly counts: Readonly<Record<string, number>>;
  }[];
  readonly targets: { readonly edges: readonly { readonly node: Target }[] };
};

type Target = {
  readonly deviceId: string;
  readonly bucket: string;
  readonly direction: string;
  readonly code: string | null;
  readonly detail: string | null;
};

const counted = '{ total done alreadyInstalled failed applying deferred unreachable incapable withdrawn }';

async function shown(id: string): Promise<Shown> {
  const { rollout } = await operator.ask<{ rollout: Shown }>(
    `query Story($id: ID!) { rollout(id: $id) {
      state counts ${counted} waves { state stopCause numbers { have need of } counts ${counted} }
      targets(first: 50) { edges { node { deviceId bucket direction code detail } } } } }`,
    { id },
  );
  return rollout;
}

/** Publishes a version, and starts a rollout of it: two devices first, then the rest. */
async function rollOut(version: string): Promise<string> {
  const digest = await pipeline.publish(serviceName, version, serviceProgram(version));
  const gates = { successPercent: 90, failurePercent: 30, minExecuted: 3 };
  const input = {
    name: `${serviceName} ${version}`,
    strategy: 'CANARY',
    artifact: { digest },
    ...runsAs,
    selection: { labels: [{ key: 'story', value: 'till' }] },
    waves: [
      {
        name: 'canary',
        selection: { labels: [{ key: 'ring', value: 'canary' }] },
        gates: { ...gates, successPercent: 100 },
      },
      { name: 'rest', gates },
    ],
    parallelMax: 5,
  };
  const create = 'mutation Story($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const { createRollout } = await operator.ask<{ createRollout: { id: string } }>(create, { input });
  await operator.ask('mutation Story($id: ID!) { startRollout(id: $id) { id } }', { id: createRollout.id });
  return createRollout.id;
}

/** Kills one after the other whoever has a part in it: the agent of a device at work, the orchestrator, PostgreSQL. */
async function strike(id: string): Promise<void> {
  await until('a device is at work', async () => {
    const atWork = (await shown(id)).targets.edges.find(({ node }) => node.bucket === 'APPLYING');
    const device = devices.find(({ deviceId }) => deviceId === atWork?.node.deviceId);
    device?.kill();
    return device !== undefined;
  });
  for (const name of ['subgraphs', 'postgres']) {
    const said = installation.incidents.length;
    signalProcess(installation.pidOf(name), 'SIGKILL');
    await until(`${name} is back`, () => installation.incidents.length >= said + 2);
  }
}

/** What happened to a rollout, the oldest first, as people read it. */
async function timelineOf(id: string): Promise<string[]> {
  type Told = { rollout: { timeline: { edges: { node: { summary: string } }[] } } };
  const { rollout } = await operator.ask<Told>(
    'query Story($id: ID!) { rollout(id: $id) { timeline(first: 100) { edges { node { summary } } } } }',
    { id },
  );
  return rollout.timeline.edges.map(({ node }) => node.summary).toReversed();
}

/** By which steps the newest update of a device that failed got there, as the device says itself. */
async function lastSteps(deviceId: string): Promise<string[]> {
  type Journal = { updateJournal: { edges: { node: { code: string | null; steps: { state: string }[] } }[] } };
  const { device } = await operator.ask<{ device: Journal }>(
    'query Story($id: ID!) { device(id: $id) { updateJournal(first: 10) { edges { node { code steps { state } } } } } }',
    { id: deviceId },
  );
  const failed = device.updateJournal.edges.find(({ node }) => node.code !== null);
  return failed?.node.steps.map(({ state }) => state) ?? [];
}

const versionsRunning = (): Promise<(string | null)[]> => Promise.all(devices.map((device) => device.running()));

describe('a rollout to ten devices', () => {
  test(
    'succeeds wave by wave, though whoever has a part in it is killed in the middle',
    { timeout: storyMs },
    async () => {
      const id = await rollOut(first);
      await until(
        'the second wave is at work',
        async () => (await shown(id)).waves[1]?.counts['applying'] !== 0,
        60_000,
      );
      await strike(id);
      await until('it is finished', async () => (await shown(id)).state === 'FINISHED', 120_000);
      expect(await versionsRunning()).toEqual(devices.map(() => first));
      const { counts, waves } = await shown(id);
      expect(counts).toMatchObject({ total: 10, done: 10, failed: 0 });
      expect(waves.map(({ state, counts: { done } }) => [state, done])).toEqual([
        ['PASSED', 2],
        ['PASSED', 8],
      ]);
      expect(devices.filter(({ deaths }) => deaths > 0)).toHaveLength(1);
    },
  );

  test(
    'that three of them cannot bear is taken back from all by itself, and says why',
    { timeout: storyMs },
    async () => {
      const id = await rollOut(second);
      await until('it turns back', async () => (await shown(id)).state !== 'RUNNING', 90_000);
      await strike(id);
      await until('all went back', async () => (await shown(id)).state === 'ROLLED_BACK', 120_000);
      expect(await versionsRunning()).toEqual(devices.map(() => first));
      const { waves, targets } = await shown(id);
      expect(waves[0]).toMatchObject({ state: 'PASSED', stopCause: null });
      expect(waves[1]).toMatchObject({ stopCause: 'FAILURES' });
      const { have = 0, need = 0 } = waves[1]?.numbers ?? {};
      expect(have).toBeGreaterThanOrEqual(need);
      const failed = targets.edges.map(({ node }) => node).filter(({ bucket }) => bucket === 'FAILED');
      const weak = devices.slice(-weakCount).map(({ deviceId }) => deviceId);
      expect(failed.map(({ deviceId }) => deviceId).toSorted()).toEqual(weak.toSorted());
      for (const { deviceId, code, detail } of failed) {
        expect([code, detail]).toEqual(['HEALTH_CHECK', expect.stringContaining('The command till did not hold')]);
        expect((await lastSteps(deviceId)).at(-1)).toBe('ROLLED_BACK');
      }
      const stopped = await timelineOf(id);
      const place = stopped.findIndex((words) => words.startsWith('Wave 2 stopped: 3 of 8 devices failed'));
      expect(stopped.slice(place + 1).join(' '), stopped.join('\n')).toMatch(/^Rolling back.* Rolled back/);
    },
  );
});
