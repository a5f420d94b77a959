/** What devices hear of what they may decide on their own, on real PostgreSQL. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { locallyAllowed } from '../journal/verdict.ts';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { createDomain, enroll, heartbeatInput } from '../testing/journeys.ts';
import { closeReplay, openReplay, TestJournal, upload } from '../testing/journal.ts';

const admin = person(randomUUID(), 'TENANT_ADMIN');
const document = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { allowedDecisions } }';
let fleet: TestFleet;

beforeAll(async () => {
  fleet = await TestFleet.open();
});
afterAll(() => fleet.close());

async function toldTo(device: TestDevice): Promise<string[]> {
  return (await fleet.run(device.viewer(), document, { input: heartbeatInput }))['heartbeat'].allowedDecisions;
}

async function allow(domainId: string, allowed: readonly string[] | null): Promise<void> {
  const set = 'mutation ($input: SetDecisionPolicyInput!) { setDecisionPolicy(input: $input) { id } }';
  await fleet.run(admin, set, { input: { domainId, allowed } });
}

test('a heartbeat tells the list of the nearest domain that has one, and the preset list where none has', async () => {
  const top = await createDomain(fleet, admin, { name: 'North', slug: 'north' });
  const below = await createDomain(fleet, admin, { name: 'Till', slug: 'till', parentId: top });
  const [above, device] = [
    await enroll(fleet, admin, { domainId: top }),
    await enroll(fleet, admin, { domainId: below }),
  ];
  expect(await toldTo(device)).toEqual(locallyAllowed);
  await allow(top, ['buffer']);
  await expect.poll(() => toldTo(device), { interval: 200 }).toEqual(['buffer']);
  await allow(below, ['policy_applied', 'reboot']);
  await expect.poll(() => toldTo(device), { interval: 200 }).toEqual(['policy_applied', 'reboot']);
  expect(await toldTo(above)).toEqual(['buffer']);
  await allow(below, []);
  await expect.poll(() => toldTo(device), { interval: 200 }).toEqual([]);
});

test('a device that decides what it was told, and nothing else, comes back live', async () => {
  const domainId = await createDomain(fleet, admin, { name: 'South', slug: 'south' });
  await allow(domainId, ['policy_applied', 'wake_up']);
  const device = await enroll(fleet, admin, { domainId });
  const journal = new TestJournal(device);
  for (const what of await toldTo(device)) journal.decide(what, 1);
  const { sessionToken } = await openReplay(fleet, journal);
  await upload(fleet, journal, { token: sessionToken, records: journal.records });
  const conclusion = await closeReplay(fleet, journal, sessionToken);
  expect(conclusion).toMatchObject({ outcome: 'LIVE', permitted: 2, unauthorised: 0 });
});

test('a list that was narrowed while a device was away makes conflicts of its decisions, and no quarantine', async () => {
  const domainId = await createDomain(fleet, admin, { name: 'West', slug: 'west' });
  await allow(domainId, ['buffer', 'wake_up']);
  const device = await enroll(fleet, admin, { domainId });
  const digestOf = (words: readonly string[]) => createHash('sha256').update(words.toSorted().join('\n')).digest('hex');
  const heard = async (words: readonly string[], journalLastSeq: number) => {
    const input = { ...heartbeatInput, journalEpoch: 1, journalLastSeq, decisionsDigest: digestOf(words) };
    return (await fleet.run(device.viewer(), document, { input }))['heartbeat'].allowedDecisions;
  };
  const conclude = async (journal: TestJournal) => {
    const { sessionToken } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token: sessionToken, records: journal.records });
    journal.records = [];
    return closeReplay(fleet, journal, sessionToken);
  };
  const old = await heard(['buffer'], 0);
  expect(old).toEqual(['buffer', 'wake_up']);
  await heard(old, 0);
  const journal = new TestJournal(device);
  for (const what of old) journal.decide(what, 1);
  await allow(domainId, ['buffer']);
  await expect.poll(() => heard(old, 2), { interval: 200 }).toEqual(['buffer']);
  journal.decide('wake_up', 1);
  await heard(['buffer'], 3);
  expect(await conclude(journal)).toMatchObject({ outcome: 'LIVE', permitted: 1, conflicts: 2, unauthorised: 0 });
  journal.decide('wake_up', 1);
  expect(await conclude(journal), 'it said that it has the new list').toMatchObject({
    outcome: 'QUARANTINED',
    unauthorised: 1,
  });
});
