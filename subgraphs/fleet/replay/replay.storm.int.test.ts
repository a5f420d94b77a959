import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '@flotilla/kernel/errors';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { closeReplay, openReplay, TestJournal, upload } from '../testing/journal.ts';

const returning = 24;
const recordsEach = 500;

let fleet: TestFleet;
const operator = person(randomUUID());
let journals: TestJournal[];
let live: TestDevice[];

beforeAll(async () => {
  fleet = await TestFleet.open();
  const domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
  const devices: TestDevice[] = [];
  for (let n = 0; n < returning + 4; n += 1)
    devices.push(await enroll(fleet, operator, { domainId, name: `kiosk ${n}` }));
  live = devices.splice(0, 4);
  journals = devices.map((device) => new TestJournal(device));
  for (const journal of journals) journal.writeMany(recordsEach);
});
afterAll(() => fleet.close());

/** Sends again what it is told to send again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      if (!isRefusal(thrown) || thrown.retryAfterMs === undefined) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, thrown.retryAfterMs));
    }
  }
}

test('devices that return together are all taken over, and those that are live are heard in time', async () => {
  let isOver = false;
  const delays: number[] = [];
  const beats = live.map(async (device) => {
    while (!isOver) {
      const startedAt = performance.now();
      await beat(fleet, device);
      delays.push(performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  });
  const outcomes = await Promise.all(
    journals.map(async (journal) => {
      const { sessionToken: token, chunkRecordsMax } = await patiently(() => openReplay(fleet, journal));
      for (let at = 0; at < recordsEach; at += chunkRecordsMax) {
        const records = journal.records.slice(at, at + chunkRecordsMax);
        await patiently(() => upload(fleet, journal, { token, records }));
      }
      return (await patiently(() => closeReplay(fleet, journal, token))).outcome;
    }),
  );
  isOver = true;
  await Promise.all(beats);
  expect(outcomes).toEqual(outcomes.map(() => 'LIVE'));
  const [{ count } = { count: 0 }] = await fleet.sql<{ count: number }>(
    `select count(*)::integer as count from log.events where type = 'DeviceJournalRecorded'`,
  );
  expect(count).toBe(returning * recordsEach);
  const p99 = delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)] ?? 0;
  expect(delays.length).toBeGreaterThan(20);
  expect(p99).toBeLessThan(2_000);
});
