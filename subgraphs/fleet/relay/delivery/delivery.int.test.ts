import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { person, type TestDevice, TestFleet } from '../../testing/fleet.ts';
import { chunkOf, TestJournal } from '../../testing/journal.ts';
import { beat, createDomain, enroll, enrollRelay, heartbeatInput } from '../../testing/journeys.ts';
import { RelayedDevice } from '../../testing/relayed-device.ts';
import type { Envelope } from '../envelope/envelope.ts';

const deliverDocument = `mutation ($input: DeliverRelayedInput!) {
  deliverRelayed(input: $input) { epoch seq outcome reason answer retryAfterMs }
}`;

describe('what a relay hands in', () => {
  let fleet: TestFleet;
  let tenantId: string;
  let operator: Viewer;
  let domainId: string;
  let relay: TestDevice;
  let device: TestDevice;
  let relayed: RelayedDevice;

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    tenantId = randomUUID();
    operator = person(tenantId);
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    relay = await enrollRelay(fleet, operator, { domainId });
    device = await enroll(fleet, operator, { domainId });
    const document = `mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { relayKey relayAnswerKey } }`;
    const { heartbeat } = await fleet.run(device.viewer(), document, { input: heartbeatInput });
    relayed = new RelayedDevice(device, heartbeat);
  });

  const deliver = async (envelopes: readonly Envelope[], by = relay, deviceId = device.id): Promise<Answer[]> => {
    const input = { deviceId, envelopes };
    return (await fleet.run(by.viewer(), deliverDocument, { input }))['deliverRelayed'];
  };
  const ask = async (operation: string, input: unknown, by = relay): Promise<Answer> => {
    const envelope = relayed.seal(operation, input);
    const [receipt] = await deliver([envelope], by);
    expect(receipt).toMatchObject({ outcome: 'ACCEPTED', reason: null });
    return relayed.open(envelope, receipt.answer);
  };
  const journalFacts = () =>
    fleet.sql<{ seq: number }>(
      `select (data ->> 'seq')::integer as seq from log.events
       where stream = ? and type = 'DeviceJournalRecorded' order by stream_version`,
      [`journal-${device.id}`],
    );

  test('is a sign of life of the device, by way of this relay', async () => {
    const input = { ...heartbeatInput, seq: 2, linkQuality: { rttMs: 12 }, sentAt: '2026-01-01T00:00:00Z' };
    expect(await ask('heartbeat', input)).toMatchObject({ data: { trust: 'TRUSTED', mode: 'LIVE' } });
    const shown = 'query ($id: ID!) { device(id: $id) { relay { id } connectivity { mode linkQuality { rttMs } } } }';
    expect((await fleet.run(operator, shown, { id: device.id }))['device']).toEqual({
      relay: { id: relay.id },
      connectivity: { mode: 'LIVE', linkQuality: { rttMs: 12 } },
    });
  });

  test('brings a whole return: the lock, the journal and its end, as if the device had called itself', async () => {
    const journal = new TestJournal(device);
    journal.writeMany(5);
    const { data: session } = await ask('openReplay', journal.hello());
    const [first, rest] = [journal.records.slice(0, 2), journal.records.slice(2)];
    expect(await ask('uploadReplayChunk', chunkOf(journal, session.sessionToken, first))).toMatchObject({
      data: { acknowledgedSeq: 2, duplicate: false },
    });
    // The device had no answer and seals the same records anew: they are there once.
    expect(await ask('uploadReplayChunk', chunkOf(journal, session.sessionToken, first))).toMatchObject({
      data: { acknowledgedSeq: 2, duplicate: true },
    });
    await ask('uploadReplayChunk', chunkOf(journal, session.sessionToken, rest));
    const closing = { sessionToken: session.sessionToken, lastSeq: 5 };
    expect(await ask('closeReplay', closing)).toMatchObject({ data: { outcome: 'LIVE' } });
    expect((await journalFacts()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    // What the journal does not allow is refused inside of the answer: the relay learns nothing of it.
    const forked = { ...journal.hello(), lastHash: 'f'.repeat(64) };
    expect(await ask('openReplay', forked)).toMatchObject({
      error: { code: 'CONFLICT', details: { reason: 'FORKED' } },
    });
  });

  test('cannot be read: neither content nor answer is in what the relay carries', async () => {
    const secret = `kiosk-${randomUUID()}`;
    const envelope = relayed.seal('reportInventory', { cpu: secret });
    const [receipt] = await deliver([envelope]);
    const carried = JSON.stringify([envelope, receipt]);
    const decoded = [envelope.ciphertext, receipt.answer].map((text) => Buffer.from(text, 'base64').toString('latin1'));
    for (const text of [carried, ...decoded]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('reportInventory');
      expect(text).not.toContain('true');
    }
    expect(relayed.open(envelope, receipt.answer)).toEqual({ data: true });
    const changed = Buffer.from(receipt.answer, 'base64');
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(() => relayed.open(envelope, changed.toString('base64'))).toThrow('did not sign');
    const stored = await fleet.sql('select sealed from relay_keys');
    expect(JSON.stringify(stored)).not.toContain('PRIVATE');
  });

  test('cannot be forged: whatever is changed of an envelope, it has no effect', async () => {
    const before = await fleet.sql('select * from log.events where tenant_id = ?', [tenantId]);
    const fields = ['epoch', 'seq', 'ephemeralKey', 'nonce', 'tag', 'ciphertext', 'signature'] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), fc.nat(10_000), async (field, place) => {
        const envelope = relayed.seal('reportInventory', { cpu: randomUUID() });
        const [receipt] = await deliver([mutated(envelope, field, place)]);
        expect(receipt).toMatchObject({ outcome: 'REFUSED', answer: null });
      }),
      { numRuns: 60 },
    );
    expect(await fleet.sql('select * from log.events where tenant_id = ?', [tenantId])).toEqual(before);
    expect(await fleet.sql('select 1 from relay_inbox where device_id = ?', [device.id])).toEqual([]);
  });

  test('cannot be passed off as that of another device, nor sealed by one for another', async () => {
    const other = await enroll(fleet, operator, { domainId });
    const envelope = relayed.seal('heartbeat', heartbeatInput);
    expect(await deliver([envelope], relay, other.id)).toMatchObject([{ outcome: 'REFUSED', reason: 'DEVICE' }]);
    const renamed = { ...envelope, deviceId: other.id };
    expect(await deliver([renamed], relay, other.id)).toMatchObject([{ outcome: 'REFUSED', reason: 'SIGNATURE' }]);
    expect(await deliver([envelope])).toMatchObject([{ outcome: 'ACCEPTED' }]);
  });

  test('has no effect the second time: the same is answered as before, an older one not at all', async () => {
    const [first, second] = [
      relayed.seal('reportInventory', { cpu: 'a' }),
      relayed.seal('reportInventory', { cpu: 'b' }),
    ];
    const [one, two] = await deliver([first, second]);
    expect([one.outcome, two.outcome]).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(await deliver([first, second])).toMatchObject([
      { outcome: 'DUPLICATE', answer: null },
      { outcome: 'DUPLICATE', answer: two.answer },
    ]);
    const inventories = await fleet.sql(
      `select data #>> '{inventory,cpu}' as cpu from log.events where stream = ? and type = 'DeviceInventoryReported'
       order by stream_version`,
      [`device-${device.id}`],
    );
    expect(inventories).toEqual([{ cpu: 'a' }, { cpu: 'b' }]);
    const third = relayed.seal('reportInventory', { cpu: 'c' });
    const both = await Promise.all([deliver([third]), deliver([third])]);
    expect(new Set(both.map(([receipt]) => receipt.outcome))).toEqual(new Set(['ACCEPTED', 'DUPLICATE']));
  });

  test('is taken from a trusted relay only, for devices it may speak for', async () => {
    const envelope = relayed.seal('heartbeat', heartbeatInput);
    const input = { deviceId: device.id, envelopes: [envelope] };
    const refusal = (by: TestDevice, other = input) => fleet.refusal(by.viewer(), deliverDocument, { input: other });
    const stranger = await enroll(fleet, operator, { domainId });
    expect(await refusal(stranger)).toMatchObject({ code: 'FORBIDDEN', details: { relay: 'NOT_REGISTERED' } });
    const elsewhere = await createDomain(fleet, operator, { name: 'Mining', slug: 'mining' });
    const far = await enrollRelay(fleet, operator, { domainId: elsewhere });
    expect(await refusal(far)).toMatchObject({ code: 'FORBIDDEN', details: { relay: 'NOT_ITS_RELAY' } });
    await beat(fleet, device, { relayId: far.id, seq: 2 });
    expect(await deliver([envelope], far)).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect(await refusal(relay, { ...input, deviceId: randomUUID() })).toMatchObject({
      details: { relay: 'NOT_ITS_RELAY' },
    });
    await quarantine(relay);
    expect(await refusal(relay)).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'QUARANTINED' } });
  });

  test('from a quarantined device is diverted like what it sends itself; a revoked one is told so', async () => {
    const journal = new TestJournal(device);
    journal.writeMany(2);
    const { data: session } = await ask('openReplay', journal.hello());
    await quarantine(device);
    const chunk = chunkOf(journal, session.sessionToken, journal.records);
    expect(await ask('uploadReplayChunk', chunk)).toMatchObject({ error: { details: { trust: 'QUARANTINED' } } });
    await ask('reportInventory', { cpu: 'odd' });
    expect(await journalFacts()).toEqual([]);
    const kept = await fleet.sql('select kind from quarantined_items where device_id = ? order by seq', [device.id]);
    expect(kept).toEqual([{ kind: 'EVENTS' }, { kind: 'REPORT' }]);
    expect(await ask('heartbeat', { ...heartbeatInput, seq: 2 })).toMatchObject({ data: { trust: 'QUARANTINED' } });
    const revoke = 'mutation ($id: ID!) { revokeDevice(input: { deviceId: $id, reason: "stolen" }) { id } }';
    await fleet.run(operator, revoke, { id: device.id });
    expect(await ask('heartbeat', { ...heartbeatInput, seq: 3 })).toMatchObject({
      error: { code: 'FORBIDDEN', details: { trust: 'REVOKED' } },
    });
  });

  test('lands before a quarantine or not at all, however many relays hand in at once', async () => {
    const relays = await Promise.all(Array.from({ length: 3 }, () => enrollRelay(fleet, operator, { domainId })));
    let isOver = false;
    const loops = relays.map(async (by) => {
      while (!isOver) await deliver([relayed.seal('reportInventory', { cpu: randomUUID() })], by);
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await quarantine(device);
    await new Promise((resolve) => setTimeout(resolve, 150));
    isOver = true;
    await Promise.all(loops);
    const facts = await fleet.sql<{ type: string }>(
      `select type from log.events where stream = ? and type in ('DeviceInventoryReported', 'DeviceQuarantined')
       order by position`,
      [`device-${device.id}`],
    );
    expect(facts.length).toBeGreaterThan(1);
    expect(facts.at(-1)).toEqual({ type: 'DeviceQuarantined' });
  });

  test('is one of the known calls with an input as at the door, or is refused inside of the answer', async () => {
    expect(await ask('revokeDevice', { deviceId: device.id })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await ask('__proto__', {})).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await ask('heartbeat', { ...heartbeatInput, epoch: 'one' })).toMatchObject({
      error: { code: 'INVALID_INPUT', details: { element: 'input.epoch' } },
    });
    const envelopes = Array.from({ length: 33 }, () => relayed.seal('heartbeat', heartbeatInput));
    expect(
      await fleet.refusal(relay.viewer(), deliverDocument, { input: { deviceId: device.id, envelopes } }),
    ).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'envelopes' } });
  });

  async function quarantine({ id }: TestDevice): Promise<void> {
    const document = 'mutation ($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "odd" }) { id } }';
    await fleet.run(operator, document, { id });
  }
});

/** An envelope with one thing changed: a number, or one character of a text. */
function mutated(envelope: Envelope, field: Exclude<keyof Envelope, 'deviceId'>, place: number): Envelope {
  const value = envelope[field];
  if (typeof value === 'number') return { ...envelope, [field]: value + 1 + (place % 5) };
  const at = place % value.length;
  const other = value[at] === 'A' ? 'B' : 'A';
  return { ...envelope, [field]: `${value.slice(0, at)}${other}${value.slice(at + 1)}` };
}
