import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { everyTenant } from '@flotilla/kernel/database';
import type { Event } from '@flotilla/kernel/event';
import { handleWithin } from '@flotilla/kernel/handle';
import { append } from '@flotilla/kernel/log/append';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceAggregate } from '../aggregates.ts';
import { person, type TestDevice, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { reportAttempts } from './attempts.ts';
import { divert, storeMax } from './store.ts';

const quarantine = `mutation ($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "odd" }) { trust } }`;
const report = `mutation ($input: InventoryInput!) { reportInventory(input: $input) }`;
const itemsDocument = `query ($id: ID!, $after: String) { quarantinedItems(deviceId: $id, first: 2, after: $after) {
  edges { node { id kind payload bytes } } pageInfo { hasNextPage endCursor } } }`;
const showDocument = `query ($id: ID!) { device(id: $id) { trust inventory { hostname }
  quarantine { reason cause attempts heldItems overflowItems diverted { telemetry reports events } }
  timeline(first: 50) { edges { node { type data } } } } }`;
const releaseDocument = `mutation ($ids: [ID!], $deviceId: ID) { releaseQuarantined(ids: $ids, deviceId: $deviceId) { items } }`;
const discardDocument = `mutation ($ids: [ID!], $deviceId: ID) { discardQuarantined(ids: $ids, deviceId: $deviceId) { items } }`;

describe('a quarantined device', () => {
  let fleet: TestFleet;
  let operator: ReturnType<typeof person>;
  let domainId: string;
  let device: TestDevice;

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    operator = person(randomUUID());
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
  });

  const send = (hostname: string) => fleet.run(device.viewer(), report, { input: { hostname } });
  const show = async () => (await fleet.run(operator, showDocument, { id: device.id })).device;
  const items = async (after: string | null = null) =>
    (await fleet.run(operator, itemsDocument, { id: device.id, after })).quarantinedItems;

  test('has its reports diverted, in order, where an operator can browse them and nothing else sees them', async () => {
    await send('before');
    await fleet.run(operator, quarantine, { id: device.id });
    for (const hostname of ['one', 'two', 'three']) await send(hostname);
    expect(await show()).toMatchObject({
      inventory: { hostname: 'before' },
      quarantine: { cause: 'OPERATOR', attempts: 3, heldItems: 3, overflowItems: 0, diverted: { reports: 3 } },
    });
    const first = await items();
    const second = await items(first.pageInfo.endCursor);
    const hostnames = [...first.edges, ...second.edges].map(({ node }) => node.payload.inventory.hostname);
    expect(hostnames).toEqual(['one', 'two', 'three']);
  });

  test('has what is released taken in once and in order, and what is discarded forgotten', async () => {
    await fleet.run(operator, quarantine, { id: device.id });
    for (const hostname of ['one', 'two', 'three']) await send(hostname);
    const [{ node: one }] = (await items()).edges;
    expect((await fleet.run(operator, discardDocument, { ids: [one.id] })).discardQuarantined).toEqual({ items: 1 });
    const releases = await Promise.all(
      Array.from({ length: 4 }, () => fleet.run(operator, releaseDocument, { deviceId: device.id })),
    );
    expect(releases.map(({ releaseQuarantined }) => releaseQuarantined.items).toSorted((a, b) => a - b)).toEqual([
      0, 0, 0, 2,
    ]);
    const shown = await show();
    expect(shown).toMatchObject({ inventory: { hostname: 'three' }, quarantine: { heldItems: 0, attempts: 3 } });
    const reported = shown.timeline.edges.filter(
      ({ node }: never) => (node as Event).type === 'DeviceInventoryReported',
    );
    expect(reported.map(({ node }: { node: { data: never } }) => node.data['inventory']['hostname'])).toEqual([
      'three',
      'two',
    ]);
  });

  test('cannot fill the store beyond its bound, and what does not fit is counted', async () => {
    const { tenantId, id: deviceId } = device;
    const diversion = { tenantId, deviceId, kind: 'REPORT', payload: {} } as const;
    const kept = await fleet.subgraph.database.inTenant(tenantId, async (em) => [
      await divert(em, { ...diversion, bytes: storeMax.bytes }),
      await divert(em, { ...diversion, bytes: 1 }),
      await divert(em, { ...diversion, bytes: 1 }),
    ]);
    expect(kept).toEqual([true, false, false]);
    await fleet.run(operator, quarantine, { id: device.id });
    expect((await show()).quarantine).toMatchObject({ attempts: 3, heldItems: 1, overflowItems: 2 });
  });

  test('has its attempts told to the log at most once a minute, and all of them', async () => {
    await fleet.run(operator, quarantine, { id: device.id });
    const tell = () => fleet.subgraph.database.inTenant(everyTenant, reportAttempts);
    await send('one');
    await tell();
    for (const hostname of ['two', 'three']) await send(hostname);
    await tell();
    await fleet.sql(`update quarantine_counts set reported_at = reported_at - interval '61 s'`);
    await tell();
    const { timeline } = await show();
    const told = timeline.edges.filter(({ node }: never) => (node as Event).type === 'QuarantineAttempted');
    expect(told.map(({ node }: { node: { data: unknown } }) => node.data)).toEqual([
      { deviceId: device.id, kind: 'REPORT', count: 2 },
      { deviceId: device.id, kind: 'REPORT', count: 1 },
    ]);
  });

  test('is decided on by those who may end trust, in their own tenant', async () => {
    await fleet.run(operator, quarantine, { id: device.id });
    await send('one');
    const viewer = person(String(operator.tenantId), 'VIEWER');
    expect((await fleet.refusal(viewer, releaseDocument, { deviceId: device.id })).code).toBe('FORBIDDEN');
    const foreign = await fleet.run(person(randomUUID()), releaseDocument, { deviceId: device.id });
    expect(foreign.releaseQuarantined).toEqual({ items: 0 });
    expect((await fleet.refusal(operator, releaseDocument, {})).code).toBe('INVALID_INPUT');
  });

  /** A way that a device's records take into the fleet; each call sends something new. */
  type IngestPath = (n: number) => Promise<unknown>;

  /** Records that landed after the quarantine's place in the log, when so many loops send along a path meanwhile. */
  async function landedAfterQuarantine(path: IngestPath, loops = 8): Promise<number> {
    const state = { isOver: false, n: 0 };
    const loop = async () => {
      while (!state.isOver) await path(state.n++);
    };
    const running = Promise.all(Array.from({ length: loops }, loop));
    await Promise.race([running, delay(80)]);
    try {
      await fleet.run(operator, quarantine, { id: device.id });
      await Promise.race([running, delay(60)]);
    } finally {
      state.isOver = true;
      await running;
    }
    const [{ late }] = (await fleet.sql<{ late: number }>(
      `select count(*)::integer as late from log.events e, log.events q
       where e.stream = q.stream and q.stream = ? and q.type = 'DeviceQuarantined'
         and e.type = 'DeviceInventoryReported' and e.position > q.position`,
      [`device-${device.id}`],
    )) as [{ late: number }];
    return late;
  }

  const otherDevice = async () => {
    device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
  };

  test('lands nothing after its quarantine committed, however many loops report meanwhile', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await landedAfterQuarantine((n) => send(`host-${n}`))).toBe(0);
      expect((await show()).quarantine.attempts).toBeGreaterThan(0);
      await otherDevice();
    }
  });

  test('has nothing written after its quarantine, be it only when it last reported what was known', async () => {
    await send('same');
    const { tenantId, id } = device;
    const reportedAt = () => fleet.sql('select inventory_reported_at from device_liveness where device_id = ?', [id]);
    const [isHeld, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const command = { type: 'QuarantineDevice', reason: 'odd', cause: 'OPERATOR', evidence: null } as const;
    const quarantining = fleet.subgraph.database.inTenant(tenantId, async (em) => {
      await handleWithin(em, deviceAggregate, { id, command, viewer: operator });
      isHeld.resolve();
      await mayEnd.promise;
    });
    await isHeld.promise;
    const before = await reportedAt();
    const reporting = send('same');
    expect(await Promise.race([reporting.then(() => 'written'), delay(150).then(() => 'waits')])).toBe('waits');
    mayEnd.resolve();
    await Promise.all([quarantining, reporting]);
    expect(await reportedAt()).toEqual(before);
    expect((await items()).edges).toHaveLength(1);
  });

  test('would land late where trust is asked before the transaction that records, and this race shows it', async () => {
    const askFirst: IngestPath = async (n) => {
      const [row] = await fleet.sql<{ trust: string }>('select trust from devices where id = ?', [device.id]);
      if (row?.trust !== 'TRUSTED') return;
      const data = { deviceId: device.id, contentHash: `h-${n}`, inventory: {} };
      const writes = [
        { stream: `device-${device.id}`, expectedVersion: null, events: [{ type: 'DeviceInventoryReported', data }] },
      ];
      await fleet.subgraph.database.inTenant(device.tenantId, (em) =>
        append(em, { tenantId: device.tenantId, metadata: { actor: 'test' }, writes }),
      );
    };
    let late = 0;
    for (let round = 0; round < 20 && late === 0; round += 1) {
      late = await landedAfterQuarantine(askFirst);
      await otherDevice();
    }
    expect(late).toBeGreaterThan(0);
  });
});
