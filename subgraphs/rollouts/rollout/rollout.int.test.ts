import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceViewer, liveDevice, person, TestRollouts } from '../testing/rollouts.ts';
import { runToRest } from '../testing/virtual-devices.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const create = `mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }`;
const start = `mutation ($id: ID!) { startRollout(id: $id) { state } }`;
const show = `query ($id: ID!) { rollout(id: $id) {
  name state stateReason strategy onFailure artifact { version } selection { labels { key value } } createdByUser { id }
  counts { total done alreadyInstalled failed applying deferred unreachable incapable withdrawn }
  waitingFor { gate have need budget approval since until unblocks }
  waves { index name state count percent counts { total done } numbers { have need of } gates { successPercent }
    waitingFor { gate have need } }
  targets(first: 50) { edges { node { deviceId wave bucket deferredBy attempts lease { state fence scopes }
    waitingFor { gate budget unblocks } device { id updateState { bucket } currentLease { state } waitingFor { gate } } } } }
} }`;
const intentOf = `query { updateIntent { generation intent intentSignature lease leaseSignature intentPublicKey leasePublicKey } }`;
const begin = `mutation ($input: BeginUpdateInput!) { beginUpdate(input: $input) { permitted verdict retryAfterMs } }`;
const report = `mutation ($input: ReportUpdateInput!) { reportUpdate(input: $input) }`;

const artifact = {
  digest: `sha256:${'b'.repeat(64)}`,
  size: 1_000,
  mediaType: 'application/octet-stream',
  name: 'till',
  version: '2.0.0',
};
const plan = {
  name: 'Till 2.0.0',
  artifact: { digest: artifact.digest },
  executor: { kind: 'service', name: 'till' },
  health: [{ kind: 'exit', timeoutS: 10 }],
  selection: { labels: [{ key: 'role', value: 'kiosk' }] },
  waves: [{ name: 'canary', percent: 50 }],
};

/** A tenant with a domain, four kiosks and a camera. */
async function shop() {
  const [tenantId, domainId, locationId] = [randomUUID(), randomUUID(), randomUUID()];
  const operator = person(tenantId);
  const kiosks = Array.from({ length: 4 }, () => randomUUID());
  const labels = [{ key: 'role', value: 'kiosk' }];
  await rollouts.record(
    tenantId,
    { type: 'DomainCreated', data: { domainId, name: 'Shop', slug: 'shop', parentId: null, path: 'shop' } },
    {
      type: 'LocationCreated',
      data: { locationId, name: 'Rotterdam', timeZone: 'Europe/Amsterdam', natGroup: 'office' },
    },
    ...kiosks.flatMap((id) => liveDevice(id, { domainId, locationId, labels })),
    ...liveDevice(randomUUID(), { domainId, labels: [{ key: 'role', value: 'camera' }] }),
  );
  await rollouts.publish(tenantId, artifact);
  return { tenantId, operator, kiosks, domainId, locationId };
}

async function started(operator: Viewer, change: Record<string, unknown> = {}): Promise<string> {
  const { createRollout } = await rollouts.run(operator, create, { input: { ...plan, ...change } });
  await rollouts.run(operator, start, { id: createRollout.id });
  await rollouts.worker.orchestrator.round();
  return createRollout.id;
}

function isSigned(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

describe('a rollout over the graph', () => {
  test('counts every device once, and says what each one and the whole wait for', async () => {
    const { operator } = await shop();
    const { createRollout } = await rollouts.run(operator, create, { input: plan });
    const draft = (await rollouts.run(operator, show, { id: createRollout.id })).rollout;
    expect(draft).toMatchObject({ state: 'DRAFT', waitingFor: { gate: 'START', approval: 'OPERATOR' } });
    expect(draft.waves.map(({ name, percent }: never) => [name, percent])).toEqual([
      ['canary', 50],
      ['rest', null],
    ]);
    await rollouts.run(operator, start, { id: createRollout.id });
    await rollouts.worker.orchestrator.round();
    const { rollout } = await rollouts.run(operator, show, { id: createRollout.id });
    expect(rollout).toMatchObject({
      state: 'RUNNING',
      createdByUser: { id: operator.subject },
      onFailure: 'ROLL_BACK',
    });
    expect(rollout.counts).toMatchObject({ total: 4, deferred: 4, done: 0 });
    expect(rollout.waves[0].counts).toMatchObject({ total: 2, done: 0 });
    expect(rollout.waitingFor).toMatchObject({
      gate: 'DEVICE',
      unblocks: 'The device is heard again and asks to begin.',
    });
    expect(rollout.waves[0]).toMatchObject({ state: 'OPEN', waitingFor: { gate: 'SUCCESS', have: 0, need: 2 } });
    const [{ node }] = rollout.targets.edges;
    expect(node).toMatchObject({ bucket: 'DEFERRED', deferredBy: 'CONSTRAINT', lease: { state: 'GRANTED', fence: 1 } });
    expect(node.device).toMatchObject({ updateState: { bucket: 'DEFERRED' }, currentLease: { state: 'GRANTED' } });
    expect(node.lease.scopes).toEqual(expect.arrayContaining(['global', 'nat:office', 'role:kiosk']));
  });

  test('reaches every device it is for and no other, and ends', async () => {
    const { operator, tenantId } = await shop();
    const id = await started(operator);
    await runToRest(rollouts.worker, tenantId, () => 'SUCCEEDED');
    const { rollout } = await rollouts.run(operator, show, { id });
    expect(rollout).toMatchObject({ state: 'FINISHED', waitingFor: null, counts: { total: 4, done: 4 } });
    expect(rollout.waves.map((wave: { state: string }) => wave.state)).toEqual(['PASSED', 'PASSED']);
  });

  test('names the budget that is full', async () => {
    const { operator, tenantId, locationId } = await shop();
    const admin = person(tenantId, 'TENANT_ADMIN');
    const set = `mutation ($input: SetBudgetInput!) { setBudget(input: $input) { scope parallelMax used } }`;
    await rollouts.run(admin, set, { input: { scope: 'site', parallelMax: 1 } });
    const id = await started(operator, { waves: [] });
    const { rollout } = await rollouts.run(operator, show, { id });
    const waiting = rollout.targets.edges.map(({ node }: never) => (node as { waitingFor: unknown }).waitingFor);
    const full = { gate: 'BUDGET', budget: `site:${locationId}` };
    expect(waiting).toEqual(expect.arrayContaining([expect.objectContaining(full)]));
    const { budgets } = await rollouts.run(operator, '{ budgets { scope parallelMax used } }');
    expect(budgets).toContainEqual({ scope: `site:${locationId}`, parallelMax: 1, used: 1 });
  });

  test('waits for the window of the place', async () => {
    const { operator } = await shop();
    const day = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][(new Date().getUTCDay() + 3) % 7];
    const id = await started(operator, { window: { days: [day], from: '02:00', to: '04:00' } });
    const { rollout } = await rollouts.run(operator, show, { id });
    expect(rollout.targets.edges[0].node).toMatchObject({ deferredBy: 'WINDOW', waitingFor: { gate: 'WINDOW' } });
    expect(Date.parse(rollout.waitingFor.until)).toBeGreaterThan(Date.now());
  });

  test('can be looked at before it is started: order, bytes per place, openings, end', async () => {
    const { operator, locationId } = await shop();
    const document = `query ($input: RolloutPlanInput!) { simulateRollout(input: $input) { matched finishesAt updateS
      waves { name devices turns { device { id } startsAt endsAt } stuck { reason } passesAt }
      sites { locationId name devices bytes openings { opensAt closesAt } } budgets { scope limit delayed }
      violations { code subject devices words } } }`;
    const window = { from: '02:00', to: '04:00' };
    const { simulateRollout } = await rollouts.run(operator, document, { input: { ...plan, window, parallelMax: 1 } });
    expect(simulateRollout).toMatchObject({ matched: 4, waves: [{ devices: 2 }, { devices: 2, stuck: [] }] });
    expect(simulateRollout.violations).toMatchObject([{ code: 'NO_WAY_BACK', subject: 'till', devices: 4 }]);
    const [site] = simulateRollout.sites;
    expect(site).toMatchObject({ locationId, name: 'Rotterdam', devices: 4, bytes: 4_000 });
    expect(site.openings).toHaveLength(3);
    expect(simulateRollout.waves[0].turns[0].startsAt >= site.openings[0].opensAt).toBe(true);
    expect(simulateRollout.budgets).toEqual([{ scope: expect.stringMatching(/^rollout:/), limit: 1, delayed: 2 }]);
    expect((await rollouts.run(operator, '{ rollouts { edges { node { id } } } }')).rollouts.edges).toEqual([]);
  });

  test('is found by the name of its artifact', async () => {
    const { operator } = await shop();
    const { createRollout } = await rollouts.run(operator, create, { input: plan });
    const list = `query ($name: String) { rollouts(artifactName: $name) { edges { node { id } } } }`;
    const found = async (name: string | null) => (await rollouts.run(operator, list, { name })).rollouts.edges;
    expect(await found('till')).toEqual([{ node: { id: createRollout.id } }]);
    expect(await found(null)).toHaveLength(1);
    expect(await found('printer')).toEqual([]);
  });

  test.for([
    ['artifact.digest', { artifact: { digest: 'sha256:1' } }],
    ['artifact', { artifact: { digest: artifact.digest, name: 'till' } }],
    ['artifact', { artifact: { name: 'till' } }],
    ['waves.0', { waves: [{ name: 'w', count: 1, percent: 1 }] }],
    ['waves.0.percent', { waves: [{ name: 'w', percent: 101 }] }],
    ['waves.0.gates.deadlineS', { waves: [{ name: 'w', gates: { deadlineS: 1 } }] }],
    ['executor.kind', { executor: { kind: 'shell', name: 'x' } }],
    ['executor', { executor: { kind: 'service', name: 'till', args: ['a\u0000'] } }],
    ['selection.labels', { selection: { labels: [{ key: 'role', value: '\ud83d' }] } }],
    ['mirrors.0', { mirrors: ['http://mirror'] }],
    ['selection.domainIds', { selection: { domainIds: ['here'] } }],
    ['selection.deviceIds', { strategy: 'FORCED' }],
    ['window.from', { window: { from: '25:00', to: '04:00' } }],
  ] as const)('is refused where %s is wrong', async ([element, change]) => {
    const tenantId = randomUUID();
    await rollouts.publish(tenantId, artifact);
    const refusal = await rollouts.refusal(person(tenantId), create, { input: { ...plan, ...change } });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', details: { element } });
  });

  test('is refused to viewers, to strangers, and where the state does not allow it', async () => {
    const { operator, tenantId } = await shop();
    const { createRollout } = await rollouts.run(operator, create, { input: plan });
    const { id } = createRollout;
    expect(await rollouts.refusal(person(tenantId, 'VIEWER'), start, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await rollouts.refusal(person(randomUUID()), start, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await rollouts.run(person(randomUUID()), show, { id })).rollout).toBeNull();
    const resume = `mutation ($id: ID!) { resumeRollout(id: $id) { state } }`;
    expect(await rollouts.refusal(operator, resume, { id })).toMatchObject({ code: 'CONFLICT' });
  });
});

test('whoever listens hears of a rollout what happened to it and to its devices, and strangers hear nothing', async () => {
  const { operator, tenantId } = await shop();
  const id = await started(operator, { waves: [] });
  const document = `subscription ($id: ID) { rolloutChanged(rolloutId: $id) { seq rollout { id state counts { done } } } }`;
  await expect(rollouts.subscribe(person(randomUUID()), document, { id })).rejects.toThrow(/no such rollout/);
  await rollouts.tail.start();
  await rollouts.subgraph.start?.();
  const changes = await rollouts.subscribe(operator, document, { id });
  await runToRest(rollouts.worker, tenantId, () => 'SUCCEEDED');
  let rollout = (await changes.next()).rolloutChanged.rollout;
  while (rollout.state !== 'FINISHED') ({ rollout } = (await changes.next()).rolloutChanged);
  expect(rollout).toEqual({ id, state: 'FINISHED', counts: { done: 4 } });
  await changes.close();
  await rollouts.subgraph.stop?.();
  await rollouts.tail.stop();
});

describe('a device', () => {
  test('gets both keys as signed texts, begins once, and reports once', async () => {
    const { operator, tenantId, kiosks } = await shop();
    await started(operator, { waves: [] });
    const kiosk = deviceViewer(tenantId, kiosks[0]!);
    const { updateIntent } = await rollouts.run(kiosk, intentOf);
    const { intent, lease, intentPublicKey, leasePublicKey } = updateIntent;
    expect(isSigned(intent, updateIntent.intentSignature, intentPublicKey)).toBe(true);
    expect(isSigned(lease, updateIntent.leaseSignature, leasePublicKey)).toBe(true);
    expect(isSigned(lease, updateIntent.leaseSignature, intentPublicKey)).toBe(false);
    expect(isSigned(`${intent} `, updateIntent.intentSignature, intentPublicKey)).toBe(false);
    const intentDigest = createHash('sha256').update(intent).digest('hex');
    const { leaseId, fence, ...rest } = JSON.parse(lease);
    expect(rest).toMatchObject({ v: 1, deviceId: kiosks[0], intentDigest });
    expect(JSON.parse(intent)).toMatchObject({ v: 1, tenantId, deviceId: kiosks[0], generation: 1, artifact });
    const input = { leaseId, fence, intentDigest };
    const permit = { beginUpdate: { permitted: true, verdict: 'PERMITTED', retryAfterMs: null } };
    expect(await rollouts.run(kiosk, begin, { input })).toEqual(permit);
    expect(await rollouts.run(kiosk, begin, { input })).toEqual(permit);
    const other = { ...input, intentDigest: 'f'.repeat(64) };
    expect((await rollouts.run(kiosk, begin, { input: other })).beginUpdate.verdict).toBe('OTHER_INTENT');
    const end = { leaseId, fence, outcome: 'SUCCEEDED' };
    expect(await rollouts.run(kiosk, report, { input: end })).toEqual({ reportUpdate: true });
    expect(await rollouts.run(kiosk, report, { input: end })).toEqual({ reportUpdate: true });
    expect(await rollouts.run(kiosk, report, { input: { ...end, fence: 7 } })).toEqual({ reportUpdate: false });
    expect((await rollouts.run(kiosk, begin, { input })).beginUpdate.verdict).toBe('STALE');
  });

  test('does not begin with the lease of another device, nor when it is not trusted any more', async () => {
    const { operator, tenantId, kiosks } = await shop();
    await started(operator, { waves: [] });
    const [first, second] = kiosks.map((id) => deviceViewer(tenantId, id));
    const { updateIntent } = await rollouts.run(first!, intentOf);
    const { leaseId, fence, intentDigest } = JSON.parse(updateIntent.lease);
    const input = { leaseId, fence, intentDigest };
    expect((await rollouts.run(second!, begin, { input })).beginUpdate).toMatchObject({
      permitted: false,
      verdict: 'STALE',
    });
    const revoked = { deviceId: kiosks[0]!, trust: 'REVOKED', fingerprints: [], reason: 'stolen' } as const;
    await rollouts.record(tenantId, { type: 'DeviceRevoked', data: revoked });
    expect(await rollouts.refusal(first!, begin, { input })).toMatchObject({ details: { trust: 'REVOKED' } });
    expect(await rollouts.refusal(operator, intentOf)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each([
    ['REVOKED', 'DeviceRevoked'],
    ['QUARANTINED', 'DeviceQuarantined'],
  ] as const)('does not begin once the fleet has said %s, before anybody here has heard of it', async (trust, type) => {
    const { operator, tenantId, kiosks } = await shop();
    await started(operator, { waves: [] });
    const [deviceId = ''] = kiosks;
    const kiosk = deviceViewer(tenantId, deviceId);
    const { leaseId, fence, intentDigest } = JSON.parse((await rollouts.run(kiosk, intentOf)).updateIntent.lease);
    const fingerprints = trust === 'QUARANTINED' ? [`print of ${deviceId}`] : [];
    const facts = { deviceId, trust, fingerprints, reason: 'odd', phase: 'ACTIVE', cause: 'OPERATOR', evidence: null };
    await rollouts.say(tenantId, { type, data: facts } as Parameters<typeof rollouts.say>[1]);
    const [row] = await rollouts.sql('select trust from devices where id = ?', [deviceId]);
    expect(row).toEqual({ trust: 'TRUSTED' });
    const input = { leaseId, fence, intentDigest };
    expect(await rollouts.refusal(kiosk, begin, { input })).toMatchObject({ code: 'FORBIDDEN', details: { trust } });
    const [lease] = await rollouts.sql('select stage from leases where id = ?', [leaseId]);
    expect(lease).toEqual({ stage: 'GRANTED' });
  });

  test('that never reports keeps its slot until two persons free it', async () => {
    const { operator, tenantId, kiosks } = await shop();
    await started(operator, { waves: [] });
    const kiosk = deviceViewer(tenantId, kiosks[0]!);
    const { updateIntent } = await rollouts.run(kiosk, intentOf);
    const { leaseId, fence, intentDigest } = JSON.parse(updateIntent.lease);
    await rollouts.run(kiosk, begin, { input: { leaseId, fence, intentDigest } });
    const ask = `mutation ($input: RequestLeaseOverrideInput!) { requestLeaseOverride(input: $input) { state overrideReason } }`;
    const agree = `mutation ($id: ID!) { approveLeaseOverride(leaseId: $id) { state } }`;
    const asked = await rollouts.run(operator, ask, { input: { leaseId, reason: 'It burnt down.' } });
    expect(asked.requestLeaseOverride).toEqual({ state: 'ACTIVE', overrideReason: 'It burnt down.' });
    expect(await rollouts.refusal(operator, agree, { id: leaseId })).toMatchObject({
      details: { rule: 'TWO_PERSONS' },
    });
    const second = await rollouts.run(person(tenantId), agree, { id: leaseId });
    expect(second.approveLeaseOverride).toEqual({ state: 'OVERRIDDEN' });
    const late = { leaseId, fence, outcome: 'SUCCEEDED' };
    expect(await rollouts.run(kiosk, report, { input: late })).toEqual({ reportUpdate: false });
  });
});

test('rebuilt rows are the live rows, whatever happened', async () => {
  for (const projection of rollouts.subgraph.projections) {
    const { adminUrl, url } = rollouts;
    const options = { adminUrl, url, schema: 'rollouts', entities: [], isApplied: false, onProgress: () => undefined };
    const { tables } = await rebuild({ ...options, projection });
    for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
  }
});
