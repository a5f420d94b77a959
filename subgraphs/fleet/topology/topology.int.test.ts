import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepSilence } from '../heartbeat/sweep.ts';
import { foldTouches } from '../listing/device-marks.ts';
import { proveCounts } from '../spectrum/keeper.ts';
import { person, type TestDevice, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll, enrollRelay } from '../testing/journeys.ts';
import { updateFolds } from './folds.ts';
import { judgePaths } from './path-watch.ts';

const registerDocument = 'mutation ($id: ID!) { registerRelay(input: { deviceId: $id }) { id } }';
const relayFields = 'id health deviceCount awayCount rttMs device { name }';

describe('relays', () => {
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

  const look = () =>
    fleet.subgraph.database.inTenant(everyTenant, async (em) => {
      await sweepSilence(em);
      await judgePaths(em);
      await updateFolds(em);
    });
  const foldOf = async ({ id }: TestDevice) => {
    const document = 'query ($id: ID!) { device(id: $id) { foldedUnder { kind id name } relay { id } } }';
    return (await fleet.run(operator, document, { id }))['device'];
  };
  const relays = async () => (await fleet.run(operator, `{ relays { ${relayFields} } }`))['relays'];
  const found = async (q: string) =>
    (await fleet.run(operator, 'query ($q: String) { devices(q: $q) { totalCount } }', { q }))['devices'].totalCount;

  test('are trusted devices of their kind, registered once, and removed with the ways through them', async () => {
    const edge = await enroll(fleet, operator, { domainId });
    expect(await fleet.refusal(operator, registerDocument, { id: edge.id })).toMatchObject({ code: 'INVALID_INPUT' });
    const relay = await enrollRelay(fleet, operator, { domainId });
    await fleet.run(operator, registerDocument, { id: relay.id });
    await beat(fleet, edge, { relayId: relay.id });
    expect((await foldOf(edge)).relay).toEqual({ id: relay.id });
    const facts = await fleet.sql<{ type: string }>(
      `select type from log.events where stream in (?, ?) order by position`,
      [`relay-${relay.id}`, `route-${edge.id}`],
    );
    expect(facts.map(({ type }) => type)).toEqual(['RelayRegistered', 'DeviceRouteChanged']);
    await fleet.run(operator, 'mutation ($id: ID!) { removeRelay(input: { deviceId: $id }) { id } }', { id: relay.id });
    expect((await foldOf(edge)).relay).toBeNull();
    expect(await relays()).toEqual([]);
    // It still names it, which counts for nothing now.
    await beat(fleet, edge, { relayId: relay.id, seq: 2 });
    expect((await foldOf(edge)).relay).toBeNull();
  });

  test('of another tenant are no way', async () => {
    const relay = await enrollRelay(fleet, operator, { domainId });
    const other = person(randomUUID());
    const otherDomain = await createDomain(fleet, other, { name: 'Mining', slug: 'mining' });
    const device = await enroll(fleet, other, { domainId: otherDomain });
    await beat(fleet, device, { relayId: relay.id });
    expect(await fleet.sql('select 1 from device_routes where device_id = ?', [device.id])).toEqual([]);
  });

  test('that are down fold the devices behind them, whose states go on, and unfold them when they are back', async () => {
    const relay = await enrollRelay(fleet, operator, { domainId, name: 'relay north' });
    const behind = await Promise.all(Array.from({ length: 4 }, () => enroll(fleet, operator, { domainId })));
    const straight = await Promise.all(Array.from({ length: 12 }, () => enroll(fleet, operator, { domainId })));
    const beats = async (seq: number, devices: readonly TestDevice[]) => {
      for (const device of devices) {
        const relayId = behind.includes(device) ? relay.id : null;
        await beat(fleet, device, { seq, relayId, linkQuality: { rttMs: 40, lossPct: 1 } });
      }
    };
    await beats(1, [relay, ...behind, ...straight]);
    await look();
    expect(await relays()).toMatchObject([
      { health: 'UP', deviceCount: 4, awayCount: 0, rttMs: 40, device: { name: 'relay north' } },
    ]);
    await fleet.letTimePass(90_000);
    await beats(2, straight);
    await look();
    await look();
    expect(await relays()).toMatchObject([{ health: 'DOWN', awayCount: 4 }]);
    const fold = { kind: 'RELAY', id: relay.id, name: 'relay north' };
    for (const device of behind) expect((await foldOf(device)).foldedUnder).toEqual(fold);
    expect((await foldOf(relay)).foldedUnder).toBeNull();
    expect([await found(`relay:${relay.id}`), await found('relay:"relay north" conn:DISCONNECTED')]).toEqual([4, 4]);
    expect([await found('folded:RELAY'), await found('-folded:RELAY'), await found('folded:DOMAIN')]).toEqual([
      4, 13, 0,
    ]);
    await fleet.subgraph.database.inTenant(everyTenant, foldTouches);
    expect([await found('folded:relay'), await found('-folded:RELAY'), await found(`relay:${relay.id}`)]).toEqual([
      4, 13, 4,
    ]);
    const [one] = behind as [TestDevice];
    await beats(3, [relay, one]);
    await look();
    expect((await foldOf(one)).foldedUnder).toBeNull();
    await beats(4, behind);
    await look();
    expect(await found('folded:RELAY')).toBe(0);
    const path = await fleet.sql<{ health: string }>(
      `select data ->> 'health' as health from log.events where stream = ? and type = 'RelayPathChanged' order by position`,
      [`relay-${relay.id}`],
    );
    expect(path.map(({ health }) => health)).toEqual(['DOWN', 'UP']);
    expect(await fleet.subgraph.database.inTenant(everyTenant, proveCounts)).toBe(0);
  });

  test('explain the silence of devices that fall silent after them', async () => {
    const relay = await enrollRelay(fleet, operator, { domainId });
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, relay);
    await beat(fleet, device, { relayId: relay.id });
    // Intervals are told with some spread, so silences are well beyond what each of them means.
    for (const seq of [2, 3]) {
      await fleet.letTimePass(40_000);
      await beat(fleet, device, { relayId: relay.id, seq });
    }
    await fleet.letTimePass(30_000);
    await look();
    await fleet.letTimePass(60_000);
    await look();
    const { device: shown } = await fleet.run(operator, 'query ($id: ID!) { device(id: $id) { stateReason } }', {
      id: device.id,
    });
    expect(shown.stateReason).toContain('the relay on its way is down');
  });

  test('and straight ways are the topology of a domain: counts of all, dots of the first', async () => {
    const relay = await enrollRelay(fleet, operator, { domainId });
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: domainId });
    const devices = await Promise.all(Array.from({ length: 6 }, () => enroll(fleet, operator, { domainId: below })));
    await beat(fleet, relay);
    for (const [n, device] of devices.entries()) await beat(fleet, device, { relayId: n < 4 ? relay.id : null });
    await fleet.letTimePass(90_000);
    await beat(fleet, devices[0] as TestDevice, { relayId: relay.id, seq: 2 });
    await look();
    const group = 'total counts { state count } dots { deviceId name state } remainder';
    const document = `query ($id: ID, $dots: Int!) { topology(domainId: $id, dots: $dots) {
      relays { relay { id health } devices { ${group} } } direct { ${group} } } }`;
    const { topology } = await fleet.run(operator, document, { id: below, dots: 3 });
    expect(topology.relays).toMatchObject([
      {
        relay: { id: relay.id },
        devices: {
          total: 4,
          counts: [
            { state: 'LIVE', count: 1 },
            { state: 'DISCONNECTED', count: 3 },
          ],
          remainder: 1,
        },
      },
    ]);
    expect(topology.relays[0].devices.dots.map(({ state }: { state: string }) => state)).toEqual(
      Array(3).fill('DISCONNECTED'),
    );
    expect(topology.direct).toMatchObject({ total: 2, counts: [{ state: 'DISCONNECTED', count: 2 }], remainder: 0 });
    expect(await fleet.refusal(operator, document, { id: below, dots: 5_000 })).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('a dark location folds its devices, and a dark domain those that stand nowhere in particular', async () => {
    const location = 'mutation { createLocation(input: { name: "Shop 7", timeZone: "Europe/Amsterdam" }) { id } }';
    const locationId = (await fleet.run(operator, location))['createLocation'].id;
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: domainId });
    const devices = await Promise.all(Array.from({ length: 8 }, () => enroll(fleet, operator, { domainId: below })));
    const elsewhere = await Promise.all(Array.from({ length: 9 }, () => enroll(fleet, operator, { domainId })));
    const inShop = devices.slice(0, 4);
    const move =
      'mutation ($id: ID!, $to: ID!, $at: ID!) { moveDevice(input: { deviceId: $id, domainId: $to, locationId: $at }) { id } }';
    for (const { id } of inShop) await fleet.run(operator, move, { id, to: below, at: locationId });
    for (const device of [...devices, ...elsewhere]) await beat(fleet, device);
    const pass = async (heard: readonly TestDevice[], seq: number) => {
      await fleet.letTimePass(90_000);
      for (const device of heard) await beat(fleet, device, { seq });
      await look();
    };
    await pass([...devices.slice(4), ...elsewhere], 2);
    expect((await foldOf(devices[0] as TestDevice)).foldedUnder).toEqual({
      kind: 'LOCATION',
      id: locationId,
      name: 'Shop 7',
    });
    await pass(elsewhere, 3);
    expect((await foldOf(devices[0] as TestDevice)).foldedUnder.kind).toBe('LOCATION');
    expect((await foldOf(devices[7] as TestDevice)).foldedUnder).toEqual({
      kind: 'DOMAIN',
      id: below,
      name: 'Rotterdam',
    });
    await pass([...devices, ...elsewhere], 4);
    expect(await found('folded:LOCATION,DOMAIN')).toBe(0);
    expect(await fleet.sql('select 1 from dark_scopes where tenant_id = ?', [tenantId])).toEqual([]);
  });
});
