/** Whether a device takes new work, as its heartbeats are told: what it last did of the orders about that. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acknowledge, awaitCommands, issueTo, report } from '../../testing/commands.ts';
import { person, TestFleet, type TestDevice } from '../../testing/fleet.ts';
import { beat, createDomain, enroll, heartbeatInput } from '../../testing/journeys.ts';

const operator = person(randomUUID());
const document = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cordoned } }';
let fleet: TestFleet;
let domainId: string;
let device: TestDevice;
let lastKnown: boolean;

beforeAll(async () => {
  fleet = await TestFleet.open();
  domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
});
afterAll(() => fleet.close());
beforeEach(async () => {
  device = await enroll(fleet, operator, { domainId });
  await beat(fleet, device);
  lastKnown = false;
});

async function isCordoned(of = device): Promise<boolean> {
  return (await fleet.run(of.viewer(), document, { input: heartbeatInput }))['heartbeat'].cordoned;
}

async function does(kind: string, outcome = 'APPLIED'): Promise<string> {
  const commandId = await issueTo(fleet, operator, { device, kind });
  expect(await isCordoned(), 'an order that waits changes nothing').toBe(lastKnown);
  await awaitCommands(fleet, device);
  await acknowledge(fleet, device, { commandId });
  expect(await isCordoned(), 'an order that is being done changes nothing').toBe(lastKnown);
  await report(fleet, device, { commandId, outcome });
  lastKnown = await isCordoned();
  return commandId;
}

test('a device is cordoned from the order it did last, and by none that it did not do', async () => {
  expect(await isCordoned()).toBe(false);
  const steps = [
    ['CORDON', true],
    ['UNCORDON', false],
    ['DRAIN', true],
    ['REFRESH_INVENTORY', true],
    ['UNCORDON', false],
  ] as const;
  for (const [kind, expected] of steps) {
    await does(kind);
    expect(lastKnown, kind).toBe(expected);
  }
  await does('CORDON', 'FAILED');
  expect(lastKnown).toBe(false);
  const other = await enroll(fleet, operator, { domainId });
  await does('CORDON');
  expect(await isCordoned(other)).toBe(false);
});

test('an order that was given up counts once the device has told that it did it', async () => {
  const id = await does('CORDON', 'FAILED');
  await fleet.sql(`update commands set stage = 'EXPIRED', report = null where id = ?`, [id]);
  expect(await isCordoned()).toBe(false);
  await fleet.sql(`update commands set late_report = '{"outcome": "APPLIED"}' where id = ?`, [id]);
  expect(await isCordoned()).toBe(true);
});
