/** What a device was ordered is part of its history, with whoever ordered it and what became of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledge, awaitCommands, commandNow, issueTo, report } from '../testing/commands.ts';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';

const tenantId = randomUUID();
const [ann, bob] = [person(tenantId), person(tenantId)];
const document = `query ($id: ID!, $first: Int, $after: String) { device(id: $id) {
  timeline(first: $first, after: $after) {
    edges { node { type summary actor data } } pageInfo { endCursor hasNextPage }
  }
} }`;
let fleet: TestFleet;
let device: TestDevice;
let other: TestDevice;

beforeAll(async () => {
  fleet = await TestFleet.open();
  await fleet.tail.start();
  await fleet.subgraph.start?.();
  const domainId = await createDomain(fleet, ann, { name: 'North', slug: 'north' });
  [device, other] = [await enroll(fleet, ann, { domainId }), await enroll(fleet, ann, { domainId })];
  await beat(fleet, device);
});
afterAll(async () => {
  fleet.subgraph.drain?.();
  await fleet.subgraph.stop?.();
  await fleet.tail.stop();
  await fleet.close();
});

async function pageOf(id: string, page: Record<string, unknown> = {}): Promise<Answer> {
  return (await fleet.run(ann, document, { id, first: 100, ...page }))['device'].timeline;
}

const ofCommands = (timeline: Answer): Answer[] =>
  timeline.edges.map(({ node }: Answer) => node).filter(({ type }: Answer) => type.startsWith('Command'));

test('the history of a device tells what it was ordered, by whom, and what became of it', async () => {
  const done = await issueTo(fleet, ann, { device, kind: 'RESTART_SERVICE', payload: { service: 'cups' } });
  await awaitCommands(fleet, device);
  await acknowledge(fleet, device, { commandId: done });
  await report(fleet, device, { commandId: done, exitCode: 0 });
  const failed = await issueTo(fleet, bob, { device, kind: 'DRAIN' });
  await awaitCommands(fleet, device);
  await acknowledge(fleet, device, { commandId: failed, accepted: false, reason: 'forbidden here' });
  const dropped = await issueTo(fleet, ann, { device });
  const cancel = 'mutation ($input: CancelCommandInput!) { cancelCommand(input: $input) { id } }';
  await fleet.run(bob, cancel, { input: { commandId: dropped, reason: 'not needed' } });
  await issueTo(fleet, ann, { device: other });
  const [byAnn, byBob, byDevice] = [`user:${ann.subject}`, `user:${bob.subject}`, `device:${device.id}`];
  const entries = ofCommands(await pageOf(device.id)).toReversed();
  expect(entries.map(({ type, actor, data }) => [type, actor, data.commandId])).toEqual([
    ['CommandQueued', byAnn, done],
    ['CommandDelivered', 'system', done],
    ['CommandAcknowledged', byDevice, done],
    ['CommandApplied', byDevice, done],
    ['CommandQueued', byBob, failed],
    ['CommandDelivered', 'system', failed],
    ['CommandFailed', byDevice, failed],
    ['CommandQueued', byAnn, dropped],
    ['CommandCancelled', byBob, dropped],
  ]);
  expect(entries.map(({ summary }) => summary)).toEqual([
    'Ordered to restart service: maintenance',
    'The order to restart service was handed over.',
    'Has the order to restart service and will do it.',
    'Did the order to restart service (exit status 0).',
    'Ordered to drain: maintenance',
    'The order to drain was handed over.',
    expect.stringMatching(/^Did not do the order to drain: .*forbidden here/),
    'Ordered to cordon: maintenance',
    'The order to cordon was cancelled: not needed',
  ]);
  expect(ofCommands(await pageOf(other.id))).toHaveLength(1);
});

test('an order that ran out says so, and pages go through orders and all else in one order', async () => {
  const id = await issueTo(fleet, ann, { device, kind: 'CORDON', expiresInS: 5 });
  const state = async () => (await commandNow(fleet, ann, id)).state;
  await expect.poll(state, { interval: 500 }).toBe('EXPIRED');
  const whole = (await pageOf(device.id)).edges.map(({ node }: Answer) => node);
  expect(whole[0]).toMatchObject({
    type: 'CommandExpired',
    summary: 'The order to cordon ran out: it was never handed over.',
  });
  const paged: Answer[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await pageOf(device.id, { first: 3, after });
    paged.push(...edges.map(({ node }: Answer) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(paged).toEqual(whole);
});
