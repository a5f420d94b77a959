/** By what a returning device is judged: whose it is now, and what it was ordered while it could not know. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledge, awaitCommands, issueTo, report } from '../../testing/commands.ts';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { person, TestFleet, type TestDevice } from '../../testing/fleet.ts';
import { beat, createDomain, enroll } from '../../testing/journeys.ts';
import { closeReplay, openReplay, TestJournal, upload } from '../../testing/journal.ts';

const admin = person(randomUUID(), 'TENANT_ADMIN');
let fleet: TestFleet;
let domainId: string;

beforeAll(async () => {
  fleet = await TestFleet.open();
  domainId = await createDomain(fleet, admin, { name: 'North', slug: 'north' });
});
afterAll(() => fleet.close());

async function deliver(journal: TestJournal): Promise<Answer> {
  const { sessionToken } = await openReplay(fleet, journal);
  await upload(fleet, journal, { token: sessionToken, records: journal.records });
  return closeReplay(fleet, journal, sessionToken);
}

test('a decision under the authority of before is a conflict, and one under the present one is not', async () => {
  const device = await enroll(fleet, admin, { domainId });
  await beat(fleet, device);
  const of = `subject: DEVICE, id: "${device.id}"`;
  await fleet.run(admin, `mutation { releaseAuthority(input: { ${of}, reason: "hand it over" }) { epoch } }`);
  const taker = 'authorityId: "global", masterOfRecord: REGION';
  await fleet.run(admin, `mutation { takeAuthority(input: { ${of}, ${taker} }) { epoch } }`);
  const journal = new TestJournal(device);
  journal.decide('cache_served', 1);
  journal.decide('cache_served', 2);
  expect(await deliver(journal)).toMatchObject({ outcome: 'LIVE', permitted: 1, conflicts: 1, unauthorised: 0 });
});

test('a decision on what an order waits to change is a conflict, and one on anything else is not', async () => {
  const device = await enroll(fleet, admin, { domainId });
  await beat(fleet, device);
  await issueTo(fleet, admin, { device, kind: 'RESTART_SERVICE', payload: { service: 'cups' } });
  const journal = new TestJournal(device);
  for (const service of ['cups', 'till']) {
    const body = { what: 'restart_service', authorityEpoch: 1, subject: `service:${service}` };
    journal.write('DECISION', 'decision.restart_service', { body });
  }
  expect(await deliver(journal)).toMatchObject({ outcome: 'LIVE', permitted: 1, conflicts: 1, unauthorised: 0 });
});

test('a decision on what an order should have changed that was lost on the way or ran out is a conflict', async () => {
  const device = await enroll(fleet, admin, { domainId });
  await beat(fleet, device);
  const order = (service: string) =>
    issueTo(fleet, admin, { device, kind: 'RESTART_SERVICE', payload: { service }, delivery: 'AT_LEAST_ONCE' });
  const ranOut = await order('cups');
  await fleet.sql(`update commands set stage = 'EXPIRED', ended_at = now(), again_at = null where id = ?`, [ranOut]);
  const lost = await order('till');
  await awaitCommands(fleet, device);
  await fleet.sql(`update commands set stage = 'EXPIRED', ended_at = now(), again_at = null where id = ?`, [lost]);
  const done = await order('scale');
  await awaitCommands(fleet, device);
  await acknowledge(fleet, device, { commandId: done });
  await report(fleet, device, { commandId: done });
  const first = await deliver(restarted(device, ['cups', 'till', 'scale'], { from: 1 }));
  expect(first).toMatchObject({ outcome: 'LIVE', permitted: 1, conflicts: 2, unauthorised: 0 });
  const second = await deliver(restarted(device, ['cups', 'till', 'scale'], { from: 2 }));
  expect(second, 'what a return already judged is known by then').toMatchObject({ permitted: 3, conflicts: 0 });
});

test('a decision that was dropped before anybody judged it ends in quarantine, with the drop as evidence', async () => {
  const device = await enroll(fleet, admin, { domainId });
  await beat(fleet, device);
  const journal = new TestJournal(device);
  journal.write('LIFECYCLE', 'autonomy.began');
  journal.decide('open_the_door');
  journal.decide('buffer');
  journal.drop(2, 2);
  const evidence = `journal-${device.id}@2`;
  expect(await deliver(journal)).toMatchObject({ outcome: 'QUARANTINED', permitted: 1, unauthorised: 1, evidence });
  const shown = `query ($id: ID!) { device(id: $id) { trust journal(first: 5) { edges { node { isDropped verdict because } } }
    replay { unauthorised evidence } } }`;
  const { trust, journal: entries, replay } = (await fleet.run(admin, shown, { id: device.id }))['device'];
  expect({ trust, replay }).toEqual({ trust: 'QUARANTINED', replay: { unauthorised: 1, evidence } });
  const dropped = entries.edges.map(({ node }: Answer) => node).find((node: Answer) => node.isDropped);
  expect(dropped).toMatchObject({ verdict: 'UNAUTHORISED', because: expect.stringContaining('nobody can judge') });
});

function restarted(device: TestDevice, services: readonly string[], { from: epoch }: { from: number }): TestJournal {
  const journal = new TestJournal(device, epoch);
  for (const service of services) {
    const body = { what: 'restart_service', authorityEpoch: 1, subject: `service:${service}` };
    journal.write('DECISION', 'decision.restart_service', { body });
  }
  return journal;
}
