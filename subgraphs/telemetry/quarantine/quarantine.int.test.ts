import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { everyTenant } from '@flotilla/kernel/database';
import { systemViewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, person, samplesFrom, TelemetryStack, type EnrolledDevice } from '../testing/stack.ts';

const list = `query ($id: ID!) { quarantinedTelemetry(deviceId: $id, first: 50) { edges { node { id fromSeq toSeq records series } } } }`;
const release = `mutation ($id: ID!) { releaseQuarantinedTelemetry(deviceId: $id) }`;
const discard = `mutation ($ids: [ID!]) { discardQuarantinedTelemetry(ids: $ids) }`;
const table = 'device_samples_raw_v1';

describe('telemetry of a quarantined device', () => {
  let stack: TelemetryStack;
  beforeAll(async () => {
    stack = await TelemetryStack.start();
  });
  afterAll(() => stack.close());

  const operator = (device: EnrolledDevice) => person(device.tenantId, ['OPERATOR']);
  const quarantine = (device: EnrolledDevice) => stack.record(device, 'DeviceQuarantined', 'QUARANTINED');
  const firstMs = Date.now() - 600_000;
  const push = async (device: EnrolledDevice, fromSeq: number, count = 5) =>
    (await stack.push(device, samplesFrom(fromSeq, count, firstMs + fromSeq * 1000))) as never as {
      data?: { pushTelemetry: { acknowledgedSeq: number; stored: number } };
      errors?: { extensions: { code: string; details: Record<string, unknown> } }[];
    };
  const kept = async (device: EnrolledDevice) => {
    const { data } = (await stack.ask(operator(device), list, { id: device.id })) as never as {
      data: { quarantinedTelemetry: { edges: { node: { id: string; fromSeq: number; toSeq: number } }[] } };
    };
    return data.quarantinedTelemetry.edges.map(({ node }) => node);
  };

  test('is acknowledged and kept apart, and stored once and complete when it is released', async () => {
    const device = await stack.enroll();
    await push(device, 1);
    await quarantine(device);
    expect((await push(device, 6)).data?.pushTelemetry).toMatchObject({ acknowledgedSeq: 10, stored: 0 });
    expect((await push(device, 11)).data?.pushTelemetry).toMatchObject({ acknowledgedSeq: 15, stored: 0 });
    await stack.settled(device, { table, rows: 5 });
    const batches = await kept(device);
    expect(batches).toMatchObject([
      { fromSeq: 6, toSeq: 10, records: 5, series: ['cpu_usage_pct', 'tick'] },
      { fromSeq: 11, toSeq: 15 },
    ]);
    await Promise.all([1, 2, 3].map(() => stack.ask(operator(device), release, { id: device.id })));
    await stack.settled(device, { table, rows: 15 });
    await delay(700);
    expect(await stack.countSamples(device)).toEqual([15, 15, 15]);
    expect(await kept(device)).toEqual([]);
  });

  test('is forgotten when it is discarded, and flows again after the release of the device', async () => {
    const device = await stack.enroll();
    await quarantine(device);
    await push(device, 1);
    const [batch] = await kept(device);
    await stack.ask(operator(device), discard, { ids: [batch?.id] });
    expect(await kept(device)).toEqual([]);
    await stack.record(device, 'DeviceReleased', 'TRUSTED');
    expect((await push(device, 6)).data?.pushTelemetry).toMatchObject({ stored: 5 });
    await stack.settled(device, { table, rows: 5 });
  });

  test('is told to the log, at most once a minute and counted in full', async () => {
    const device = await stack.enroll();
    await quarantine(device);
    for (const fromSeq of [1, 6, 11]) await push(device, fromSeq);
    const told = () =>
      stack.log.inTenant(everyTenant, (em) =>
        em.execute<{ count: number }[]>(
          `select (data ->> 'count')::integer as count from log.events where stream = ? order by position`,
          [`telemetry_quarantine-${device.id}`],
        ),
      );
    await eventually(async () => expect((await told()).length).toBeGreaterThan(0));
    expect((await told()).length).toBe(1);
  });

  test('is for those who may end trust, in their own tenant', async () => {
    const device = await stack.enroll();
    await quarantine(device);
    await push(device, 1);
    const viewer = person(device.tenantId, ['VIEWER']);
    expect((await stack.ask(viewer, release, { id: device.id })).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const stranger = person(randomUUID(), ['OPERATOR']);
    expect((await stack.ask(stranger, release, { id: device.id })).data).toEqual({ releaseQuarantinedTelemetry: 0 });
    expect(await kept({ ...device, tenantId: String(stranger.tenantId) })).toEqual([]);
  });

  test('is refused as ROTATED once its certificates were ended', async () => {
    const device = await stack.enroll();
    await stack.record(device, 'DeviceCredentialsRotated', 'TRUSTED', { fingerprints: [] });
    const { errors } = await push(device, 1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', details: { certificate: 'ROTATED' } });
  });

  /** Samples that are stored under a number that was pushed after the quarantine had its place in the log. */
  test('does not land after its quarantine committed, however many loops push meanwhile', async () => {
    const devices = await Promise.all(Array.from({ length: 8 }, () => stack.enroll()));
    const state = { isOver: false };
    /** Answers since the quarantine, by device. */
    const committed = new Map<string, number>();
    const loops = devices.map(async (device) => {
      let [next, late] = [1, 0];
      while (!state.isOver) {
        const isAfter = committed.has(device.id);
        const { data } = await push(device, next, 1);
        if (isAfter) committed.set(device.id, (committed.get(device.id) ?? 0) + 1);
        if (data && isAfter && data.pushTelemetry.stored > 0) late += 1;
        if (data) next = data.pushTelemetry.acknowledgedSeq + 1;
      }
      return { late, pushed: next - 1 };
    });
    await delay(300);
    for (const device of devices) {
      await quarantine(device);
      committed.set(device.id, 0);
    }
    const pushedOn = () => devices.map(({ id }) => (committed.get(id) ?? 0) > 1);
    await expect.poll(pushedOn).toEqual(devices.map(() => true));
    await delay(400);
    state.isOver = true;
    const outcomes = await Promise.all(loops);
    expect(outcomes.map(({ late }) => late)).toEqual(devices.map(() => 0));
    for (const [index, device] of devices.entries()) {
      const diverted = await stack.log.inTenant(everyTenant, (em) =>
        em.execute<{ n: number }[]>(
          'select coalesce(sum(records), 0)::integer as n from telemetry.quarantined_batches where device_id = ?',
          [device.id],
        ),
      );
      const pushed = outcomes[index]?.pushed ?? 0;
      expect(diverted[0]?.n).toBeGreaterThan(0);
      await stack.settled(device, { table, rows: pushed - (diverted[0]?.n ?? 0) });
    }
  });

  test('cannot be decided on by the device itself', async () => {
    const device = await stack.enroll();
    const viewer = { ...systemViewer(device.tenantId), kind: 'device' as const, subject: device.id };
    const answer = await stack.ask(viewer, release, { id: device.id });
    expect(answer.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});
