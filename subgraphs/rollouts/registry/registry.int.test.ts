import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantLeases } from '../orchestrator/granting.ts';
import { somePlan } from '../testing/plans.ts';
import { deviceViewer, liveDevice, person, TestRollouts } from '../testing/rollouts.ts';
import { letDevicesWork } from '../testing/virtual-devices.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const create = `mutation ($input: RolloutPlanInput!) { createRollout(input: $input) {
  id artifact { digest name version size mediaType } previous { version } } }`;
const start = `mutation ($id: ID!) { startRollout(id: $id) { state } }`;
const resume = `mutation ($id: ID!) { resumeRollout(id: $id) { state } }`;
const show = `query ($id: ID!) { rollout(id: $id) { state stateCause stateReason counts { total done deferred }
  waitingFor { gate approval unblocks }
  targets(first: 9) { edges { node { deferredBy bucket waitingFor { gate unblocks } } } } } }`;
const begin = `mutation ($input: BeginUpdateInput!) { beginUpdate(input: $input) { verdict } }`;
const { artifact, executor } = somePlan();
const plan = { name: 'Till', executor, selection: {}, artifact: { digest: artifact.digest } };
const withdrawn = (artifactId: string) =>
  ({ type: 'ArtifactWithdrawn', data: { artifactId, reason: 'It eats receipts.' } }) as const;

/** A tenant with devices of some channels. */
async function shop(channels: readonly string[]) {
  const [tenantId, domainId] = [randomUUID(), randomUUID()];
  const ids = channels.map(() => randomUUID());
  for (const [at, deviceId] of ids.entries()) {
    await rollouts.record(tenantId, ...liveDevice(deviceId, { domainId }), {
      type: 'DeviceChannelChanged',
      data: { deviceId, channel: channels[at] ?? '', previousChannel: 'prod' },
    });
  }
  return { tenantId, operator: person(tenantId), ids };
}

async function started(operator: Viewer, input: object = plan): Promise<string> {
  const { id } = (await rollouts.run(operator, create, { input })).createRollout;
  await rollouts.run(operator, start, { id });
  await rollouts.worker.orchestrator.round();
  return id;
}

const shown = async (operator: Viewer, id: string) => (await rollouts.run(operator, show, { id })).rollout;
const openLeases = (tenantId: string) =>
  rollouts.worker.database.inTenant(tenantId, (em) =>
    em.execute<{ id: string }[]>(`select id from leases where stage in ('GRANTED', 'ACTIVE', 'SUSPECT')`),
  );

describe('a plan', () => {
  test('takes what it needs to know of an artifact from the registry, by digest or by name and version', async () => {
    const { tenantId, operator } = await shop([]);
    await rollouts.publish(tenantId, artifact);
    const { createRollout: byDigest } = await rollouts.run(operator, create, { input: plan });
    expect(byDigest).toMatchObject({ artifact, previous: null });
    const named = { name: artifact.name, version: artifact.version };
    const { createRollout: byName } = await rollouts.run(operator, create, {
      input: { ...plan, artifact: named, previous: named },
    });
    expect(byName).toMatchObject({ artifact, previous: { version: artifact.version } });
  });

  test('of an artifact of nobody, or of another tenant, is refused', async () => {
    await rollouts.publish(randomUUID(), artifact);
    const refusal = await rollouts.refusal(person(randomUUID()), create, { input: plan });
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', details: { element: 'artifact' } });
    expect(refusal.message).toContain('flotilla artifact push');
  });

  test.for([
    ['REGISTERED', 'flotilla artifact push', []],
    ['UPLOADED', 'flotilla artifact sign', [{ type: 'ArtifactUploaded', data: {} }]],
    ['REJECTED', 'WRONG_KEY', [{ type: 'ArtifactRejected', data: { reason: 'WRONG_KEY' } }]],
    ['WITHDRAWN', 'Choose another version', [{ type: 'ArtifactWithdrawn', data: { reason: 'It eats receipts.' } }]],
  ] as const)('of an artifact that is %s is refused with what to do', async ([state, remedy, facts]) => {
    const { tenantId, operator } = await shop([]);
    const artifactId = randomUUID();
    const registered = { type: 'ArtifactRegistered', data: { artifactId, ...artifact, mirrors: [] } } as const;
    const after = facts.map(({ type, data }) => ({ type, data: { artifactId, ...data } }) as never);
    await rollouts.record(tenantId, registered, ...after);
    const refusal = await rollouts.refusal(operator, create, { input: plan });
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { element: 'artifact', state } });
    expect(refusal.message).toContain(remedy);
  });

  test('is not begun once its artifact was withdrawn', async () => {
    const { tenantId, operator } = await shop([]);
    const artifactId = await rollouts.publish(tenantId, artifact);
    const { id } = (await rollouts.run(operator, create, { input: plan })).createRollout;
    await rollouts.record(tenantId, withdrawn(artifactId));
    expect(await rollouts.refusal(operator, start, { id })).toMatchObject({ code: 'CONFLICT' });
  });
});

test('a device takes part as soon as the artifact is promoted to its channel, and says that it waits for that', async () => {
  const { tenantId, operator } = await shop(['dev', 'prod']);
  const artifactId = await rollouts.publish(tenantId, artifact, ['dev']);
  const id = await started(operator);
  expect(await openLeases(tenantId)).toHaveLength(1);
  await letDevicesWork(rollouts.worker, tenantId, () => 'SUCCEEDED');
  await rollouts.worker.orchestrator.round();
  const waits = await shown(operator, id);
  const why = { gate: 'CHANNEL', unblocks: 'The artifact is promoted to channel prod.' };
  expect(waits).toMatchObject({ state: 'RUNNING', waitingFor: { ...why, approval: 'OPERATOR' } });
  const deferred = waits.targets.edges
    .map(({ node }: never) => node)
    .filter(({ bucket }: never) => bucket === 'DEFERRED');
  expect(deferred).toMatchObject([{ deferredBy: 'CHANNEL', waitingFor: why }]);
  expect(await openLeases(tenantId)).toEqual([]);
  for (const channel of ['canary', 'prod']) {
    await rollouts.record(tenantId, { type: 'ArtifactPromoted', data: { artifactId, channel } });
  }
  await rollouts.worker.orchestrator.round();
  await letDevicesWork(rollouts.worker, tenantId, () => 'SUCCEEDED');
  await rollouts.worker.orchestrator.round();
  expect(await shown(operator, id)).toMatchObject({ state: 'FINISHED', counts: { total: 2, done: 2 } });
});

describe('an artifact that is withdrawn in the middle', () => {
  test('pauses the rollout, which cannot be resumed with it, only rolled back or aborted', async () => {
    const { tenantId, operator } = await shop(['prod']);
    const artifactId = await rollouts.publish(tenantId, artifact);
    const id = await started(operator);
    await rollouts.record(tenantId, withdrawn(artifactId));
    await rollouts.worker.orchestrator.round();
    const paused = await shown(operator, id);
    expect(paused).toMatchObject({ state: 'PAUSED', stateCause: 'ARTIFACT', waitingFor: { gate: 'ARTIFACT' } });
    expect(paused.stateReason).toContain('It eats receipts.');
    expect(await rollouts.refusal(operator, resume, { id })).toMatchObject({ code: 'CONFLICT' });
    const back = `mutation ($id: ID!) { rollBackRollout(input: { rolloutId: $id, reason: "Withdrawn." }) { state } }`;
    expect(await rollouts.run(operator, back, { id })).toEqual({ rollBackRollout: { state: 'ROLLING_BACK' } });
  });

  test('is granted to nobody and begun by nobody, also before anybody paused anything', async () => {
    const { tenantId, operator, ids } = await shop(['prod', 'prod']);
    const artifactId = await rollouts.publish(tenantId, artifact);
    const id = await started(operator, { ...plan, parallelMax: 1 });
    const { database } = rollouts.worker;
    const [held] = await database.inTenant(tenantId, (em) =>
      em.execute<{ id: string; device_id: string; fence: number; intent_digest: string }[]>('select * from leases'),
    );
    const words = { leaseId: held!.id, fence: held!.fence, intentDigest: held!.intent_digest };
    await rollouts.record(tenantId, withdrawn(artifactId));
    expect(ids).toContain(held!.device_id);
    const device = deviceViewer(tenantId, held!.device_id);
    expect((await rollouts.run(device, begin, { input: words })).beginUpdate.verdict).toBe('NOT_NOW');
    await database.inTenant(tenantId, (em) => em.execute(`update rollouts set plan = plan - 'parallelMax'`));
    expect(await database.inTenant(tenantId, (em) => grantLeases(em, tenantId, id))).toBe(0);
  });

  test('waits for a grant that looks at it, and no grant comes after it', async () => {
    const { tenantId, operator } = await shop(['prod']);
    const artifactId = await rollouts.publish(tenantId, artifact);
    const { id } = (await rollouts.run(operator, create, { input: plan })).createRollout;
    await rollouts.run(operator, start, { id });
    const { database, orchestrator } = rollouts.worker;
    let isWithdrawn = false;
    const hold = Promise.withResolvers<void>();
    const granting = database.inTenant(tenantId, async (em: EntityManager) => {
      await grantLeases(em, tenantId, id);
      await hold.promise;
      expect(isWithdrawn).toBe(false);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const withdrawing = rollouts.record(tenantId, withdrawn(artifactId)).then(() => (isWithdrawn = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    hold.resolve();
    await Promise.all([granting, withdrawing]);
    await orchestrator.round();
    expect(await shown(operator, id)).toMatchObject({ state: 'PAUSED' });
  });
});
