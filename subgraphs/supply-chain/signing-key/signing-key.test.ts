import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SigningKeyEvent } from './events.ts';
import { signingKey, type NewSigningKey, type SigningKeyCommand } from './signing-key.ts';

const now = '2026-03-01T12:00:00.000Z';
const day = (count: number) => new Date(Date.parse(now) + count * 86_400_000).toISOString();
const keyNamed = (name: string, over: Partial<NewSigningKey> = {}): NewSigningKey => ({
  keyId: `id-of-${name}`,
  algorithm: 'ED25519',
  publicKeyPem: 'pem',
  name,
  validFrom: null,
  validUntil: null,
  ...over,
});
const add = (key: NewSigningKey, role: 'RELEASE' | 'BUILD' = 'RELEASE'): SigningKeyCommand => ({
  type: 'AddSigningKey',
  role,
  key,
  now,
});
const revoke = (name: string): SigningKeyCommand => ({
  type: 'RevokeSigningKey',
  keyId: `id-of-${name}`,
  reason: 'it leaked',
  now,
});
const rotate = (from: string, to: NewSigningKey, overlapDays = 30): SigningKeyCommand => ({
  type: 'RotateSigningKey',
  keyId: `id-of-${from}`,
  successor: to,
  overlapDays,
  now,
});
const threshold = (wanted: number, role: 'RELEASE' | 'BUILD' = 'RELEASE'): SigningKeyCommand => ({
  type: 'SetSigningThreshold',
  role,
  threshold: wanted,
});

function after(...commands: SigningKeyCommand[]): SigningKeyEvent[] {
  const events: SigningKeyEvent[] = [];
  for (const command of commands) events.push(...signingKey.decide(command, replay(signingKey, events)));
  return events;
}

function codeOf(...commands: SigningKeyCommand[]): string {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return 'accepted';
}

describe('the ring of a tenant', () => {
  test('has each key and each name once', () => {
    expect(codeOf(add(keyNamed('a')), add(keyNamed('a')))).toBe('CONFLICT');
    expect(codeOf(add(keyNamed('a')), add({ ...keyNamed('b'), name: 'a' }))).toBe('CONFLICT');
    expect(codeOf(add(keyNamed('a')), revoke('a'), add(keyNamed('a')))).toBe('CONFLICT');
    expect(codeOf(add(keyNamed('Not A Name')))).toBe('INVALID_INPUT');
  });

  test('takes no key that is over before it begins', () => {
    expect(codeOf(add(keyNamed('a', { validUntil: now })))).toBe('INVALID_INPUT');
    expect(codeOf(add(keyNamed('a', { validFrom: day(2), validUntil: day(1) })))).toBe('INVALID_INPUT');
    expect(codeOf(add(keyNamed('a', { validFrom: day(-1), validUntil: day(1) })))).toBe('accepted');
  });

  test('lets a rotated key be good for the overlap, and never longer than it was', () => {
    const untilOf = (old: NewSigningKey) => after(add(old), rotate(old.name, keyNamed('b'))).at(-1)?.data;
    expect(untilOf(keyNamed('a'))).toEqual({ keyId: 'id-of-a', successorId: 'id-of-b', validUntil: day(30) });
    expect(untilOf(keyNamed('a', { validUntil: day(3) }))).toMatchObject({ validUntil: day(3) });
    expect(after(add(keyNamed('a'), 'BUILD'), rotate('a', keyNamed('b')))[1]).toMatchObject({
      data: { role: 'BUILD' },
    });
    expect(codeOf(add(keyNamed('a')), revoke('a'), rotate('a', keyNamed('b')))).toBe('CONFLICT');
    expect(codeOf(rotate('a', keyNamed('b')))).toBe('NOT_FOUND');
    expect(codeOf(add(keyNamed('a')), rotate('a', keyNamed('b'), 366))).toBe('INVALID_INPUT');
  });

  test('asks for no more keys than there are, and for one RELEASE key always', () => {
    expect(codeOf(threshold(0))).toBe('INVALID_INPUT');
    expect(codeOf(add(keyNamed('a')), threshold(2))).toBe('INVALID_INPUT');
    expect(codeOf(add(keyNamed('a')), add(keyNamed('b')), threshold(2), threshold(1))).toBe('accepted');
    expect(codeOf(add(keyNamed('a')), threshold(1, 'BUILD'))).toBe('INVALID_INPUT');
    expect(after(threshold(1), threshold(0, 'BUILD'))).toEqual([]);
  });

  test('lets a key be revoked whatever depends on it, once and for good', () => {
    const both = [add(keyNamed('a')), add(keyNamed('b')), threshold(2)];
    expect(after(...both, revoke('a'), revoke('a')).filter(({ type }) => type === 'SigningKeyRevoked')).toHaveLength(1);
    expect(codeOf(revoke('a'))).toBe('NOT_FOUND');
  });

  test('any sequence of accepted commands replays to the same state, and no key is ever un-revoked', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const command: fc.Arbitrary<SigningKeyCommand> = fc.oneof(
      fc.tuple(name, fc.constantFrom('RELEASE' as const, 'BUILD' as const)).map(([n, role]) => add(keyNamed(n), role)),
      name.map(revoke),
      fc.tuple(name, name).map(([from, to]) => rotate(from, keyNamed(to))),
      fc.integer({ min: -1, max: 3 }).map((wanted) => threshold(wanted)),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const events: SigningKeyEvent[] = [];
        let live = signingKey.initialState;
        for (const each of commands) {
          const revoked = Object.entries(live.keys).filter(([, key]) => key.isRevoked);
          try {
            const decided = signingKey.decide(each, live);
            events.push(...decided);
            live = replay({ ...signingKey, initialState: live }, decided);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
          }
          for (const [keyId] of revoked) expect(live.keys[keyId]?.isRevoked).toBe(true);
          expect(live.thresholds.RELEASE).toBeGreaterThanOrEqual(1);
        }
        expect(replay(signingKey, events)).toEqual(live);
      }),
    );
  });
});
