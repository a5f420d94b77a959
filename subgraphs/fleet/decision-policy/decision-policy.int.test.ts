/** What devices hear of what they may decide on their own, on real PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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
  await vi.waitFor(async () => expect(await toldTo(device)).toEqual(['buffer']), { timeout: 5_000, interval: 200 });
  await allow(below, ['policy_applied', 'reboot']);
  await vi.waitFor(async () => expect(await toldTo(device)).toEqual(['policy_applied', 'reboot']), { timeout: 5_000 });
  expect(await toldTo(above)).toEqual(['buffer']);
  await allow(below, []);
  await vi.waitFor(async () => expect(await toldTo(device)).toEqual([]), { timeout: 5_000, interval: 200 });
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
