import { randomUUID } from 'node:crypto';
import { Database, everyTenant } from '@flotilla/kernel/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  acknowledge,
  awaitCommands,
  commandNow,
  isSigned,
  issueDocument,
  issueTo,
  orderOf,
  report,
  wireDocuments,
} from '../testing/commands.ts';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { closeReplay, openReplay, TestJournal, upload } from '../testing/journal.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';

let fleet: TestFleet;
const tenantId = randomUUID();
const operator = person(tenantId);
let domainId: string;
let device: TestDevice;

beforeAll(async () => {
  fleet = await TestFleet.open();
  await fleet.tail.start();
  await fleet.subgraph.start?.();
  domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
});
afterAll(async () => {
  fleet.subgraph.drain?.();
  await fleet.subgraph.stop?.();
  await fleet.tail.stop();
  await fleet.close();
});

beforeEach(async () => {
  device = await enroll(fleet, operator, { domainId });
  await beat(fleet, device);
});

const stateOf = async (id: string) => (await commandNow(fleet, operator, id)).state;
const cancel = (commandId: string) =>
  fleet.run(operator, 'mutation ($input: CancelCommandInput!) { cancelCommand(input: $input) { state } }', {
    input: { commandId, reason: 'not needed' },
  });
/** Moves the time at which an acknowledged command is given up into the past, in its row and, as its owner, in the log. */
async function letRunOut(id: string): Promise<void> {
  const admin = await Database.open({ url: fleet.adminUrl, searchPath: ['log'], entities: [] });
  await admin.inTenant(everyTenant, (em) =>
    em.execute(
      `update log.events set data = data || '{"dueAt": "2020-01-01T00:00:00Z"}' where stream = ? and type = 'CommandAcknowledged'`,
      [`command-${id}`],
    ),
  );
  await admin.close();
  await fleet.sql(`update commands set due_at = now() - interval '1 second' where id = ?`, [id]);
}

async function commandKeyOf(of: TestDevice): Promise<string> {
  const document = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { commandKey } }';
  const input = { bootId: 'boot-1', epoch: 1, seq: 1, agentVersion: '1.0.0', health: 'OK', commandKey: '' };
  let key: string | null = null;
  for (let tries = 0; key === null && tries < 50; tries += 1) {
    key = (await fleet.run(of.viewer(), document, { input }))['heartbeat'].commandKey;
  }
  return key ?? '';
}

describe('a command', () => {
  test('is signed, handed over, acknowledged and applied', async () => {
    const id = await issueTo(fleet, operator, { device, kind: 'RESTART_SERVICE', payload: { service: 'cups' } });
    const { commands } = await awaitCommands(fleet, device);
    expect(commands).toMatchObject([{ id, kind: 'RESTART_SERVICE', payload: { service: 'cups' } }]);
    expect(isSigned(await commandKeyOf(device), commands[0])).toBe(true);
    const { envelope, signature } = commands[0];
    expect(JSON.parse(envelope)).toMatchObject({ commandId: id, tenantId, deviceId: device.id, authorityEpoch: 1 });
    const widened = envelope.replace('cups', 'sshd');
    expect(isSigned(await commandKeyOf(device), { envelope: widened, signature })).toBe(false);
    expect(await acknowledge(fleet, device, { commandId: id })).toBe(true);
    expect(await acknowledge(fleet, device, { commandId: id })).toBe(true);
    expect(await report(fleet, device, { commandId: id, exitCode: 0, output: 'done\0' })).toBe(true);
    expect(await report(fleet, device, { commandId: id, exitCode: 0, output: 'again' })).toBe(true);
    const fields = 'state attempts output report { exitCode outputBytes outputTruncated }';
    expect(await commandNow(fleet, operator, id, fields)).toEqual({
      state: 'APPLIED',
      attempts: 1,
      output: 'done\uFFFD',
      report: { exitCode: 0, outputBytes: 7, outputTruncated: false },
    });
  });

  test('that goes at most once is never handed over again, whatever the device has', async () => {
    const id = await issueTo(fleet, operator, { device, delivery: 'AT_MOST_ONCE' });
    expect((await awaitCommands(fleet, device)).commands).toHaveLength(1);
    await fleet.sql(`update commands set delivered_at = now() - interval '1 hour' where id = ?`, [id]);
    expect((await awaitCommands(fleet, device)).commands).toEqual([]);
  });

  test('that goes at least once comes again until the device has it', async () => {
    const id = await issueTo(fleet, operator, { device, delivery: 'AT_LEAST_ONCE' });
    await awaitCommands(fleet, device);
    expect((await awaitCommands(fleet, device)).commands).toEqual([]);
    const again = await awaitCommands(fleet, device, { waitMs: 5_000 });
    expect(again.commands).toMatchObject([{ id }]);
    expect((await awaitCommands(fleet, device, { have: [id] })).commands).toEqual([]);
    expect(await commandNow(fleet, operator, id, 'attempts state')).toEqual({ attempts: 2, state: 'DELIVERED' });
  });

  test('is cancelled before it is handed over, or the device is told to stop and says how far it came', async () => {
    const early = await issueTo(fleet, operator, { device });
    await cancel(early);
    expect((await awaitCommands(fleet, device)).commands).toEqual([]);
    const late = await issueTo(fleet, operator, { device, kind: 'DRAIN' });
    await awaitCommands(fleet, device);
    await acknowledge(fleet, device, { commandId: late });
    const waiting = awaitCommands(fleet, device, { waitMs: 5_000, have: [late] });
    await cancel(late);
    expect(await waiting).toMatchObject({ commands: [], cancelled: [late] });
    await report(fleet, device, { commandId: late, outcome: 'FAILED', partial: { moved: 3, left: 4 } });
    expect(await commandNow(fleet, operator, late, 'state report { partial }')).toEqual({
      state: 'CANCELLED',
      report: { partial: '{"moved":3,"left":4}' },
    });
    expect(await stateOf(early)).toBe('CANCELLED');
  });

  test('whose device vanished with it ends as unknown, and what the device says later is kept beside that', async () => {
    const id = await issueTo(fleet, operator, { device, delivery: 'AT_MOST_ONCE' });
    await awaitCommands(fleet, device);
    await acknowledge(fleet, device, { commandId: id });
    await letRunOut(id);
    await expect.poll(() => stateOf(id), { interval: 300 }).toBe('EXPIRED');
    const waiting = await awaitCommands(fleet, device, { have: [id] });
    expect(waiting.cancelled).toEqual([id]);
    expect(await report(fleet, device, { commandId: id, output: 'late' })).toBe(false);
    const fields = 'state stageReason output report { exitCode } lateReport { outcome outputBytes }';
    expect(await commandNow(fleet, operator, id, fields)).toEqual({
      state: 'EXPIRED',
      stageReason: 'NOT_REPORTED',
      output: 'late',
      report: null,
      lateReport: { outcome: 'APPLIED', outputBytes: 4 },
    });
  });

  test('that its device refuses has failed, with the reason', async () => {
    const id = await issueTo(fleet, operator, { device });
    await awaitCommands(fleet, device);
    expect(await acknowledge(fleet, device, { commandId: id, accepted: false, reason: 'policy' })).toBe(true);
    expect(await commandNow(fleet, operator, id, 'state stageReason')).toEqual({
      state: 'FAILED',
      stageReason: 'Refused by the device: policy',
    });
  });

  test('to take another channel changes the channel of the device when it was applied', async () => {
    const id = await issueTo(fleet, operator, { device, kind: 'SET_CHANNEL', payload: { channel: 'canary' } });
    await awaitCommands(fleet, device);
    await report(fleet, device, { commandId: id });
    const document = 'query ($id: ID!) { device(id: $id) { channel timeline(first: 1) { edges { node { type } } } } }';
    expect((await fleet.run(operator, document, { id: device.id }))['device']).toEqual({
      channel: 'canary',
      timeline: { edges: [{ node: { type: 'DeviceChannelChanged' } }] },
    });
  });

  test('ends by itself when nobody fetches it', async () => {
    const id = await issueTo(fleet, operator, { device, expiresInS: 5 });
    await expect.poll(() => stateOf(id), { interval: 500 }).toBe('EXPIRED');
    expect(await commandNow(fleet, operator, id, 'stageReason')).toEqual({ stageReason: 'NOT_DELIVERED' });
    expect((await awaitCommands(fleet, device)).commands).toEqual([]);
  });
});

describe('an order', () => {
  test('with the same key is the same command, also at the same moment; with another content it is a conflict', async () => {
    const input = orderOf([device.id]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => fleet.run(operator, issueDocument, { input })));
    const ids = answers.map(({ issueCommand }) => issueCommand.commands.edges[0].node.id as string);
    expect(new Set(ids).size).toBe(1);
    const rows = await fleet.sql(`select 1 from log.events where type = 'CommandQueued' and data ->> 'deviceId' = ?`, [
      device.id,
    ]);
    expect(rows).toHaveLength(1);
    const other = await fleet.refusal(operator, issueDocument, { input: { ...input, kind: 'UNCORDON' } });
    expect([other.code, other.details['idempotencyKey']]).toEqual(['CONFLICT', input.idempotencyKey]);
  });

  test('names the element that is wrong', async () => {
    for (const [element, fields] of [
      ['service', { kind: 'RESTART_SERVICE', payload: { service: '--now' } }],
      ['channel', { kind: 'SET_CHANNEL', payload: { channel: 'nightly' } }],
      ['force', { kind: 'CORDON', payload: { force: true } }],
      ['include', { kind: 'SUPPORT_BUNDLE', payload: { include: ['secrets'] } }],
      ['expiresInS', { expiresInS: 1 }],
      ['idempotencyKey', { idempotencyKey: 'a b' }],
      ['reason', { reason: 'x' }],
      ['target', { target: { deviceIds: [device.id], q: 'conn:LIVE' } }],
    ] as const) {
      const refusal = await fleet.refusal(operator, issueDocument, { input: orderOf([device.id], fields) });
      expect([refusal.code, refusal.details['element']]).toEqual(['INVALID_INPUT', element]);
    }
  });

  test('is not given to devices that are out, and says so for each', async () => {
    const [revoked, quarantined] = [
      await enroll(fleet, operator, { domainId }),
      await enroll(fleet, operator, { domainId }),
    ];
    const end = (what: string, id: string) =>
      fleet.run(operator, `mutation ($id: ID!) { ${what}(input: { deviceId: $id, reason: "gone" }) { id } }`, { id });
    await end('revokeDevice', revoked.id);
    await end('quarantineDevice', quarantined.id);
    await allowMany();
    const stranger = randomUUID();
    const ids = [device.id, revoked.id, quarantined.id, stranger];
    const { issueCommand } = await fleet.run(operator, issueDocument, { input: orderOf(ids) });
    expect(issueCommand.accepted).toBe(1);
    expect(
      new Map(issueCommand.refused.map((each: { deviceId: string; code: string }) => [each.deviceId, each.code])),
    ).toEqual(
      new Map([
        [revoked.id, 'REVOKED'],
        [quarantined.id, 'QUARANTINED'],
        [stranger, 'NOT_FOUND'],
      ]),
    );
    const alone = await fleet.refusal(operator, issueDocument, { input: orderOf([revoked.id]) });
    expect([alone.code, alone.details['reason']]).toEqual(['CONFLICT', 'REVOKED']);
  });

  test('is for operators of the tenant, and answers are for the device itself', async () => {
    const input = orderOf([device.id]);
    expect((await fleet.refusal(person(tenantId, 'VIEWER'), issueDocument, { input })).code).toBe('FORBIDDEN');
    expect((await fleet.refusal(person(randomUUID()), issueDocument, { input })).code).toBe('NOT_FOUND');
    const id = await issueTo(fleet, operator, { device });
    await awaitCommands(fleet, device);
    const other = await enroll(fleet, operator, { domainId });
    const variables = { input: { commandId: id, accepted: true } };
    expect((await fleet.refusal(other.viewer(), wireDocuments.acknowledge, variables)).code).toBe('NOT_FOUND');
    expect((await fleet.refusal(operator, wireDocuments.acknowledge, variables)).code).toBe('UNAUTHENTICATED');
    expect(await commandNow(fleet, person(randomUUID()), id)).toBeNull();
  });
});

async function allowMany() {
  const document = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
  const input = { domainId, fourEyesAboveDevices: 1_000, fourEyesAbovePct: 100, commandConcurrencyMax: 10_000 };
  await fleet.run(person(tenantId, 'TENANT_ADMIN'), document, { input });
}

describe('nothing is handed over', () => {
  test('while the device returns; then at once', async () => {
    const journal = new TestJournal(device);
    journal.write('LIFECYCLE', 'autonomy.began');
    const session = await openReplay(fleet, journal);
    const id = await issueTo(fleet, operator, { device });
    expect((await awaitCommands(fleet, device, { waitMs: 300 })).commands).toEqual([]);
    expect(await stateOf(id)).toBe('QUEUED');
    const waiting = awaitCommands(fleet, device, { waitMs: 10_000 });
    await upload(fleet, journal, { token: session.sessionToken, records: journal.records });
    await closeReplay(fleet, journal, session.sessionToken);
    expect((await waiting).commands).toMatchObject([{ id }]);
  });

  test('while the device is quarantined, and what it has to say waits as well', async () => {
    const [before, after] = [await issueTo(fleet, operator, { device }), await issueTo(fleet, operator, { device })];
    const first = (await awaitCommands(fleet, device, { max: 1 })).commands[0].id;
    const trust = (what: string) =>
      fleet.run(operator, `mutation ($id: ID!) { ${what}(input: { deviceId: $id, reason: "odd" }) { id } }`, {
        id: device.id,
      });
    await trust('quarantineDevice');
    expect((await awaitCommands(fleet, device, { have: [first] })).commands).toEqual([]);
    const said = await fleet.refusal(device.viewer(), wireDocuments.report, {
      input: { commandId: first, outcome: 'APPLIED' },
    });
    expect([said.code, said.details['trust']]).toEqual(['FORBIDDEN', 'QUARANTINED']);
    const waiting = awaitCommands(fleet, device, { waitMs: 10_000, have: [first] });
    await trust('releaseDevice');
    expect((await waiting).commands.map(({ id }: { id: string }) => id)).toEqual(
      [before, after].filter((id) => id !== first),
    );
    expect(await report(fleet, device, { commandId: first })).toBe(true);
  });

  test('beyond what runs at a time in a domain, until a place is free', async () => {
    const domain = await createDomain(fleet, operator, { name: 'Narrow', slug: `narrow-${randomUUID().slice(0, 8)}` });
    const document = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), document, {
      input: { domainId: domain, commandConcurrencyMax: 1 },
    });
    const [one, two] = [
      await enroll(fleet, operator, { domainId: domain }),
      await enroll(fleet, operator, { domainId: domain }),
    ];
    const first = await issueTo(fleet, operator, { device: one });
    const second = await issueTo(fleet, operator, { device: two });
    expect((await awaitCommands(fleet, one)).commands).toHaveLength(1);
    const waiting = awaitCommands(fleet, two, { waitMs: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await stateOf(second)).toBe('QUEUED');
    await report(fleet, one, { commandId: first });
    expect((await waiting).commands).toMatchObject([{ id: second }]);
  });
});

describe('waiting', () => {
  test('of fifty devices holds no connection, and each is woken by its own command', async () => {
    await allowMany();
    const devices: TestDevice[] = [];
    for (let count = 0; count < 50; count += 1) devices.push(await enroll(fleet, operator, { domainId }));
    const waiting = devices.map((each) => awaitCommands(fleet, each, { waitMs: 20_000 }));
    await expect
      .poll(() => fleet.subgraph.database.pool.idleCount === fleet.subgraph.database.pool.totalCount)
      .toBe(true);
    const startedAt = performance.now();
    const { issueCommand } = await fleet.run(operator, issueDocument, { input: orderOf(devices.map(({ id }) => id)) });
    expect(issueCommand.accepted).toBe(50);
    const deliveries = await Promise.all(waiting);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const got = deliveries.map(({ commands }, index) => [
      commands.length,
      JSON.parse(commands[0].envelope).deviceId === devices[index]?.id,
    ]);
    expect(got.every(([count, isOwn]) => count === 1 && isOwn === true)).toBe(true);
  }, 60_000);

  test('ends for an older call when the device calls again, and for all when the process ends', async () => {
    const older = awaitCommands(fleet, device, { waitMs: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const newer = awaitCommands(fleet, device, { waitMs: 1_000 });
    expect(await older).toMatchObject({ commands: [], retryAfterMs: 5_000 });
    expect(await newer).toMatchObject({ commands: [], retryAfterMs: null });
  });

  test('is bounded, and what waits is told with every heartbeat', async () => {
    const refusal = await fleet.refusal(device.viewer(), wireDocuments.await, {
      input: { waitMs: 25_001, max: 1, have: [] },
    });
    expect(refusal.details['element']).toBe('waitMs');
    await issueTo(fleet, operator, { device });
    const document = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { pendingCommands } }';
    const input = { bootId: 'boot-1', epoch: 1, seq: 2, agentVersion: '1.0.0', health: 'OK' };
    expect((await fleet.run(device.viewer(), document, { input }))['heartbeat'].pendingCommands).toBe(1);
    await awaitCommands(fleet, device);
    expect((await fleet.run(device.viewer(), document, { input }))['heartbeat'].pendingCommands).toBeLessThanOrEqual(1);
  });
});

describe('a race', () => {
  test('of delivery with cancel and expiry ends in one of them, and what was cancelled is not handed over', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await issueTo(fleet, operator, { device, delivery: 'AT_MOST_ONCE', expiresInS: 60 });
      const [handed] = await Promise.all([
        awaitCommands(fleet, device),
        cancel(id),
        awaitCommands(fleet, device, { max: 1 }),
      ]);
      const now = await commandNow(fleet, operator, id, 'state cancelRequestedAt attempts');
      if (now.state === 'CANCELLED') {
        expect([now.attempts, handed.commands]).toEqual([0, []]);
      } else {
        expect(now).toMatchObject({ state: 'DELIVERED', attempts: 1 });
        expect(now.cancelRequestedAt).not.toBeNull();
        expect(await acknowledge(fleet, device, { commandId: id })).toBe(false);
        expect(await stateOf(id)).toBe('CANCELLED');
      }
    }
  });

  test('of a report with a cancel records the report', async () => {
    const id = await issueTo(fleet, operator, { device });
    await awaitCommands(fleet, device);
    await Promise.allSettled([report(fleet, device, { commandId: id }), cancel(id)]);
    expect(await stateOf(id)).toBe('APPLIED');
  });
});

test('changes of commands are told to who watches the device', async () => {
  const document = 'subscription ($id: ID!) { commandChanged(deviceId: $id) { seq command { id state } } }';
  const changes = await fleet.subscribe(operator, document, { id: device.id });
  const id = await issueTo(fleet, operator, { device });
  expect((await changes.next())['commandChanged']).toMatchObject({ seq: 1, command: { id } });
  await awaitCommands(fleet, device);
  expect((await changes.next())['commandChanged'].command.id).toBe(id);
  await changes.close();
});
