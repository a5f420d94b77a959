import { randomUUID } from 'node:crypto';
import { createLogger } from '@flotilla/kernel/logger';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { openReplay, TestJournal, upload } from '../testing/journal.ts';
import { replayService, type ReplayServiceParts } from './desk/service.ts';
import { replaySteps, type ReplayStep } from './desk/steps.ts';
import { silentAfterS } from './desk/sweep.ts';
import { replaySessionsProjection } from './projection.ts';

let fleet: TestFleet;
const operator = person(randomUUID());
let domainId: string;

beforeAll(async () => {
  fleet = await TestFleet.open();
  domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
});
afterAll(() => fleet.close());

async function returning(): Promise<TestJournal> {
  const device = await enroll(fleet, operator, { domainId });
  await beat(fleet, device);
  const journal = new TestJournal(device);
  journal.write('SECURITY', 'security.login');
  journal.writeMany(4);
  journal.decide('buffer');
  journal.drop(3, 3);
  return journal;
}

/** A process of its own, as far as replays go: it shares nothing with another but the database. */
function processWith(probe?: ReplayServiceParts['probe']) {
  const logger = createLogger({ name: 'test', level: 'silent' });
  return replayService({ database: fleet.subgraph.database, tail: fleet.tail, logger, ...(probe && { probe }) });
}

function callOf({ id: deviceId, tenantId, fingerprint }: TestDevice) {
  return { deviceId, tenantId, fingerprint, requestId: 'test' };
}

/** What an agent does: hello, chunks of two from where it is told, close; after a broken call all of it again. */
async function comeBack(journal: TestJournal, desks: () => ReturnType<typeof processWith>['desk']): Promise<string> {
  const call = callOf(journal.device);
  for (let attempt = 0; attempt < 30; attempt += 1) {
    try {
      const hello = journal.hello() as never;
      const session = await desks().open(call, hello);
      if (session.nothingToReplay) return 'nothing to replay';
      let at = session.resumeFrom;
      for (;;) {
        const records = journal.records.filter(({ seq }) => seq >= at).slice(0, 2);
        if (records.length === 0) break;
        const input = { sessionToken: session.sessionToken, epoch: 1, fromSeq: records[0]?.seq ?? 0, records };
        at = (await desks().upload(call, input)).acknowledgedSeq + 1;
      }
      const input = { sessionToken: session.sessionToken, lastSeq: journal.lastSeq };
      return (await desks().close(call, input)).outcome;
    } catch (thrown) {
      if (!(thrown instanceof Error) || !/killed|terminat|connection error/i.test(thrown.message)) throw thrown;
    }
  }
  return 'never';
}

async function books(deviceId: string) {
  const rows = await fleet.sql<{ type: string; data: Record<string, number> | string }>(
    `select type, data from log.events where stream in (?, ?) order by position`,
    [`journal-${deviceId}`, `replay-${deviceId}`],
  );
  const facts = rows.map(({ type, data }) => ({ type, data: typeof data === 'string' ? JSON.parse(data) : data }));
  const ofType = (type: string) => facts.filter((fact) => fact.type === type).map(({ data }) => data);
  return {
    seqs: ofType('DeviceJournalRecorded').map(({ seq }) => seq),
    dropped: ofType('DeviceJournalDropped').map(({ fromSeq, toSeq }) => [fromSeq, toSeq]),
    accepted: ofType('ReplayConcluded').reduce((sum, { accepted }) => sum + accepted, 0),
  };
}

describe('a process that dies', () => {
  const deaths = replaySteps.flatMap((step) => [1, 2].map((time) => [step, time] as const));
  test.for(deaths)('at "%s", for the %i. time, loses nothing and doubles nothing', async ([step, time]) => {
    const journal = await returning();
    let left = time;
    const dying = processWith((reached: ReplayStep) => {
      if (reached !== step || (left -= 1) !== 0) return;
      throw new Error('killed');
    });
    const outcome = await comeBack(journal, () => (left > 0 ? dying : processWith()).desk);
    expect(['LIVE', 'nothing to replay']).toContain(outcome);
    const after = await books(journal.device.id);
    expect(after).toEqual({ seqs: [1, 2, 4, 5, 6], dropped: [[3, 3]], accepted: 5 });
    const heads = await fleet.sql('select session_id from replay_heads where device_id = ?', [journal.device.id]);
    expect(heads).toEqual([{ session_id: null }]);
  });

  test.for(['upload: recorded', 'close: recorded'] as const)(
    'together with its connection at "%s" leaves no half of a call',
    async (step) => {
      const journal = await returning();
      let isAlive = true;
      const dying = processWith(async (reached: ReplayStep) => {
        if (reached !== step || !isAlive) return;
        isAlive = false;
        await fleet.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`,
        );
      });
      const outcome = await comeBack(journal, () => (isAlive ? dying : processWith()).desk);
      expect(isAlive).toBe(false);
      expect(['LIVE', 'nothing to replay']).toContain(outcome);
      expect((await books(journal.device.id)).seqs).toEqual([1, 2, 4, 5, 6]);
    },
  );
});

describe('a device that goes silent', () => {
  test('loses the lock after a bounded time, keeps what was accepted, and goes on from there', async () => {
    const journal = await returning();
    const { id } = journal.device;
    await fleet.sql(`update device_liveness set mode = 'DISCONNECTED' where device_id = ?`, [id]);
    await fleet.sql(`update devices set mode = 'DISCONNECTED' where id = ?`, [id]);
    const { sessionToken: token } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token, records: journal.records.slice(0, 2) });
    const { sweep } = processWith();
    const modeNow = async () => (await fleet.sql('select mode from devices where id = ?', [id]))[0].mode;
    await sweep.run();
    expect(await fleet.sql('select session_id is null as free from replay_heads where device_id = ?', [id])).toEqual([
      { free: false },
    ]);
    const silence = `update replay_heads set heard_at = heard_at - ? * interval '1 s' where device_id = ?`;
    await fleet.sql(silence, [silentAfterS + 1, id]);
    await fleet.letTimePass(600_000);
    await sweep.run();
    expect(await modeNow()).toBe('DISCONNECTED');
    const document = `query ($id: ID!) { device(id: $id) { replay { state endReason acceptedSeq } } }`;
    expect((await fleet.run(operator, document, { id }))['device'].replay).toEqual({
      state: 'ABORTED',
      endReason: 'SILENT',
      acceptedSeq: 3,
    });
    expect(await comeBack(journal, () => processWith().desk)).toBe('LIVE');
    expect(await books(id)).toEqual({ seqs: [1, 2, 4, 5, 6], dropped: [[3, 3]], accepted: 5 });
    expect(await modeNow()).toBe('LIVE');
  });
});

describe('a quarantine', () => {
  test('lets nothing of a replay land after it', async () => {
    const device = await enroll(fleet, operator, { domainId });
    const journal = new TestJournal(device);
    journal.writeMany(60);
    const { sessionToken: token } = await openReplay(fleet, journal);
    const quarantine = `mutation ($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "suspicious" }) { trust } }`;
    const loop = (async () => {
      for (let at = 0; at < 60; at += 2)
        await upload(fleet, journal, { token, records: journal.records.slice(at, at + 2) });
    })().catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await fleet.run(operator, quarantine, { id: device.id });
    expect(await loop).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'QUARANTINED' } });
    const [late] = await fleet.sql<{ count: number }>(
      `select count(*)::integer as count from log.events j, log.events q
       where j.stream = ? and q.stream = ? and q.type = 'DeviceQuarantined' and j.position > q.position`,
      [`journal-${device.id}`, `device-${device.id}`],
    );
    expect(late?.count).toBe(0);
    const document = `query ($id: ID!) { quarantinedItems(deviceId: $id, first: 5) { edges { node { kind } } } }`;
    const items = (await fleet.run(operator, document, { id: device.id }))['quarantinedItems'];
    expect(items.edges).toEqual([{ node: { kind: 'EVENTS' } }]);
  });
});

describe('the budget of a site', () => {
  const settings = `mutation ($id: ID!, $rate: Int!) {
    setDomainSettings(input: { domainId: $id, replayBudgetRecordsPerS: $rate }) { id }
  }`;

  test('is kept by all processes together, and leaves a part to security and lifecycle', async () => {
    const admin = person(operator.tenantId ?? '', 'TENANT_ADMIN');
    const slow = await createDomain(fleet, operator, { name: 'Slow', slug: 'slow' });
    await fleet.run(admin, settings, { id: slow, rate: 10 });
    const desks = [processWith().desk, processWith().desk];
    const journals: TestJournal[] = [];
    for (let n = 0; n < 4; n += 1) {
      const device = await enroll(fleet, operator, { domainId: slow, name: `kiosk ${n}` });
      const journal = new TestJournal(device);
      journal.writeMany(250);
      journals.push(journal);
    }
    const urgent = new TestJournal(await enroll(fleet, operator, { domainId: slow, name: 'urgent' }));
    urgent.write('SECURITY', 'security.login');
    const sending = journals.map(async (journal, n) => {
      const desk = desks[n % 2]!;
      const call = callOf(journal.device);
      const { sessionToken } = await desk.open(call, journal.hello() as never);
      return desk.upload(call, { sessionToken, epoch: 1, fromSeq: 1, records: journal.records });
    });
    const outcomes = await Promise.allSettled(sending);
    // The bucket holds 500 and keeps a quarter back: one chunk of 250 goes in, whoever asks.
    const taken = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 'replayBudgetRecordsPerS' } });
      expect(outcome.reason.retryAfterMs).toBeGreaterThan(0);
    }
    const call = callOf(urgent.device);
    const { sessionToken } = await desks[0]!.open(call, urgent.hello() as never);
    const receipt = await desks[0]!.upload(call, { sessionToken, epoch: 1, fromSeq: 1, records: urgent.records });
    expect(receipt.acknowledgedSeq).toBe(1);
  });
});

test('whoever watches a return hears of it as it moves on', async () => {
  const journal = await returning();
  const { id } = journal.device;
  const document = `subscription ($id: ID!) { replayProgress(deviceId: $id) { deviceId replay { state acceptedSeq } } }`;
  const subscription = await fleet.subscribe(operator, document, { id });
  const next = subscription.next();
  const { sessionToken: token } = await openReplay(fleet, journal);
  expect((await next).replayProgress).toEqual({ deviceId: id, replay: { state: 'LOCKED', acceptedSeq: 0 } });
  await upload(fleet, journal, { token, records: journal.records });
  expect((await subscription.next()).replayProgress.replay).toEqual({ state: 'RECONCILING', acceptedSeq: 6 });
  await subscription.close();
  const elsewhere = person(randomUUID());
  await expect(fleet.subscribe(elsewhere, document, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the rows of sessions that were written along the way are the rows the log folds to', async () => {
  const { adminUrl, url, subgraph } = fleet;
  const projection = replaySessionsProjection;
  const options = {
    schema: 'fleet',
    isApplied: false,
    entities: subgraph.database.entities,
    onProgress: () => undefined,
  };
  const report = await rebuild({ adminUrl, url, projection, ...options });
  expect(report.tables).toMatchObject([{ table: 'replay_sessions', onlyLive: 0, onlyRebuilt: 0 }]);
  expect(report.tables[0]?.rows).toBeGreaterThan(10);
});
