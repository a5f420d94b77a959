import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledge, awaitCommands, issueDocument, orderOf, report } from '../testing/commands.ts';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll, enrollRelay } from '../testing/journeys.ts';

let fleet: TestFleet;
const tenantId = randomUUID();
const [ann, bob] = [person(tenantId), person(tenantId)];
let slug: string;
let domainId: string;
let devices: TestDevice[];

beforeAll(async () => {
  fleet = await TestFleet.open();
  await fleet.tail.start();
  await fleet.subgraph.start?.();
});
afterAll(async () => {
  fleet.subgraph.drain?.();
  await fleet.subgraph.stop?.();
  await fleet.tail.stop();
  await fleet.close();
});

beforeEach(async () => {
  slug = `d-${randomUUID().slice(0, 8)}`;
  domainId = await createDomain(fleet, ann, { name: 'Domain', slug });
  devices = [];
  for (let count = 0; count < 4; count += 1) devices.push(await enroll(fleet, ann, { domainId }));
  for (const device of devices.slice(0, 3)) await beat(fleet, device);
  await set({ fourEyesAboveDevices: 100, fourEyesAbovePct: 100 });
});

async function set(settings: Record<string, number>) {
  const document = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
  await fleet.run(person(tenantId, 'TENANT_ADMIN'), document, { input: { domainId, ...settings } });
}

const planDocument = `mutation ($input: PlanBatchInput!) { planBatch(input: $input) {
  id devices byState { state count } domains { count domain { slug } } actLater relaysCutOff needsApproval confirm
  why { rule } sample(first: 2) { edges { node { id } } pageInfo { hasNextPage } } } }`;
const startDocument = 'mutation ($input: StartBatchInput!) { startBatch(input: $input) { id state } }';
const plan = async (input: Record<string, unknown>, viewer = ann) =>
  (await fleet.run(viewer, planDocument, { input: { domainId, ...input } }))['planBatch'];
const start = (planned: { id: string; confirm: string }, viewer = ann) =>
  fleet.run(viewer, startDocument, { input: { planId: planned.id, confirm: planned.confirm, reason: 'maintenance' } });
const approve = `mutation ($id: ID!) { approveBatch(input: { batchId: $id }) {
  state approvedBy approvedByUser { id } plannedByUser { id } startedByUser { id } } }`;
const batchNow = async (id: string) => {
  const fields = 'state progress { state count } targets(first: 50) { edges { node { deviceId state code } } }';
  const { batch } = await fleet.run(ann, `query ($id: ID!) { batch(id: $id) { ${fields} } }`, { id });
  return {
    state: batch.state,
    progress: Object.fromEntries(
      batch.progress.map((each: { state: string; count: number }) => [each.state, each.count]),
    ),
    targets: batch.targets.edges.map(({ node }: { node: unknown }) => node),
  };
};

describe('a batch', () => {
  test('is looked at first, typed, started, counted and finished', async () => {
    const planned = await plan({ action: 'CORDON' });
    expect(planned).toMatchObject({ devices: 4, actLater: 1, needsApproval: false, confirm: `${slug} 4` });
    expect(planned.domains).toEqual([{ count: 4, domain: { slug } }]);
    expect(planned.byState).toEqual([
      { state: 'LIVE', count: 3 },
      { state: 'DISCONNECTED', count: 1 },
    ]);
    expect([planned.sample.edges.length, planned.sample.pageInfo.hasNextPage]).toEqual([2, true]);
    expect((await start(planned))['startBatch'].state).toBe('RUNNING');
    await expect.poll(async () => (await batchNow(planned.id)).progress).toEqual({ QUEUED: 4 });
    for (const device of devices) {
      const { commands } = await awaitCommands(fleet, device);
      await report(fleet, device, { commandId: commands[0].id });
    }
    await expect.poll(async () => (await batchNow(planned.id)).state).toBe('FINISHED');
    expect((await batchNow(planned.id)).progress).toEqual({ APPLIED: 4 });
  });

  test('does not start when its devices changed, or something else was typed', async () => {
    const planned = await plan({ action: 'CORDON' });
    const typed = { planId: planned.id, confirm: 'yes', reason: 'maintenance' };
    expect((await fleet.refusal(ann, startDocument, { input: typed })).details).toMatchObject({ element: 'confirm' });
    await enroll(fleet, ann, { domainId });
    const input = { planId: planned.id, confirm: planned.confirm, reason: 'maintenance' };
    expect(await fleet.refusal(ann, startDocument, { input })).toMatchObject({
      code: 'CONFLICT',
      details: { plan: 'TARGETS_CHANGED' },
    });
    expect((await batchNow(planned.id)).targets).toEqual([]);
  });

  test('above a threshold waits for a second person, who is another one', async () => {
    await set({ fourEyesAbovePct: 50 });
    const direct = await fleet.refusal(ann, issueDocument, { input: orderOf({ domainId }) });
    expect([direct.code, direct.details['rule']]).toEqual(['FORBIDDEN', 'TWO_PERSONS']);
    const planned = await plan({ action: 'CORDON' });
    expect(planned).toMatchObject({ needsApproval: true, why: [{ rule: 'SHARE' }] });
    expect((await start(planned))['startBatch'].state).toBe('AWAITING_APPROVAL');
    expect((await batchNow(planned.id)).progress).toEqual({ WAITING: 4 });
    const own = await fleet.refusal(ann, approve, { id: planned.id });
    expect([own.code, own.details['rule']]).toEqual(['FORBIDDEN', 'TWO_PERSONS']);
    const { approveBatch } = await fleet.run(bob, approve, { id: planned.id });
    const people = { plannedByUser: { id: ann.subject }, startedByUser: { id: ann.subject } };
    const approver = { approvedBy: `user:${bob.subject}`, approvedByUser: { id: bob.subject } };
    expect(approveBatch).toEqual({ state: 'RUNNING', ...people, ...approver });
    await expect.poll(async () => (await batchNow(planned.id)).progress).toEqual({ QUEUED: 4 });
  });

  test('that is stopped cancels what was not handed over, and lets the rest end', async () => {
    const planned = await plan({ action: 'RESTART_SERVICE', payload: { service: 'cups' } });
    await start(planned);
    await expect.poll(async () => (await batchNow(planned.id)).progress).toEqual({ QUEUED: 4 });
    const [first] = devices as [TestDevice];
    const { id } = (await awaitCommands(fleet, first)).commands[0];
    await acknowledge(fleet, first, { commandId: id });
    const stop = 'mutation ($id: ID!) { stopBatch(input: { batchId: $id, reason: "enough" }) { state endReason } }';
    expect((await fleet.run(ann, stop, { id: planned.id }))['stopBatch']).toEqual({
      state: 'STOPPED',
      endReason: 'enough',
    });
    expect((await batchNow(planned.id)).progress).toEqual({ ACKED: 1, CANCELLED: 3 });
    await report(fleet, first, { commandId: id });
    expect((await batchNow(planned.id)).progress).toEqual({ APPLIED: 1, CANCELLED: 3 });
  });

  test('changes the life of devices, and says of each that could not be changed why', async () => {
    const [first, second] = devices as [TestDevice, TestDevice];
    const put = 'mutation ($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "odd" }) { id } }';
    await fleet.run(ann, put, { id: first.id });
    const analyst = person(tenantId, 'SECURITY_ANALYST');
    const planned = await plan({ domainId: null, deviceIds: [first.id, second.id], action: 'QUARANTINE' }, analyst);
    expect(planned).toMatchObject({ confirm: 'selection 2', actLater: 0 });
    await start(planned, analyst);
    await expect.poll(async () => (await batchNow(planned.id)).state).toBe('FINISHED');
    expect(
      new Map(
        (await batchNow(planned.id)).targets.map((each: { deviceId: string; state: string; code: string }) => [
          each.deviceId,
          [each.state, each.code],
        ]),
      ),
    ).toEqual(
      new Map([
        [first.id, ['REFUSED', 'CONFLICT']],
        [second.id, ['DONE', null]],
      ]),
    );
    const trust = await fleet.run(ann, 'query ($id: ID!) { device(id: $id) { trust quarantine { cause } } }', {
      id: second.id,
    });
    expect(trust['device']).toEqual({ trust: 'QUARANTINED', quarantine: { cause: 'OPERATOR' } });
    const refusal = await fleet.refusal(analyst, planDocument, { input: { domainId, action: 'CORDON' } });
    expect(refusal.code).toBe('FORBIDDEN');
  });

  test('says how many relays it would stop', async () => {
    const relay = await enrollRelay(fleet, ann, { domainId });
    expect(await plan({ action: 'DRAIN' })).toMatchObject({ devices: 5, relaysCutOff: 1 });
    expect(await plan({ action: 'REFRESH_INVENTORY' })).toMatchObject({ relaysCutOff: 0 });
    expect(relay.id).not.toBe('');
  });

  test('of another tenant is not there', async () => {
    const planned = await plan({ action: 'CORDON' });
    const stranger = person(randomUUID());
    const input = { planId: planned.id, confirm: planned.confirm, reason: 'maintenance' };
    expect((await fleet.refusal(stranger, startDocument, { input })).code).toBe('NOT_FOUND');
    expect((await fleet.refusal(stranger, approve, { id: planned.id })).code).toBe('NOT_FOUND');
    expect(
      (await fleet.run(stranger, 'query ($id: ID!) { batch(id: $id) { id } }', { id: planned.id }))['batch'],
    ).toBeNull();
    expect((await fleet.refusal(stranger, planDocument, { input: { domainId, action: 'CORDON' } })).code).toBe(
      'NOT_FOUND',
    );
  });

  test('that was begun by a process that died is carried on by another', async () => {
    const planned = await plan({ action: 'UNCORDON' });
    const database = fleet.subgraph.database;
    // As after a crash right behind the commit: the batch runs, and nobody has touched its devices.
    await fleet.sql(
      `update batches set stage = 'RUNNING', reason = 'crashed', started_by = 'user:x', started_at = now() where id = ?`,
      [planned.id],
    );
    await database.inTenant(tenantId, (em) =>
      em.execute(
        `insert into batch_targets (tenant_id, batch_id, device_id, ordinal)
         select d.tenant_id, ?::uuid, d.id, row_number() over (order by d.id) from devices d where d.domain_id = ?`,
        [planned.id, domainId],
      ),
    );
    await expect.poll(async () => (await batchNow(planned.id)).progress).toEqual({ QUEUED: 4 });
  });
});
