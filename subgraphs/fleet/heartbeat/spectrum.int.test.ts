import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { person, type TestDevice, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll, heartbeatDocument, heartbeatInput } from '../testing/journeys.ts';
import { recordHeartbeats } from './heartbeats.ts';
import { SettingsMemory } from './settings-memory.ts';
import { sweepSilence } from './sweep.ts';

describe('the spectrum', () => {
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

  const sweep = () => fleet.subgraph.database.inTenant(everyTenant, sweepSilence);
  const show = async ({ id }: TestDevice) => {
    const document = 'query ($id: ID!) { device(id: $id) { state stateReason connectivity { mode } } }';
    return (await fleet.run(operator, document, { id }))['device'];
  };
  const counts = async (): Promise<Record<string, number>> => {
    const { spectrum } = await fleet.run(operator, '{ spectrum { buckets { state count } } }');
    const filled = spectrum.buckets.filter(({ count }: { count: number }) => count > 0);
    return Object.fromEntries(filled.map(({ state, count }: { state: string; count: number }) => [state, count]));
  };
  const call = async (device: TestDevice, fields: Record<string, unknown>) => {
    const document = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { mode replayRequired } }';
    return (await fleet.run(device.viewer(), document, { input: { ...heartbeatInput, ...fields } }))['heartbeat'];
  };
  const debtOf = async ({ id }: TestDevice) => {
    const debt = 'syncDebt { secondsBehind backlogMessages replayRequired }';
    const document = `query ($id: ID!) { device(id: $id) { connectivity { ${debt} } } }`;
    return (await fleet.run(operator, document, { id }))['device'].connectivity.syncDebt;
  };

  test('a batch of heartbeats that changes nothing is one statement', async () => {
    const devices = await Promise.all(Array.from({ length: 3 }, () => enroll(fleet, operator, { domainId })));
    const settings = new SettingsMemory();
    const measured = {
      rttMs: 10,
      lossPct: 0,
      bandwidthKbps: null,
      secondsBehind: 0,
      backlogMessages: 0,
      clockSkewS: 0,
    };
    const told = { capabilities: null, seriesCount: null, policyAgeS: null, declared: null, relayId: null };
    const run = { intervalMs: 10_000, bootId: 'boot-1', epoch: 1, agentVersion: '1.0.0', health: 'OK', uptimeS: 1 };
    const heartbeats = devices.map(({ id: deviceId, fingerprint }, seq) => {
      const journal = { epoch: 0, lastSeq: 0 };
      return { tenantId, deviceId, fingerprint, seq, ...run, ...measured, ...told, journal, decisionsDigest: null };
    });
    const statements = () =>
      fleet.subgraph.database.inTenant(everyTenant, async (em) => {
        const spy = vi.spyOn(em, 'execute');
        await recordHeartbeats(em, heartbeats, settings);
        return spy.mock.calls.length;
      });
    for (let n = 0; n < 3; n += 1) await statements();
    expect(await statements()).toBe(1);
  });

  test('a device that said it would be on its own is autonomous while silent, for as long as its domain allows', async () => {
    const set = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), set, { input: { domainId, autonomyBudgetS: 3_600 } });
    const [said, allowed, neither] = await Promise.all([
      enroll(fleet, operator, { domainId }),
      enroll(fleet, operator, { domainId, labels: [{ key: 'autonomy', value: 'allowed' }] }),
      enroll(fleet, operator, { domainId }),
    ]);
    await beat(fleet, said, { declaredMode: 'AUTONOMOUS', syncDebt: { secondsBehind: 30, backlogMessages: 5 } });
    await Promise.all([beat(fleet, allowed), beat(fleet, neither)]);
    await fleet.letTimePass(600_000);
    await sweep();
    expect(await counts()).toEqual({ AUTONOMOUS: 2, DISCONNECTED: 1 });
    // What it owed when it was last heard, and what it must owe since.
    const owed = await debtOf(said);
    expect(owed).toEqual({ secondsBehind: expect.any(Number), backlogMessages: 5, replayRequired: false });
    // The test itself takes some of the device's time as well.
    expect(owed?.secondsBehind).toSatisfy((seconds: number) => seconds >= 630 && seconds < 660);
    const shown = await show(said);
    expect(shown.stateReason).toContain('on its own as declared');
    await fleet.letTimePass(3_000_000);
    await sweep();
    expect(await counts()).toEqual({ DISCONNECTED: 3 });
    await Promise.all([said, allowed, neither].map((device) => beat(fleet, device)));
    expect(await counts()).toEqual({ LIVE: 3 });
    expect(
      await fleet.refusal(said.viewer(), heartbeatDocument, {
        input: { ...heartbeatInput, declaredMode: 'REPLAYING' },
      }),
    ).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'declaredMode' } });
    const reasons = await fleet.sql<{ reason: string }>(
      `select data ->> 'reason' as reason from log.events where stream = ? order by stream_version`,
      [`connectivity-${said.id}`],
    );
    expect(reasons.map(({ reason }) => reason)).toEqual(['HEARTBEAT', 'SILENCE', 'DECLARED', 'SILENCE', 'HEARTBEAT']);
  });

  test('thresholds are those of the domain, inherited, and the sweep looks as early as they say', async () => {
    const set = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
    const input = {
      domainId,
      delayedAfterIntervals: 1.3,
      disconnectedAfterIntervals: 30,
      edgeCachedAfterIntervals: 40,
    };
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), set, { input });
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: domainId });
    const device = await enroll(fleet, operator, { domainId: below });
    await beat(fleet, device);
    await fleet.letTimePass(17_000);
    await sweep();
    expect((await show(device)).connectivity.mode).toBe('DELAYED');
    await fleet.letTimePass(200_000);
    await sweep();
    expect((await show(device)).connectivity.mode).toBe('DELAYED');
    await fleet.letTimePass(200_000);
    await sweep();
    expect((await show(device)).connectivity.mode).toBe('DISCONNECTED');
  });

  test('a bad link makes a device delayed, and a journal that has more makes it returning when it is back', async () => {
    const device = await enroll(fleet, operator, { domainId });
    const badly = { linkQuality: { rttMs: 3_000, lossPct: 40 } };
    const modes = [];
    for (const fields of [{}, badly, badly, {}, {}]) modes.push((await call(device, fields)).mode);
    expect(modes).toEqual(['LIVE', 'LIVE', 'DELAYED', 'DELAYED', 'LIVE']);
    await fleet.letTimePass(400_000);
    await sweep();
    const behind = { journalEpoch: 1, journalLastSeq: 12 };
    expect(await call(device, behind)).toEqual({ mode: 'RETURNING', replayRequired: true });
    expect(await debtOf(device)).toEqual({ secondsBehind: 0, backlogMessages: 12, replayRequired: true });
    await fleet.letTimePass(400_000);
    await sweep();
    expect((await show(device)).connectivity.mode).toBe('DISCONNECTED');
    // Away for long the second time in a row, it has to be punctual before it counts as live.
    expect(await call(device, { journalEpoch: 1, journalLastSeq: 0 })).toEqual({
      mode: 'DELAYED',
      replayRequired: false,
    });
    expect(await call(device, {})).toMatchObject({ replayRequired: null });
  });
});
