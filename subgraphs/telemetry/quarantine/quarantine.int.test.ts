import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { everyTenant } from '@flotilla/kernel/database';
import { systemViewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, person, samplesFrom, TelemetryStack, type EnrolledDevice } from '../testing/stack.ts';

const list = `query ($id: ID!) { quarantinedTelemetry(deviceId: $id, first: 50) { totalCount
  edges { node { id fromSeq toSeq records series } } } }`;
type Listed = {
  data: {
    quarantinedTelemetry: { totalCount: number; edges: { node: { id: string; fromSeq: number; toSeq: number } }[] };
  };
};
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
    const { data } = (await stack.ask(operator(device), list, { id: device.id })) as never as Listed;
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
    const { data } = (await stack.ask(operator(device), list, { id: device.id })) as never as Listed;
    expect(data.quarantinedTelemetry.totalCount).toBe(2);
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

  /** Pushes one sample and answers how many of it were stored, and what comes next; null where it was not taken. */
  type PushOne = (device: EnrolledDevice, seq: number) => Promise<{ stored: number; next: number } | null>;

  const pushOne: PushOne = async (device, seq) => {
    const receipt = (await push(device, seq, 1)).data?.pushTelemetry;
    return receipt ? { stored: receipt.stored, next: receipt.acknowledgedSeq + 1 } : null;
  };

  /** What landed of samples whose pushing began after the quarantine had committed, and how far each device came. */
  async function race(devices: readonly EnrolledDevice[], pushBy: PushOne) {
    const committed = new Set<string>();
    const afterwards = 5;
    const loops = devices.map(async (device) => {
      let [next, late, after] = [1, 0, 0];
      while (after < afterwards) {
        const isAfter = committed.has(device.id);
        const pushed = await pushBy(device, next);
        if (pushed && isAfter) after += 1;
        if (pushed && isAfter && pushed.stored > 0) late += 1;
        if (pushed) next = pushed.next;
      }
      return { late, pushed: next - 1 };
    });
    await delay(300);
    for (const device of devices) {
      await quarantine(device);
      committed.add(device.id);
    }
    return Promise.all(loops);
  }

  test('does not land after its quarantine committed, however many loops push meanwhile', async () => {
    const devices = await Promise.all(Array.from({ length: 8 }, () => stack.enroll()));
    const outcomes = await race(devices, pushOne);
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

  test('would land late where only what telemetry has digested is asked for, and this race shows it', async () => {
    /** Trust as the projection knows it, without holding the head of the log or looking for what is newer. */
    const digestedOnly: PushOne = async (device, seq) => {
      const [row] = await stack.log.inTenant(everyTenant, (em) =>
        em.execute<{ trust: string }[]>('select trust from telemetry.device_trust where device_id = ?', [device.id]),
      );
      return { stored: row?.trust === 'TRUSTED' ? 1 : 0, next: seq + 1 };
    };
    let late = 0;
    for (let round = 0; round < 5 && late === 0; round += 1) {
      const devices = await Promise.all(Array.from({ length: 8 }, () => stack.enroll()));
      const outcomes = await race(devices, digestedOnly);
      late = outcomes.reduce((sum, outcome) => sum + outcome.late, 0);
    }
    expect(late).toBeGreaterThan(0);
  });

  test('cannot be decided on by the device itself', async () => {
    const device = await stack.enroll();
    const viewer = { ...systemViewer(device.tenantId), kind: 'device' as const, subject: device.id };
    const answer = await stack.ask(viewer, release, { id: device.id });
    expect(answer.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});
