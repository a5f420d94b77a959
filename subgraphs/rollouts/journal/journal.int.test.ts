import { createHash, randomUUID } from 'node:crypto';
import { handle } from '@flotilla/kernel/handle';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaseAggregate } from '../aggregates.ts';
import { deviceViewer, liveDevice, person, TestRollouts } from '../testing/rollouts.ts';
import { somePlan } from '../testing/plans.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const create = `mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }`;
const start = `mutation ($id: ID!) { startRollout(id: $id) { state } }`;
const retry = `mutation ($id: ID!) { retryFailedDevices(id: $id) { state } }`;
const intentOf = `query { updateIntent { generation intent lease } }`;
const begin = `mutation ($input: BeginUpdateInput!) { beginUpdate(input: $input) { verdict } }`;
const report = `mutation ($input: ReportUpdateInput!) { reportUpdate(input: $input) }`;
const refuse = `mutation ($generation: SafeInt!, $digest: String!, $code: String!, $detail: String) {
  refuseUpdate(generation: $generation, intentDigest: $digest, code: $code, detail: $detail) }`;
const journalOf = `query ($id: ID!, $first: Int!, $after: String) { rollout(id: $id) { counts { total failed deferred }
  targets(first: 1) { edges { node { bucket code detail device { currentLease { state } updateJournal(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id rollout { id } artifact { name version digest } direction generation
      leaseState fence grantedAt begunAt endedAt code detail steps { state at } } } } } } } } } }`;

/** A tenant with one device, for which a rollout runs. */
async function oneDevice() {
  const [tenantId, domainId, deviceId] = [randomUUID(), randomUUID(), randomUUID()];
  const operator = person(tenantId);
  await rollouts.record(tenantId, ...liveDevice(deviceId, { domainId }));
  const { name, artifact, executor } = somePlan();
  await rollouts.publish(tenantId, artifact);
  const input = { name, artifact: { digest: artifact.digest }, executor, selection: {}, onFailure: 'PAUSE' };
  const { id } = (await rollouts.run(operator, create, { input })).createRollout;
  await rollouts.run(operator, start, { id });
  await rollouts.worker.orchestrator.round();
  return { tenantId, operator, rolloutId: id as string, device: deviceViewer(tenantId, deviceId) };
}

async function offerTo(device: Viewer) {
  const { updateIntent } = await rollouts.run(device, intentOf);
  const digest = createHash('sha256').update(updateIntent.intent).digest('hex');
  return { generation: updateIntent.generation, digest, lease: updateIntent.lease && JSON.parse(updateIntent.lease) };
}

async function journal(operator: Viewer, id: string, first = 50, after: string | null = null) {
  const { rollout } = await rollouts.run(operator, journalOf, { id, first, after });
  const { node } = rollout.targets.edges[0];
  const { edges, pageInfo } = node.device.updateJournal;
  return { entries: edges.map((edge: { node: unknown }) => edge.node), pageInfo, target: node, counts: rollout.counts };
}

describe('the journal of a device', () => {
  test('has every lease with its artifact, how it ended, and the steps that the device told, the newest first', async () => {
    const { operator, rolloutId, device } = await oneDevice();
    const { digest, lease } = await offerTo(device);
    const words = { leaseId: lease.leaseId, fence: lease.fence };
    await rollouts.run(device, begin, { input: { ...words, intentDigest: digest } });
    const steps = [
      { state: 'LEASED', at: new Date('2026-01-01T00:00:00.000Z') },
      { state: 'ROLLED_BACK', at: new Date('2026-01-01T00:00:09.000Z') },
    ];
    const detail = 'It printed \u0000 and \ud83d.';
    const end = { ...words, outcome: 'ROLLED_BACK', code: 'HEALTH_CHECK', detail, steps };
    expect(await rollouts.run(device, report, { input: end })).toEqual({ reportUpdate: true });
    expect(await rollouts.run(device, report, { input: { ...end, steps: [] } })).toEqual({ reportUpdate: true });
    await rollouts.run(operator, retry, { id: rolloutId });
    await rollouts.worker.orchestrator.round();
    const { entries } = await journal(operator, rolloutId);
    const { name, version, digest: bytes } = somePlan().artifact;
    const common = { rollout: { id: rolloutId }, artifact: { name, version, digest: bytes }, direction: 'FORWARD' };
    expect(entries).toMatchObject([
      { ...common, generation: 2, leaseState: 'GRANTED', fence: 2, begunAt: null, endedAt: null, steps: [] },
      {
        ...common,
        generation: 1,
        leaseState: 'ROLLED_BACK',
        fence: 1,
        code: 'HEALTH_CHECK',
        detail: 'It printed \ufffd and \ufffd.',
        steps,
      },
    ]);
    expect(entries[1].endedAt >= entries[1].begunAt && entries[1].begunAt >= entries[1].grantedAt).toBe(true);
    const page = await journal(operator, rolloutId, 1);
    expect([page.pageInfo.hasNextPage, page.entries]).toEqual([true, [entries[0]]]);
    const next = await journal(operator, rolloutId, 1, page.pageInfo.endCursor);
    expect([next.pageInfo.hasNextPage, next.entries]).toEqual([false, [entries[1]]]);
  });

  test('is told in few steps, or not at all', async () => {
    const { device } = await oneDevice();
    const { lease } = await offerTo(device);
    const steps = Array.from({ length: 51 }, () => ({ state: 'LEASED', at: '2026-01-01T00:00:00.000Z' }));
    const input = { leaseId: lease.leaseId, fence: lease.fence, outcome: 'SUCCEEDED', steps };
    expect(await rollouts.refusal(device, report, { input })).toMatchObject({
      code: 'INVALID_INPUT',
      details: { element: 'input.steps' },
    });
  });
});

describe('an intent that the device refuses', () => {
  test('has failed with its reason, frees the lease at once, and is never told again', async () => {
    const { operator, tenantId, rolloutId, device } = await oneDevice();
    const offer = await offerTo(device);
    const words = {
      generation: offer.generation,
      digest: offer.digest,
      code: 'DIGEST_MISMATCH',
      detail: 'Other bytes.',
    };
    expect(await rollouts.run(device, refuse, words)).toEqual({ refuseUpdate: true });
    expect(await rollouts.run(device, refuse, words)).toEqual({ refuseUpdate: true });
    const { entries, target, counts } = await journal(operator, rolloutId);
    expect(target).toMatchObject({ bucket: 'FAILED', code: 'DIGEST_MISMATCH', detail: 'Other bytes.' });
    expect(target.device.currentLease).toBeNull();
    expect(counts).toEqual({ total: 1, failed: 1, deferred: 0 });
    expect(entries).toMatchObject([{ leaseState: 'ABORTED', fence: 1, begunAt: null, code: 'DIGEST_MISMATCH' }]);
    const used = await rollouts.worker.database.inTenant(tenantId, (em) =>
      em.execute('select scope from budget_slots where used > 0'),
    );
    expect(used).toEqual([]);
    const { leaseId, fence } = offer.lease;
    const late = { input: { leaseId, fence, intentDigest: offer.digest } };
    expect((await rollouts.run(device, begin, late)).beginUpdate.verdict).toBe('STALE');
    await rollouts.run(operator, retry, { id: rolloutId });
    await rollouts.worker.orchestrator.round();
    const anew = await offerTo(device);
    expect(anew).toMatchObject({ generation: 2, lease: { fence: 2 } });
    expect(await rollouts.run(device, refuse, words)).toEqual({ refuseUpdate: false });
    expect((await offerTo(device)).lease).not.toBeNull();
  });

  test('is in the journal also where the lease was over before', async () => {
    const { operator, tenantId, rolloutId, device } = await oneDevice();
    const offer = await offerTo(device);
    const { leaseId, fence } = offer.lease;
    const words = { generation: offer.generation, digest: offer.digest, code: 'METADATA_EXPIRED' };
    const command = { type: 'WithdrawLease', fence, cause: 'ROLLOUT_STOPPED', code: null, detail: null } as const;
    const { database } = rollouts.worker;
    await handle(database, leaseAggregate, { id: device.subject, command, viewer: systemViewer(tenantId) });
    expect(await rollouts.run(device, refuse, words)).toEqual({ refuseUpdate: true });
    const { entries, target } = await journal(operator, rolloutId);
    expect(target).toMatchObject({ bucket: 'FAILED', code: 'METADATA_EXPIRED' });
    expect(entries).toMatchObject([
      { leaseState: null, fence: null, code: 'METADATA_EXPIRED', grantedAt: null },
      { id: leaseId, leaseState: 'ABORTED', code: null },
    ]);
  });

  test('cannot be refused once the update was begun, nor without a reason', async () => {
    const { device } = await oneDevice();
    const { generation, digest, lease } = await offerTo(device);
    const words = { generation, digest, code: 'UNSIGNED' };
    expect(await rollouts.refusal(device, refuse, { ...words, code: ' ' })).toMatchObject({
      code: 'INVALID_INPUT',
      details: { element: 'code' },
    });
    await rollouts.run(device, begin, { input: { leaseId: lease.leaseId, fence: lease.fence, intentDigest: digest } });
    expect(await rollouts.run(device, refuse, words)).toEqual({ refuseUpdate: false });
  });
});
