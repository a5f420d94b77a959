import { randomUUID } from 'node:crypto';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { liveDevice, person, TestRollouts } from '../testing/rollouts.ts';
import { letDevicesWork, runToRest } from '../testing/virtual-devices.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const saveTemplate = `mutation ($input: SaveRolloutTemplateInput!) { saveRolloutTemplate(input: $input) { id } }`;
const save = `mutation ($input: SaveUpdateBundleInput!) { saveUpdateBundle(input: $input) { id name items { artifact { name } } } }`;
const make = `mutation ($input: BundleRolloutInput!) { createBundleRollout(input: $input) { id name state
  chain { id bundle position rollouts { id } } } }`;
const start = `mutation ($id: ID!) { startRollout(id: $id) { state } }`;
const show = `query ($id: ID!) { rollout(id: $id) { state waitingFor { gate unblocks } counts { total done failed } } }`;
const back = `mutation ($id: ID!) { rollBackRollout(input: { rolloutId: $id, reason: "Not well." }) { state } }`;

const { artifact, executor } = somePlan();
const app = { ...artifact, name: 'app', digest: `sha256:${'1'.repeat(64)}` };
const config = { ...artifact, name: 'config', digest: `sha256:${'2'.repeat(64)}` };

/** A tenant with devices that run older versions, a template and a bundle of two artifacts. */
async function shop() {
  const [tenantId, domainId] = [randomUUID(), randomUUID()];
  const operator = person(tenantId);
  const devices = [randomUUID(), randomUUID(), randomUUID()];
  await rollouts.record(tenantId, ...devices.flatMap((id) => liveDevice(id, { domainId })));
  for (const each of [app, config]) {
    await rollouts.publish(tenantId, each);
    const older = JSON.stringify({
      ...each,
      digest: each.digest.replaceAll(/\d{64}/g, 'e'.repeat(64)),
      version: '1.0.0',
    });
    for (const id of devices) {
      await rollouts.worker.database.inTenant(tenantId, (em) =>
        em.execute(
          `insert into installed (tenant_id, device_id, name, digest, artifact) values (?, ?, ?, 'old', ?::jsonb)`,
          [tenantId, id, each.name, older],
        ),
      );
    }
  }
  const plan = { executor, selection: {}, waves: [{ name: 'canary', count: 1, gates: { lostMax: 0 } }] };
  await rollouts.run(operator, saveTemplate, { input: { name: 'careful', plan } });
  const items = [app, config].map(({ digest, name }) => ({
    artifact: { digest },
    executor: { kind: 'service', name },
  }));
  await rollouts.run(operator, save, { input: { name: 'till', items } });
  const made = await rollouts.run(operator, make, { input: { bundle: 'till', template: 'careful' } });
  const [first, second] = made.createBundleRollout;
  return { tenantId, operator, devices, first, second };
}

/** What one rollout comes to moves the next one a round later, so the chain is left to itself several times. */
async function runChain(tenantId: string): Promise<void> {
  for (let round = 0; round < 8; round += 1) await runToRest(rollouts.worker, tenantId, () => 'SUCCEEDED');
}

const stateOf = async (viewer: Viewer, id: string) => (await rollouts.run(viewer, show, { id })).rollout;

/** Begins and ends of leases in their order, as `name direction`. */
async function story(tenantId: string): Promise<{ device: string; word: string }[]> {
  return rollouts.worker.database.inTenant(tenantId, (em) =>
    em.execute(
      `select l.device_id as device, (r.plan -> 'artifact' ->> 'name') || ' ' || l.direction as word from leases l
       join rollouts r on r.tenant_id = l.tenant_id and r.id = l.rollout_id where l.begun_at is not null order by l.begun_at, l.fence`,
    ),
  );
}

describe('a bundle', () => {
  test('is brought by one rollout per artifact; each device gets them in order', async () => {
    const { tenantId, operator, devices, first, second } = await shop();
    expect([first, second]).toMatchObject([
      {
        name: 'till 1/2',
        state: 'DRAFT',
        chain: { bundle: 'till', position: 0, rollouts: [{ id: first.id }, { id: second.id }] },
      },
      { name: 'till 2/2', state: 'DRAFT', chain: { id: first.chain.id, position: 1 } },
    ]);
    expect(await rollouts.refusal(operator, start, { id: second.id })).toMatchObject({
      code: 'CONFLICT',
      details: { after: first.id },
    });
    expect((await stateOf(operator, second.id)).waitingFor).toMatchObject({ gate: 'TURN' });
    const list = `query ($name: String) { rollouts(bundle: $name) { edges { node { id } } } }`;
    const found = await rollouts.run(operator, list, { name: 'till' });
    expect(found.rollouts.edges).toHaveLength(2);
    expect((await rollouts.run(operator, list, { name: 'app' })).rollouts.edges).toEqual([]);
    await rollouts.run(operator, start, { id: first.id });
    await runChain(tenantId);
    const ends = [await stateOf(operator, first.id), await stateOf(operator, second.id)];
    expect(ends).toMatchObject(Array(2).fill({ state: 'FINISHED', counts: { total: 3, done: 3 } }));
    const told = await story(tenantId);
    for (const id of devices) {
      expect(told.filter(({ device }) => device === id).map(({ word }) => word)).toEqual([
        'app FORWARD',
        'config FORWARD',
      ]);
    }
  });

  test('waits for nobody who is away, and who comes late still gets its artifacts in order', async () => {
    const { tenantId, operator, devices, first, second } = await shop();
    const [late] = devices;
    const heard = (mode: 'LIVE' | 'DISCONNECTED', previousMode: 'LIVE' | 'DISCONNECTED') =>
      rollouts.record(tenantId, {
        type: 'ConnectivityChanged',
        data: { deviceId: late!, mode, previousMode, gapMs: null, intervalMs: 10_000 },
      });
    await heard('DISCONNECTED', 'LIVE');
    await rollouts.run(operator, start, { id: first.id });
    await runChain(tenantId);
    const meanwhile = [await stateOf(operator, first.id), await stateOf(operator, second.id)];
    expect(meanwhile).toMatchObject([
      { state: 'RUNNING', counts: { total: 3, done: 2 } },
      { state: 'RUNNING', counts: { total: 2, done: 2 } },
    ]);
    await heard('LIVE', 'DISCONNECTED');
    await runChain(tenantId);
    const words = (await story(tenantId)).filter(({ device }) => device === late).map(({ word }) => word);
    expect(words).toEqual(['app FORWARD', 'config FORWARD']);
    const ends = [await stateOf(operator, first.id), await stateOf(operator, second.id)];
    expect(ends).toMatchObject(Array(2).fill({ state: 'FINISHED', counts: { total: 3, done: 3 } }));
  });

  test('is taken back as a whole where one artifact fails, the last one first', async () => {
    const { tenantId, operator, first, second } = await shop();
    await rollouts.run(operator, start, { id: first.id });
    const failsSecond = async () => {
      for (let round = 0; round < 30; round += 1) {
        await rollouts.worker.orchestrator.round();
        const { state } = await stateOf(operator, first.id);
        const isSecond = (await stateOf(operator, second.id)).state !== 'DRAFT';
        await letDevicesWork(rollouts.worker, tenantId, (_device, direction) =>
          direction === 'FORWARD' && isSecond ? 'FAILED' : 'SUCCEEDED',
        );
        if (state === 'ROLLED_BACK') return;
      }
    };
    await failsSecond();
    expect([(await stateOf(operator, second.id)).state, (await stateOf(operator, first.id)).state]).toEqual([
      'ROLLED_BACK',
      'ROLLED_BACK',
    ]);
    const words = (await story(tenantId)).map(({ word }) => word);
    expect(words.lastIndexOf('config BACK')).toBeLessThan(words.indexOf('app BACK'));
    expect(words.filter((word) => word === 'app BACK')).toHaveLength(3);
  });

  test('goes back from its last artifact on also where a person takes back the first', async () => {
    const { tenantId, operator, first, second } = await shop();
    await rollouts.run(operator, start, { id: first.id });
    await runChain(tenantId);
    await rollouts.run(operator, back, { id: first.id });
    await runChain(tenantId);
    expect([(await stateOf(operator, second.id)).state, (await stateOf(operator, first.id)).state]).toEqual([
      'ROLLED_BACK',
      'ROLLED_BACK',
    ]);
    const words = (await story(tenantId)).map(({ word }) => word);
    expect(words.lastIndexOf('config BACK')).toBeLessThan(words.indexOf('app BACK'));
  });

  test('has artifacts of the registry only, each name once', async () => {
    const tenantId = randomUUID();
    const operator = person(tenantId);
    await rollouts.publish(tenantId, app);
    const item = { artifact: { digest: app.digest }, executor: { kind: 'service', name: 'app' } };
    const refused = (items: unknown[]) => rollouts.refusal(operator, save, { input: { name: 'till', items } });
    expect(await refused([item, item])).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'items.1' } });
    expect(await refused([])).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'items' } });
    expect(await refused([item, { ...item, artifact: { digest: config.digest } }])).toMatchObject({
      code: 'NOT_FOUND',
      details: { element: 'items.1.artifact' },
    });
    expect(await refused([{ ...item, executor: { kind: 'shell', name: 'x' } }])).toMatchObject({
      details: { element: 'items.0.executor.kind' },
    });
  });
});

test('rebuilt bundles are the live ones', async () => {
  const projection = rollouts.subgraph.projections.find(({ name }) => name === 'rollouts.bundles')!;
  const { adminUrl, url } = rollouts;
  const options = { adminUrl, url, schema: 'rollouts', entities: [], isApplied: false, onProgress: () => undefined };
  const { tables } = await rebuild({ ...options, projection });
  for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
});
