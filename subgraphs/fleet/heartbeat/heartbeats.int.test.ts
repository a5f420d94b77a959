import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { foldDeltas, keepMinute, proveCounts } from '../spectrum/keeper.ts';
import { person, type TestDevice, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll, heartbeatDocument, heartbeatInput } from '../testing/journeys.ts';
import { sweepSilence } from './sweep.ts';

const deviceDocument = `query ($id: ID!) { device(id: $id) {
  state stateReason phase connectivity { mode lastSeenAt intervalMs linkQuality { rttMs } syncDebt { backlogMessages } }
  reported { agentVersion health uptimeS clockSkewS } inventory { cpu ramBytes collectors { name state } reportedAt }
  timeline(first: 10) { edges { node { type summary actor } } pageInfo { hasNextPage endCursor } }
} }`;

describe('being heard', () => {
  let fleet: TestFleet;
  let tenantId: string;
  let operator: ReturnType<typeof person>;
  let domainId: string;

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    tenantId = randomUUID();
    operator = person(tenantId);
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
  });

  const show = async (device: TestDevice) => (await fleet.run(operator, deviceDocument, { id: device.id }))['device'];
  const sweep = () => fleet.subgraph.database.inTenant(everyTenant, sweepSilence);
  const counts = async (): Promise<Record<string, number>> => {
    const { spectrum } = await fleet.run(operator, '{ spectrum { total buckets { state count } } }');
    const filled = spectrum.buckets.filter(({ count }: { count: number }) => count > 0);
    return Object.fromEntries(filled.map(({ state, count }: { state: string; count: number }) => [state, count]));
  };

  test('the first heartbeat makes an enrolled device active and live, and is answered with what to do next', async () => {
    const device = await enroll(fleet, operator, { domainId });
    const fields = { uptimeS: 42, linkQuality: { rttMs: 3.5 }, syncDebt: { secondsBehind: 1, backlogMessages: 7 } };
    const reply = await beat(fleet, device, { ...fields, sentAt: '1970-01-01T00:00:00Z', health: 'DEGRADED' });
    expect(reply).toMatchObject({ trust: 'TRUSTED', phase: 'ACTIVE', inventoryWanted: true });
    expect(reply.intervalMs).toBeGreaterThanOrEqual(8_000);
    expect(reply.intervalMs).toBeLessThanOrEqual(12_000);
    const shown = await show(device);
    expect(shown).toMatchObject({
      state: 'LIVE_OK',
      phase: 'ACTIVE',
      connectivity: {
        mode: 'LIVE',
        intervalMs: reply.intervalMs,
        linkQuality: { rttMs: 3.5 },
        syncDebt: { backlogMessages: 7 },
      },
      reported: { agentVersion: '1.0.0', health: 'DEGRADED', uptimeS: 42 },
    });
    expect(shown.reported.clockSkewS).toBeLessThan(-1e9);
    expect(Date.now() - Date.parse(shown.connectivity.lastSeenAt)).toBeLessThan(5_000);
    expect(await counts()).toEqual({ LIVE: 1 });
  });

  test('heartbeats that change nothing record nothing', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    const facts = () =>
      fleet.sql('select stream, type, data from log.events where tenant_id = ? order by position', [tenantId]);
    const before = await facts();
    for (let n = 0; n < 5; n += 1) await beat(fleet, device, { seq: n + 2 });
    expect(await facts()).toEqual(before);
  });

  test('silence ages a device to DELAYED and DISCONNECTED, and a heartbeat makes it live again', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    await fleet.letTimePass(15_000);
    await sweep();
    expect((await show(device)).connectivity.mode).toBe('LIVE');
    await fleet.letTimePass(20_000);
    await sweep();
    expect(await show(device)).toMatchObject({ state: 'DELAYED_OK', connectivity: { mode: 'DELAYED' } });
    expect(await counts()).toEqual({ DELAYED: 1 });
    await fleet.letTimePass(50_000);
    await sweep();
    expect(await show(device)).toMatchObject({ state: 'DISCONNECTED_SILENT', connectivity: { mode: 'DISCONNECTED' } });
    expect(await counts()).toEqual({ DISCONNECTED: 1 });
    await beat(fleet, device);
    const shown = await show(device);
    expect(shown.connectivity.mode).toBe('LIVE');
    const changes = shown.timeline.edges
      .map((edge: Answer) => edge.node)
      .filter((node: Answer) => node.type === 'ConnectivityChanged');
    expect(changes.map((node: Answer) => node.summary.split(':')[0])).toEqual([
      'DISCONNECTED → LIVE',
      'DELAYED → DISCONNECTED',
      'LIVE → DELAYED',
      'DISCONNECTED → LIVE',
    ]);
    expect(await sweep()).toBe(0);
  });

  test('a silence that is long at once is one transition, and the sweep looks at nobody twice', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    await fleet.letTimePass(3_600_000);
    expect(await sweep()).toBeGreaterThan(0);
    expect(await sweep()).toBe(0);
    const shown = await show(device);
    expect(shown.connectivity.mode).toBe('DISCONNECTED');
    expect(shown.timeline.edges[0].node.summary).toMatch(/^LIVE → DISCONNECTED: silent for 3600 s/);
  });

  test('sweeps and heartbeats at the same time never contradict each other', async () => {
    const devices = await Promise.all(Array.from({ length: 12 }, () => enroll(fleet, operator, { domainId })));
    await Promise.all(devices.map((device) => beat(fleet, device)));
    const declarations = [null, 'LIVE', 'EDGE_CACHED', 'AUTONOMOUS'] as const;
    const links = [{ rttMs: 20 }, { rttMs: 5_000 }];
    for (let round = 0; round < 12; round += 1) {
      await fleet.letTimePass([90_000, 30_000, 10_000, 400_000][round % 4] ?? 0);
      const beats = devices.map((device, n) =>
        beat(fleet, device, { declaredMode: declarations[(n + round) % 4], linkQuality: links[(n * round) % 2] }),
      );
      await Promise.all([sweep(), ...beats, sweep()]);
    }
    for (let round = 0; round < 6; round += 1) await Promise.all(devices.map((device) => beat(fleet, device)));
    const wrong = await fleet.sql(
      `select d.id from devices d join device_liveness l on l.tenant_id = d.tenant_id and l.device_id = d.id
       where d.tenant_id = ? and (d.mode <> 'LIVE' or l.mode <> 'LIVE')`,
      [tenantId],
    );
    expect(wrong).toEqual([]);
    const histories = await fleet.sql<{ modes: string[]; previous: string[] }>(
      `select array_agg(data ->> 'mode' order by stream_version) as modes,
         array_agg(data ->> 'previousMode' order by stream_version) as previous
       from log.events where tenant_id = ? and type = 'ConnectivityChanged' group by stream`,
      [tenantId],
    );
    expect(histories).toHaveLength(12);
    for (const { modes, previous } of histories) expect(previous).toEqual(['DISCONNECTED', ...modes.slice(0, -1)]);
    expect(await fleet.subgraph.database.inTenant(everyTenant, proveCounts)).toBe(0);
  });

  test('an inventory is a fact when its content is new, and only a date when it is not', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    const report = 'mutation ($input: InventoryInput!) { reportInventory(input: $input) }';
    const input = {
      cpu: 'Cortex-A76',
      ramBytes: 8_000_000_000,
      collectors: [{ name: 'psi', state: 'MISSING', reason: 'no PSI' }],
    };
    const send = async (fields = {}) =>
      (await fleet.run(device.viewer(), report, { input: { ...input, ...fields } }))['reportInventory'];
    expect([await send(), await send(), await send({ cpu: 'other' }), await send({ cpu: 'other' })]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    const facts = await fleet.sql(`select 1 from log.events where stream = ? and type = 'DeviceInventoryReported'`, [
      `device-${device.id}`,
    ]);
    expect(facts).toHaveLength(2);
    expect((await show(device)).inventory).toMatchObject({
      cpu: 'other',
      ramBytes: 8e9,
      collectors: [{ name: 'psi', state: 'MISSING' }],
    });
    expect((await beat(fleet, device)).inventoryWanted).toBe(false);
  });

  test('another version of the agent is a fact', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    await beat(fleet, device, { agentVersion: '1.1.0' });
    await beat(fleet, device, { agentVersion: '1.1.0' });
    const shown = await show(device);
    expect(shown.timeline.edges[0].node.summary).toBe('Agent changed from 1.0.0 to 1.1.0.');
    expect(shown.timeline.edges.filter((edge: Answer) => edge.node.type === 'DeviceAgentChanged')).toHaveLength(1);
    const found = await fleet.run(operator, '{ devices(q: "version:1.1.0") { totalCount } }');
    expect(found['devices'].totalCount).toBe(1);
  });

  test('a device speaks for itself only, and only with an accepted certificate', async () => {
    const [mine, other] = [await enroll(fleet, operator, { domainId }), await enroll(fleet, operator, { domainId })];
    const cases = [
      [{ ...mine.viewer(), certificateFingerprint: other.fingerprint }, 'UNAUTHENTICATED'],
      [{ ...mine.viewer(), subject: other.id }, 'UNAUTHENTICATED'],
      [{ ...mine.viewer(), tenantId: randomUUID() }, 'FORBIDDEN'],
      [{ ...mine.viewer(), subject: randomUUID() }, 'FORBIDDEN'],
    ] as const;
    for (const [viewer, code] of cases) {
      expect(await fleet.refusal(viewer, heartbeatDocument, { input: heartbeatInput })).toMatchObject({ code });
    }
  });

  test('calls that share a batch are judged one by one', async () => {
    const devices = await Promise.all(Array.from({ length: 10 }, () => enroll(fleet, operator, { domainId })));
    const revoke = 'mutation ($id: ID!) { revokeDevice(input: { deviceId: $id, reason: "stolen" }) { id } }';
    for (const device of devices.slice(0, 5)) await fleet.run(operator, revoke, { id: device.id });
    const outcomes = await Promise.allSettled(devices.map((device) => beat(fleet, device)));
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(5).fill('rejected'), ...Array(5).fill('fulfilled')]);
  });

  test('counts equal rows whatever happens, before and after they are folded, and the ribbon keeps them', async () => {
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: domainId });
    const [first, second, third] = [
      await enroll(fleet, operator, { domainId }),
      await enroll(fleet, operator, { domainId: below }),
      await enroll(fleet, operator, { domainId: below }),
    ];
    await Promise.all([first, second, third].map((device) => beat(fleet, device)));
    const move =
      'mutation ($id: ID!, $to: ID!) { moveDevice(input: { deviceId: $id, domainId: $to }) { domain { slug } } }';
    await fleet.run(operator, move, { id: third.id, to: domainId });
    await fleet.run(
      operator,
      'mutation ($id: ID!) { revokeDevice(input: { deviceId: $id, reason: "stolen" }) { id } }',
      { id: first.id },
    );
    const document = `query ($below: ID!) {
      all: spectrum { total } below: spectrum(domainId: $below) { total } domains { slug deviceCount spectrum { total } }
    }`;
    const expected = {
      all: { total: 2 },
      below: { total: 1 },
      domains: [
        { slug: 'retail', deviceCount: 2, spectrum: { total: 2 } },
        { slug: 'rtm', deviceCount: 1, spectrum: { total: 1 } },
      ],
    };
    expect(await fleet.run(operator, document, { below })).toEqual(expected);
    await fleet.subgraph.database.inTenant(everyTenant, foldDeltas);
    expect(await fleet.run(operator, document, { below })).toEqual(expected);
    expect(await fleet.subgraph.database.inTenant(everyTenant, proveCounts)).toBe(0);
    await fleet.subgraph.database.inTenant(everyTenant, keepMinute);
    await fleet.subgraph.database.inTenant(everyTenant, keepMinute);
    const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000].map((ms) => new Date(ms).toISOString());
    const history = `query ($from: DateTime!, $to: DateTime!, $below: ID!) {
      all: spectrumHistory(from: $from, to: $to) { at buckets { state count } }
      below: spectrumHistory(from: $from, to: $to, domainId: $below) { buckets { state count } }
    }`;
    const ribbon = await fleet.run(operator, history, { from, to, below });
    expect(ribbon['all']).toHaveLength(1);
    expect(ribbon['all'][0].buckets).toContainEqual({ state: 'LIVE', count: 2 });
    expect(ribbon['below'][0].buckets).toContainEqual({ state: 'LIVE', count: 1 });
    expect(await fleet.refusal(operator, history, { from: to, to: from, below })).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('the proof of counts finds and corrects a planted fault', async () => {
    await enroll(fleet, operator, { domainId });
    await fleet.sql(`insert into spectrum_deltas (tenant_id, domain_id, state, delta) values (?, ?, 'LIVE', 5)`, [
      tenantId,
      domainId,
    ]);
    expect(await fleet.subgraph.database.inTenant(everyTenant, proveCounts)).toBe(1);
    expect(await counts()).toEqual({ DISCONNECTED: 1 });
  });

  test('a subscriber hears of every change with numbered messages, and whether the device still fits', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await fleet.tail.start();
    await fleet.subgraph.start?.();
    const document = `subscription ($q: String) { deviceChanged(q: $q) { seq matches device { id name connectivity { mode } } } }`;
    const live = await fleet.subscribe(operator, document, { q: 'name:kiosk' });
    const elsewhere = await fleet.subscribe(person(randomUUID()), document, {});
    const spectrum = await fleet.subscribe(operator, 'subscription { spectrumChanged { seq spectrum { total } } }');
    expect((await spectrum.next())['spectrumChanged']).toMatchObject({ seq: 1, spectrum: { total: 1 } });
    const rename = 'mutation ($id: ID!, $name: String!) { renameDevice(input: { deviceId: $id, name: $name }) { id } }';
    await fleet.run(operator, rename, { id: device.id, name: 'kiosk 7' });
    expect((await live.next())['deviceChanged']).toMatchObject({
      seq: 1,
      matches: true,
      device: { id: device.id, name: 'kiosk 7' },
    });
    await fleet.run(operator, rename, { id: device.id, name: 'till 7' });
    expect((await live.next())['deviceChanged']).toMatchObject({ seq: 2, matches: false, device: { name: 'till 7' } });
    let isDelivered = false;
    void elsewhere.next().then((message) => (isDelivered = message !== null && message['deviceChanged'] !== null));
    await beat(fleet, device);
    await live.next();
    expect((await spectrum.next())['spectrumChanged']).toMatchObject({ seq: 2 });
    expect(isDelivered).toBe(false);
    await expect(fleet.subscribe(operator, document, { q: 'nonsense:1' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    for (const open of [live, elsewhere, spectrum]) await open.close();
    await fleet.subgraph.stop?.();
    await fleet.tail.stop();
  });
});
