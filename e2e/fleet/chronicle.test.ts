import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesOf, live } from './absence.ts';
import { DeviceChronicle, journalClasses } from './chronicle.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const signed = (text: string): string => sign('sha256', Buffer.from(text), privateKey).toString('base64');
const isSigned = (text: string, signature: string): boolean =>
  verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function returned(absence: Partial<Parameters<typeof entriesOf>[0]> = {}): DeviceChronicle {
  const chronicle = new DeviceChronicle({ deviceId: 'd', epoch: 7, sign: signed });
  const endsAtMs = Date.UTC(2026, 2, 3);
  live(chronicle, { index: 3, hours: 72, records: 40, endsAtMs, droppedRecords: 6, ...absence });
  return chronicle;
}

test('the records of a journal chain, over the ranges that were given up, and every hash is signed', () => {
  const chronicle = returned();
  const { dropped, lastHash } = chronicle.hello('boot');
  let previous = sha256('flotilla journal 1\nd\n7');
  for (const { seq, class: about, kind, atMs, body, hash, signature } of chronicle.records) {
    const range = dropped.find(({ toSeq }) => toSeq === seq - 1);
    const parts = ['flotilla journal 1', 'd', 7, seq, about, kind, atMs, sha256(body), range?.lastHash ?? previous];
    expect(sha256(parts.join('\n'))).toBe(hash);
    expect(isSigned(hash, signature)).toBe(true);
    previous = hash;
  }
  expect(lastHash).toBe(previous);
  expect(dropped).toMatchObject([{ fromSeq: 21, toSeq: 26, count: 6, reason: 'QUEUE_FULL SNAPSHOT=6' }]);
});

test('an absence has every class, begins and ends with autonomy, and is the same each time', () => {
  const absence = { index: 5, hours: 72, records: 60, endsAtMs: 1_000_000_000, droppedRecords: 4 };
  expect(entriesOf(absence)).toEqual(entriesOf(absence));
  const entries = entriesOf(absence);
  expect(new Set(entries.map((entry) => entry.class))).toEqual(new Set(journalClasses));
  expect([entries[0]?.kind, entries.at(-1)?.kind]).toEqual(['autonomy.began', 'autonomy.ended']);
  expect((entries.at(-1)?.atMs ?? 0) - (entries[0]?.atMs ?? 0)).toBe(72 * 3_600_000);
});

test('in every class what was produced is accepted, dropped or still there, however far it is acknowledged', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 80 }), fc.nat(80), fc.integer({ min: 1, max: 9 }), (records, upTo, size) => {
      const chronicle = returned({ records, droppedRecords: 3 });
      const accepted = { SECURITY: 0, LIFECYCLE: 0, DECISION: 0, SNAPSHOT: 0 };
      for (const record of chronicle.records) if (record.seq <= upTo) accepted[record.class] += 1;
      chronicle.acknowledge(upTo);
      for (const name of journalClasses) {
        const { produced, dropped, queued } = chronicle;
        expect(accepted[name] + dropped[name] + queued[name]).toBe(produced[name]);
      }
      const chunk = chronicle.chunk(chronicle.acknowledgedSeq, size);
      expect(chunk.length).toBeLessThanOrEqual(size);
      expect(chunk.every(({ seq }) => seq > upTo)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
