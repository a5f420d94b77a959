import { randomUUID } from 'node:crypto';
import type { Refusal } from '@flotilla/kernel/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JournalRecord } from '../journal/chain.ts';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { chunkOf, closeReplay, openReplay, replayDocuments, TestJournal, upload } from '../testing/journal.ts';
import { acceptedPrefixes, isLocked } from './queries.ts';

let fleet: TestFleet;
const operator = person(randomUUID());
let domainId: string;
let device: TestDevice;
let journal: TestJournal;

beforeAll(async () => {
  fleet = await TestFleet.open();
  domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
});
afterAll(() => fleet.close());

beforeEach(async () => {
  device = await enroll(fleet, operator, { domainId });
  await beat(fleet, device);
  journal = new TestJournal(device);
});

async function deviceNow(fields: string) {
  const document = `query ($id: ID!) { device(id: $id) { ${fields} } }`;
  return (await fleet.run(operator, document, { id: device.id }))['device'];
}

async function goAway(): Promise<void> {
  await fleet.sql(`update device_liveness set mode = 'DISCONNECTED' where device_id = ?`, [device.id]);
  await fleet.sql(`update devices set mode = 'DISCONNECTED' where id = ?`, [device.id]);
}

async function accepted(): Promise<number[]> {
  const rows = await fleet.sql<{ data: { seq: number } | string }>(
    `select data from log.events where stream = ? and type = 'DeviceJournalRecorded' order by stream_version`,
    [`journal-${device.id}`],
  );
  return rows.map(({ data }) => (typeof data === 'string' ? JSON.parse(data) : data).seq);
}

function uploadRefusal(input: Record<string, unknown>, viewer = device.viewer()): Promise<Refusal> {
  return fleet.refusal(viewer, replayDocuments.upload, { input });
}

function free(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
  return fleet.subgraph.database.inTenant(operator.tenantId ?? '', (em) =>
    isLocked(em, operator.tenantId ?? '', deviceIds),
  );
}

describe('a device that comes back', () => {
  test('delivers its journal and is live again, each decision judged', async () => {
    await goAway();
    journal.write('LIFECYCLE', 'autonomy.began');
    journal.decide('restart_service');
    journal.decide('policy_applied', 0);
    journal.writeMany(3);
    const session = await openReplay(fleet, journal);
    expect(session).toMatchObject({ sessionEpoch: 1, resumeFrom: 1, nothingToReplay: false, retryAfterMs: null });
    expect(await deviceNow('state connectivity { mode } replay { state acceptedSeq lastSeq }')).toEqual({
      state: 'RETURNING_HANDSHAKE',
      connectivity: { mode: 'RETURNING' },
      replay: { state: 'LOCKED', acceptedSeq: 0, lastSeq: 6 },
    });
    const token = session.sessionToken;
    expect(await upload(fleet, journal, { token, records: journal.records.slice(0, 4) })).toEqual({
      acknowledgedSeq: 4,
      duplicate: false,
      retryAfterMs: null,
    });
    expect((await deviceNow('connectivity { mode }')).connectivity.mode).toBe('REPLAYING');
    expect((await upload(fleet, journal, { token, records: journal.records.slice(4) })).acknowledgedSeq).toBe(6);
    expect((await deviceNow('replay { state ratePerS etaS }')).replay).toMatchObject({ state: 'RECONCILING', etaS: 0 });
    expect(await closeReplay(fleet, journal, token)).toEqual({
      outcome: 'LIVE',
      permitted: 1,
      conflicts: 1,
      unauthorised: 0,
      mode: 'LIVE',
      evidence: null,
    });
    const after = await deviceNow(`trust connectivity { mode } replay { state conflicts endReason }
      replays(first: 5) { edges { node { sessionEpoch } } }
      journal(first: 3) { edges { node { seq kind verdict because class } } pageInfo { hasNextPage } }`);
    expect(after).toMatchObject({
      trust: 'TRUSTED',
      connectivity: { mode: 'LIVE' },
      replay: { state: 'CONCLUDED', conflicts: 1, endReason: 'LIVE' },
      replays: { edges: [{ node: { sessionEpoch: 1 } }] },
      journal: { pageInfo: { hasNextPage: true }, edges: [{ node: { seq: 6 } }, { node: { seq: 5 } }, {}] },
    });
  });

  test('with nothing to replay goes straight on', async () => {
    await openReplay(fleet, journal);
    await goAway();
    expect(await openReplay(fleet, journal)).toMatchObject({ nothingToReplay: true, sessionToken: '' });
    expect((await deviceNow('connectivity { mode }')).connectivity.mode).toBe('LIVE');
    expect(await free([device.id])).toEqual(new Set());
  });

  test('looks as if it had been away only if it was, or has much to deliver', async () => {
    const mode = async () => (await deviceNow('connectivity { mode }')).connectivity.mode;
    journal.writeMany(2);
    await openReplay(fleet, journal);
    expect(await mode()).toBe('LIVE');
    journal.writeMany(260);
    const { sessionToken: token } = await openReplay(fleet, journal);
    expect(await mode()).toBe('RETURNING');
    await upload(fleet, journal, { token, records: journal.records.slice(0, 250) });
    expect(await mode()).toBe('REPLAYING');
    await upload(fleet, journal, { token, records: journal.records.slice(250) });
    expect((await closeReplay(fleet, journal, token)).mode).toBe('LIVE');
  });

  test('goes on where its interrupted session was acknowledged', async () => {
    journal.writeMany(5);
    const first = await openReplay(fleet, journal);
    await upload(fleet, journal, { token: first.sessionToken, records: journal.records.slice(0, 3) });
    const second = await openReplay(fleet, journal);
    expect(second).toMatchObject({ sessionEpoch: 2, resumeFrom: 4, resumeHash: journal.records[2]?.hash });
    await upload(fleet, journal, { token: second.sessionToken, records: journal.records.slice(3) });
    expect((await closeReplay(fleet, journal, second.sessionToken)).outcome).toBe('LIVE');
    expect(await accepted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('is quarantined for a decision nobody authorised, with the place of the record as evidence', async () => {
    journal.writeMany(2);
    journal.decide('open_the_door');
    const { sessionToken: token } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token, records: journal.records });
    const evidence = `journal-${device.id}@3`;
    expect(await closeReplay(fleet, journal, token)).toMatchObject({
      outcome: 'QUARANTINED',
      unauthorised: 1,
      evidence,
    });
    expect(await deviceNow('trust stateReason')).toEqual({
      trust: 'QUARANTINED',
      stateReason: expect.stringContaining('1 of the decisions it took on its own was not authorised.'),
    });
    const refusal = await fleet.refusal(device.viewer(), replayDocuments.open, { input: journal.hello() });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'QUARANTINED' } });
    expect(await free([device.id])).toEqual(new Set());
  });

  test('may decide what its domain or one above lists', async () => {
    const admin = person(operator.tenantId ?? '', 'TENANT_ADMIN');
    const above = await createDomain(fleet, operator, { name: 'Doors', slug: 'doors' });
    const below = await createDomain(fleet, operator, { name: 'Front', slug: 'front', parentId: above });
    const set = `mutation ($input: SetDecisionPolicyInput!) { setDecisionPolicy(input: $input) { localDecisions } }`;
    const listed = await fleet.run(admin, set, { input: { domainId: above, allowed: ['open_the_door'] } });
    expect(listed).toEqual({ setDecisionPolicy: { localDecisions: ['open_the_door'] } });
    journal = new TestJournal(await enroll(fleet, operator, { domainId: below }));
    journal.decide('open_the_door');
    const { sessionToken: token } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token, records: journal.records });
    expect(await closeReplay(fleet, journal, token)).toMatchObject({ outcome: 'LIVE', permitted: 1 });
    const wrong = { input: { domainId: above, allowed: ['Open the door'] } };
    expect((await fleet.refusal(admin, set, wrong)).code).toBe('INVALID_INPUT');
    expect((await fleet.refusal(operator, set, wrong)).code).toBe('FORBIDDEN');
  });

  test('does not evade its quarantine by saying hello again instead of closing', async () => {
    journal.decide('open_the_door');
    const { sessionToken: token } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token, records: journal.records });
    expect((await openReplay(fleet, journal)).nothingToReplay).toBe(true);
    expect((await deviceNow('trust')).trust).toBe('QUARANTINED');
  });

  test('declares what it dropped, and every record is accounted for', async () => {
    journal.writeMany(10);
    journal.drop(1, 2);
    journal.drop(5, 6);
    journal.drop(10, 10);
    const session = await openReplay(fleet, journal);
    expect(session).toMatchObject({ resumeFrom: 3 });
    const { sessionToken: token } = session;
    expect((await upload(fleet, journal, { token, records: journal.records })).acknowledgedSeq).toBe(10);
    await closeReplay(fleet, journal, token);
    expect(await accepted()).toEqual([3, 4, 7, 8, 9]);
    const { replay, journal: page } = await deviceNow(
      'replay { dropped } journal { edges { node { seq toSeq isDropped } } }',
    );
    expect(replay.dropped).toBe(5);
    expect(page.edges[0].node).toEqual({ seq: 10, toSeq: 10, isDropped: true });
  });

  test('may not leave a hole, forge a drop, or be set back', async () => {
    const refused = async (input: Record<string, unknown>) => {
      const { code, details } = await fleet.refusal(device.viewer(), replayDocuments.open, { input });
      return [code, details['reason']];
    };
    journal.writeMany(4);
    expect(await refused({ ...journal.hello(), firstSeq: 2 })).toEqual(['CONFLICT', 'HOLE']);
    journal.drop(1, 1);
    const [drop] = journal.drops;
    expect(await refused({ ...journal.hello(), dropped: [{ ...drop, toSeq: 2, count: 2 }] })).toEqual([
      'INVALID_INPUT',
      'SIGNATURE',
    ]);
    const { sessionToken: token } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token, records: journal.records });
    await closeReplay(fleet, journal, token);
    expect(await refused({ ...journal.hello(), lastSeq: 3 })).toEqual(['CONFLICT', 'BEHIND']);
    expect(await refused({ ...journal.hello(), lastHash: 'ab'.repeat(32) })).toEqual(['CONFLICT', 'FORKED']);
    const renewed = new TestJournal(device, 2);
    expect((await openReplay(fleet, renewed)).nothingToReplay).toBe(true);
    expect(await refused(journal.hello())).toEqual(['CONFLICT', 'EPOCH']);
  });
});

describe('a chunk', () => {
  let token: string;
  beforeEach(async () => {
    journal.writeMany(3);
    journal.decide('buffer');
    token = (await openReplay(fleet, journal)).sessionToken;
  });

  test('is taken once however often it comes', async () => {
    const all = journal.records;
    await upload(fleet, journal, { token, records: all.slice(0, 2) });
    expect(await upload(fleet, journal, { token, records: all.slice(0, 2) })).toMatchObject({ duplicate: true });
    expect(await upload(fleet, journal, { token, records: all })).toMatchObject({
      acknowledgedSeq: 4,
      duplicate: false,
    });
    expect(await accepted()).toEqual([1, 2, 3, 4]);
  });

  test('that comes eight times at the same moment is taken once', async () => {
    const sent = Array.from({ length: 8 }, () => upload(fleet, journal, { token, records: journal.records }));
    const receipts = await Promise.all(sent);
    expect(receipts.map(({ acknowledgedSeq }) => acknowledgedSeq)).toEqual(Array(8).fill(4));
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await accepted()).toEqual([1, 2, 3, 4]);
  });

  test('that overtakes another is refused with the number that comes next', async () => {
    const input = chunkOf(journal, token, journal.records.slice(2));
    expect(await uploadRefusal(input)).toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'GAP', acknowledgedSeq: 0, expectedSeq: 1 },
    });
    expect(await accepted()).toEqual([]);
  });

  const other = 'cd'.repeat(32);
  const mutations: readonly [string, (record: JournalRecord) => object, string][] = [
    ['seq', ({ seq }) => ({ seq: seq + 1 }), 'ORDER'],
    ['class', () => ({ class: 'SECURITY' }), 'CHAIN'],
    ['kind', () => ({ kind: 'snapshot.other' }), 'CHAIN'],
    ['atMs', ({ atMs }) => ({ atMs: atMs + 1 }), 'CHAIN'],
    ['body', ({ body }) => ({ body: `${body} ` }), 'CHAIN'],
    ['hash', () => ({ hash: other }), 'SIGNATURE'],
    ['signature', () => ({ signature: Buffer.from('nobody').toString('base64') }), 'SIGNATURE'],
  ];
  test.for(mutations)('with another %s is refused by name and takes nothing', async ([, mutate, reason]) => {
    const [first, second, third, fourth] = journal.records as [
      JournalRecord,
      JournalRecord,
      JournalRecord,
      JournalRecord,
    ];
    const changed = { ...second, ...mutate(second) };
    const input = chunkOf(journal, token, [first, changed, third, fourth]);
    expect(await uploadRefusal(input)).toMatchObject({ code: 'INVALID_INPUT', details: { reason } });
    expect(await accepted()).toEqual([]);
    expect((await upload(fleet, journal, { token, records: journal.records })).acknowledgedSeq).toBe(4);
  });

  test('with a whole chain that was signed by somebody else is refused', async () => {
    const stranger = await enroll(fleet, operator, { domainId });
    const foreign = new TestJournal(stranger);
    foreign.writeMany(2);
    const input = chunkOf(journal, token, foreign.records);
    expect(await uploadRefusal(input)).toMatchObject({ code: 'INVALID_INPUT', details: { reason: 'SIGNATURE' } });
    expect(await accepted()).toEqual([]);
  });

  test('with a token that is another device’s, superseded, made up or shown with another certificate is refused', async () => {
    const input = chunkOf(journal, token, journal.records);
    const stranger = await enroll(fleet, operator, { domainId });
    const strangers = new TestJournal(stranger);
    strangers.writeMany(1);
    const theirs = (await openReplay(fleet, strangers)).sessionToken;
    const refusals = [
      await uploadRefusal({ ...input, sessionToken: theirs }),
      await uploadRefusal({ ...input, sessionToken: 'r1.9.nonsense' }),
      await uploadRefusal(input, device.viewer('00'.repeat(32))),
    ];
    expect(refusals.map(({ code, details }) => [code, details])).toEqual([
      ['FORBIDDEN', { session: 'FOREIGN' }],
      ['FORBIDDEN', { session: 'FOREIGN' }],
      ['UNAUTHENTICATED', { trust: 'TRUSTED', certificate: 'SUPERSEDED' }],
    ]);
    const newer = (await openReplay(fleet, journal)).sessionToken;
    expect(await uploadRefusal(input)).toMatchObject({ code: 'CONFLICT', details: { reason: 'SUPERSEDED' } });
    await fleet.sql(`update replay_heads set fingerprint = 'other' where device_id = ?`, [device.id]);
    const refusal = await uploadRefusal({ ...input, sessionToken: newer });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN', details: { session: 'OTHER_CERTIFICATE' } });
    expect(await accepted()).toEqual([]);
  });

  test('is judged alike whatever the device’s clock says', async () => {
    const dayMs = 86_400_000;
    const verdicts: unknown[] = [];
    for (const skewMs of [0, dayMs, -dayMs, -Date.now()]) {
      device = await enroll(fleet, operator, { domainId });
      const skewed = new TestJournal(device);
      for (const [what, epoch] of [
        ['buffer', 1],
        ['policy_applied', 0],
      ] as const) {
        const atMs = Math.trunc(Date.now() + (skewMs * (1 + epoch)) / 2);
        skewed.write('DECISION', `decision.${what}`, { body: { authorityEpoch: epoch }, atMs });
      }
      const session = await openReplay(fleet, skewed);
      await upload(fleet, skewed, { token: session.sessionToken, records: skewed.records });
      verdicts.push(await closeReplay(fleet, skewed, session.sessionToken));
    }
    expect(new Set(verdicts.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(verdicts[0]).toMatchObject({ outcome: 'LIVE', permitted: 1, conflicts: 1 });
  });
});

describe('the lock', () => {
  test('has one holder: of many hellos at once only the newest can go on', async () => {
    journal.writeMany(2);
    const sessions = await Promise.all(Array.from({ length: 6 }, () => openReplay(fleet, journal)));
    expect(sessions.map(({ sessionEpoch }) => sessionEpoch).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    const uploads = await Promise.allSettled(
      sessions.map(({ sessionToken }) => upload(fleet, journal, { token: sessionToken, records: journal.records })),
    );
    const held = sessions.filter((_, index) => uploads[index]?.status === 'fulfilled');
    expect(held.map(({ sessionEpoch }) => sessionEpoch)).toEqual([6]);
    expect(await accepted()).toEqual([1, 2]);
  });

  test('is closed once, and a repeated close is answered alike', async () => {
    journal.decide('buffer');
    const { sessionToken: token } = await openReplay(fleet, journal);
    const early = await fleet.refusal(device.viewer(), replayDocuments.close, {
      input: { sessionToken: token, lastSeq: 1 },
    });
    expect(early).toMatchObject({ code: 'CONFLICT', details: { reason: 'INCOMPLETE', acknowledgedSeq: 0 } });
    await upload(fleet, journal, { token, records: journal.records });
    const closed = await Promise.all([1, 2, 3].map(() => closeReplay(fleet, journal, token)));
    expect(new Set(closed.map((each) => JSON.stringify(each))).size).toBe(1);
    const input = chunkOf(journal, token, journal.records);
    expect(await uploadRefusal(input)).toMatchObject({ code: 'CONFLICT', details: { reason: 'ENDED' } });
  });

  test('shows those who deliver commands who is under it, and makes nobody wait', async () => {
    const { tenantId } = device;
    const { database } = fleet.subgraph;
    journal.writeMany(1);
    expect(await free([device.id])).toEqual(new Set());
    // A delivery that began before the hello ends before the hello.
    const order: string[] = [];
    const delivery = database.inTenant(tenantId, async (em) => {
      expect(await isLocked(em, tenantId, [device.id])).toEqual(new Set());
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push('delivered');
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const opening = openReplay(fleet, journal).then((session) => {
      order.push('locked');
      return session;
    });
    await Promise.all([delivery, opening]);
    expect(order).toEqual(['delivered', 'locked']);
    expect(await free([device.id])).toEqual(new Set([device.id]));
    await database.inTenant(tenantId, async (em) => {
      await em.execute('select 1 from replay_heads where device_id = ? for update', [device.id]);
      expect(await free([device.id])).toEqual(new Set([device.id]));
    });
    const { sessionToken: token } = await opening;
    await upload(fleet, journal, { token, records: journal.records });
    const prefixes = await database.inTenant(tenantId, (em) => acceptedPrefixes(em, tenantId, [device.id]));
    expect(prefixes.get(device.id)).toEqual({ epoch: 1, acknowledgedSeq: 1, isLocked: true });
    await closeReplay(fleet, journal, token);
    expect(await free([device.id])).toEqual(new Set());
  });
});

test('a device of another tenant is not shown, and only a device may call', async () => {
  const elsewhere = person(randomUUID());
  const document = `query ($id: ID!) { device(id: $id) { replay { state } } }`;
  expect((await fleet.run(elsewhere, document, { id: device.id }))['device']).toBeNull();
  const refusal = await fleet.refusal(operator, replayDocuments.open, { input: journal.hello() });
  expect(refusal.code).toBe('UNAUTHENTICATED');
});
