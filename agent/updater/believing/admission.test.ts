/** An offer is believed only as it was signed, for this device, newer than all before, in time; each refusal has its code. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unverified } from '../refusal.ts';
import type { Offer } from '../sources/offer.ts';
import { deskNowMs, SigningDesk } from '../testing/signing-desk.ts';
import { admit, type Belief, type Marks } from './admission.ts';

const desk = new SigningDesk();
const belief: Belief = {
  deviceId: 'd',
  tenantId: 't',
  keys: desk.keys(),
  nowMs: deskNowMs,
  artifactBytesMax: 1_000,
};
const marks: Marks = { generationMax: 0, fenceMax: 0, knownDigest: null };

function reasonOf(offer: Offer, by: Partial<Belief> = {}, at: Partial<Marks> = {}): string {
  try {
    const { leaseFault } = admit(offer, { ...belief, ...by }, { ...marks, ...at });
    return leaseFault ? `lease ${leaseFault.code}` : 'ADMITTED';
  } catch (fault) {
    if (fault instanceof Unverified) return fault.code;
    throw fault;
  }
}

const stranger = generateKeyPairSync('ed25519');
const second = generateKeyPairSync('ed25519');
const callingOut = { kind: 'http', url: 'http://10.0.0.1/', timeoutS: 1 };

describe('an offer', () => {
  test('that is whole is admitted, with its lease', () => {
    const { intent, lease, leaseFault } = admit(desk.offer(), belief, marks);
    expect(intent).toMatchObject({ generation: 1, artifact: { version: '2' }, executor: { stopGraceS: 10 } });
    expect([lease?.fence, leaseFault]).toEqual([1, null]);
  });

  test('without a lease is knowledge and no permission', () => {
    expect(admit(desk.offer({ lease: null }), belief, marks).lease).toBeNull();
  });

  const whole = desk.offer();
  const otherVouch = desk.vouch(`sha256:${'a'.repeat(64)}`);
  test.for<[string, string, Offer, Partial<Belief>?, Partial<Marks>?]>([
    ['no signature', 'UNSIGNED', { ...whole, intentSignatures: [] }],
    ['a stranger’s signature', 'WRONG_KEY', { ...whole, intentSignatures: [desk.signature(whole.intent, stranger)] }],
    ['the signature of its lease’s key', 'WRONG_KEY', { ...whole, intentSignatures: whole.leaseSignatures }],
    ['a changed byte', 'WRONG_KEY', { ...whole, intent: whole.intent.replace('"web"', '"wev"') }],
    ['no trusted keys on the device', 'WRONG_KEY', whole, { keys: { ...belief.keys, keys: [] } }],
    ['a revoked key', 'REVOKED_KEY', whole, { keys: desk.keys({ revokedAt: '2026-02-01T00:00:00Z' }) }],
    ['a key of the future', 'KEY_NOT_VALID_NOW', whole, { keys: desk.keys({ notBefore: '2030-01-01T00:00:00Z' }) }],
    ['a key of the past', 'KEY_NOT_VALID_NOW', whole, { keys: desk.keys({ notAfter: '2026-01-01T00:00:00Z' }) }],
    ['one of two signatures', 'THRESHOLD_NOT_MET', whole, { keys: twoIntentKeys() }],
    ['another tenant', 'SCOPE_WIDENED', desk.offer({ intent: { tenantId: 'x' } })],
    ['another device', 'SCOPE_WIDENED', desk.offer({ intent: { deviceId: 'x' } })],
    ['a health check that calls out', 'SCOPE_WIDENED', desk.offer({ intent: { health: [callingOut] } })],
    ['an old generation', 'GENERATION_NOT_RISING', whole, {}, { generationMax: 1 }],
    ['an end before now', 'METADATA_EXPIRED', desk.offer({ intent: { expiresAt: '2026-05-01T00:00:00Z' } })],
    ['too many bytes', 'OVERSIZE', desk.offer({ artifact: { size: 1_001 } })],
    ['an unknown executor', 'UNKNOWN_MEDIA_TYPE', desk.offer({ executor: { kind: 'shell' } })],
    ['an unknown form', 'UNKNOWN_MEDIA_TYPE', desk.offer({ intent: { v: 2 } })],
    ['a name that climbs', 'PATH_TRAVERSAL', desk.offer({ executor: { name: '../../bin' } })],
    ['an entry that climbs', 'PATH_TRAVERSAL', desk.offer({ executor: { entry: 'bin/../../sh' } })],
    ['no signature of its bytes', 'UNSIGNED', { ...whole, artifactSignatures: [] }],
    ['signed bytes of another artifact', 'DIGEST_MISMATCH', { ...whole, artifactSignatures: [otherVouch] }],
    ['bytes signed by a stranger', 'WRONG_KEY', { ...whole, artifactSignatures: [desk.vouch('x', stranger)] }],
    ['a lease without signature', 'lease UNSIGNED', { ...whole, leaseSignatures: [] }],
    ['a lease by the intent’s key', 'lease WRONG_KEY', leaseByIntentKey()],
    ['a lease for another device', 'lease SCOPE_WIDENED', desk.offer({ lease: { deviceId: 'x' } })],
    ['a lease for another intent', 'lease SUBJECT_MISMATCH', desk.offer({ lease: { intentDigest: otherDigest() } })],
    ['a lease with an old fence', 'lease GENERATION_NOT_RISING', whole, {}, { fenceMax: 1 }],
    ['a lease out of time', 'lease METADATA_EXPIRED', desk.offer({ lease: { beginBefore: '2026-05-01T00:00:00Z' } })],
  ])('with %s is refused as %s', ([, code, offer, by, at]) => {
    expect(reasonOf(offer, by, at)).toBe(code);
  });

  test('signed by two keys of two is admitted', () => {
    expect(reasonOf(twiceSigned(), { keys: twoIntentKeys() })).toBe('ADMITTED');
  });

  test('that is known already may come again, to bring a lease', () => {
    const { intentDigest } = admit(whole, belief, marks);
    expect(reasonOf(whole, {}, { generationMax: 1, knownDigest: intentDigest })).toBe('ADMITTED');
  });

  test('is refused whatever single character of its texts is changed', () => {
    const texts = ['intent', 'lease'] as const;
    const change = fc.tuple(fc.constantFrom(...texts), fc.nat(10_000), fc.integer({ min: 32, max: 126 }));
    fc.assert(
      fc.property(change, ([name, at, code]) => {
        const text = whole[name] ?? '';
        const index = at % text.length;
        const changed = text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
        fc.pre(changed !== text);
        expect(reasonOf({ ...whole, [name]: changed })).toMatch(/^(lease )?WRONG_KEY$/);
      }),
      { numRuns: 300 },
    );
  });

  test('of any shape a key signed is admitted or refused with a code, and never breaks the updater', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const signed = { ...whole, intent: text, intentSignatures: [desk.signature(text)] };
        expect(reasonOf(signed)).toBe('UNKNOWN_MEDIA_TYPE');
      }),
      { numRuns: 200 },
    );
  });
});

function twoIntentKeys() {
  const both = new SigningDesk();
  const keys = desk.keys({}, { intent: 2 });
  const [other] = both.keys().keys;
  return { ...keys, keys: [...keys.keys, { ...other!, key: second.publicKey }] };
}

function twiceSigned(): Offer {
  const offer = desk.offer();
  return { ...offer, intentSignatures: [...offer.intentSignatures, desk.signature(offer.intent, second)] };
}

function leaseByIntentKey(): Offer {
  const offer = desk.offer();
  return { ...offer, leaseSignatures: [desk.signature(offer.lease ?? '')] };
}

function otherDigest(): string {
  return 'b'.repeat(64);
}
