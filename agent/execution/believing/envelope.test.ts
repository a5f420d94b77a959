import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Belief, openEnvelope } from './envelope.ts';

const keys = generateKeyPairSync('ed25519');
const foreignKeys = generateKeyPairSync('ed25519');
const spki = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const belief: Belief = { deviceId: 'd1', commandKey: spki, nowMs: 1_000, authorityEpoch: 3, authorityId: 'global' };
const content = {
  commandId: 'c1',
  tenantId: 't1',
  deviceId: 'd1',
  kind: 'CORDON',
  payload: {},
  authorityId: 'global',
  authorityEpoch: 3,
  expiresAt: new Date(2_000).toISOString(),
  delivery: 'AT_LEAST_ONCE',
  idempotencyKey: 'k1',
};

function delivered(changes: object = {}, key = keys.privateKey) {
  const envelope = JSON.stringify({ ...content, ...changes });
  return { id: 'c1', envelope, signature: sign(null, Buffer.from(envelope), key).toString('base64') };
}
const codeOf = (delivery: Parameters<typeof openEnvelope>[0], by = belief) => openEnvelope(delivery, by).distrust?.code;

describe('an envelope', () => {
  test('is believed when it is signed, for this device, in time and of the present authority', () => {
    const { order } = openEnvelope(delivered(), belief);
    expect(order).toMatchObject({ commandId: 'c1', kind: 'CORDON', delivery: 'AT_LEAST_ONCE', idempotencyKey: 'k1' });
  });

  test('is refused when another key signed it, or nobody', () => {
    expect(codeOf(delivered({}, foreignKeys.privateKey))).toBe('SIGNATURE');
    expect(codeOf({ ...delivered(), signature: '' })).toBe('SIGNATURE');
    expect(codeOf(delivered(), { ...belief, commandKey: 'no key' })).toBe('SIGNATURE');
  });

  test('is refused when any character of it was changed', () => {
    const { envelope, signature } = delivered();
    fc.assert(
      fc.property(fc.nat(envelope.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (place, character) => {
        fc.pre(envelope[place] !== character);
        const changed = envelope.slice(0, place) + character + envelope.slice(place + 1);
        return codeOf({ id: 'c1', envelope: changed, signature }) === 'SIGNATURE';
      }),
    );
  });

  test('is refused when it is for another device or under the name of another command', () => {
    expect(codeOf(delivered({ deviceId: 'd2' }))).toBe('FOREIGN');
    expect(codeOf({ ...delivered(), id: 'c2' })).toBe('FOREIGN');
  });

  test('is refused from the moment of its expiry, by the server’s clock', () => {
    expect(codeOf(delivered(), { ...belief, nowMs: 1_999 })).toBeUndefined();
    expect(codeOf(delivered(), { ...belief, nowMs: 2_000 })).toBe('EXPIRED');
  });

  test('is refused when its authority was replaced, and believed when a newer one took over', () => {
    expect(codeOf(delivered({ authorityEpoch: 2 }))).toBe('STALE_AUTHORITY');
    expect(codeOf(delivered({ authorityEpoch: 4 }))).toBeUndefined();
  });

  test('is refused when two claim one epoch: it belongs to the one that was believed first', () => {
    const rival = delivered({ authorityId: 'site-7' });
    expect(codeOf(rival)).toBe('RIVAL_AUTHORITY');
    expect(codeOf(rival, { ...belief, authorityId: null })).toBeUndefined();
    expect(codeOf(delivered({ authorityId: 'site-7', authorityEpoch: 4 }))).toBeUndefined();
    expect(codeOf(delivered({ authorityId: undefined }))).toBe('RIVAL_AUTHORITY');
  });

  test.for([
    { kind: 'FORMAT_DISK' },
    { payload: [] },
    { expiresAt: 'soon' },
    { authorityEpoch: '9' },
    { commandId: '' },
  ])('is refused with %j, which is no command', (changes) => {
    expect(codeOf(delivered(changes))).toBe('SHAPE');
  });

  test('is not repeatable unless it says so, because what is not signed is not believed', () => {
    expect(openEnvelope(delivered({ delivery: undefined }), belief).order?.delivery).toBe('AT_MOST_ONCE');
  });
});
