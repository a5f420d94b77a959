import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOfSecret, newSecret, printToken, secretOf } from '../claim/token-text.ts';
import { enrollmentToken, type CreateEnrollmentToken, type EnrollmentTokenCommand } from './enrollment-token.ts';
import type { EnrollmentTokenEvent } from './events.ts';

const now = '2026-03-01T12:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
const create: CreateEnrollmentToken = {
  type: 'CreateEnrollmentToken',
  tokenId: 't',
  domainId: 'd',
  locationId: null,
  labels: [],
  channel: 'prod',
  ttlMinutes: 15,
  now,
};
const redeem = (at: string): EnrollmentTokenCommand => ({
  type: 'RedeemEnrollmentToken',
  tokenId: 't',
  deviceId: 'x',
  now: at,
});
const revoke = (at: string): EnrollmentTokenCommand => ({ type: 'RevokeEnrollmentToken', tokenId: 't', now: at });

function after(...commands: EnrollmentTokenCommand[]): EnrollmentTokenEvent[] {
  const events: EnrollmentTokenEvent[] = [];
  for (const command of commands) events.push(...enrollmentToken.decide(command, replay(enrollmentToken, events)));
  return events;
}

function codeOf(...commands: EnrollmentTokenCommand[]): string {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return 'accepted';
}

describe('an enrollment token', () => {
  test('expires ttlMinutes after it was made, by the clock in the command', () => {
    expect(after(create)).toMatchObject([{ data: { expiresAt: later(15) } }]);
    expect(codeOf(create, redeem(later(14.99)))).toBe('accepted');
    expect(codeOf(create, redeem(later(15)))).toBe('FORBIDDEN');
  });

  test.each([0, 16, 1.5, -1, Number.NaN])('cannot live %s minutes', (ttlMinutes) => {
    expect(codeOf({ ...create, ttlMinutes })).toBe('INVALID_INPUT');
  });

  test('works once', () => expect(codeOf(create, redeem(now), redeem(now))).toBe('CONFLICT'));
  test('does not work once revoked', () => expect(codeOf(create, revoke(now), redeem(now))).toBe('FORBIDDEN'));
  test('cannot be revoked once used', () => expect(codeOf(create, redeem(now), revoke(now))).toBe('CONFLICT'));
  test('that was never made cannot be used', () => expect(codeOf(redeem(now))).toBe('NOT_FOUND'));
  test('knows the channels', () => expect(codeOf({ ...create, channel: 'nightly' })).toBe('INVALID_INPUT'));

  test('any sequence of accepted commands replays to the same state, and redeems at most once', () => {
    const minutes = fc.integer({ min: 0, max: 30 });
    const command: fc.Arbitrary<EnrollmentTokenCommand> = fc.oneof(
      fc.constant(create),
      minutes.map((m) => redeem(later(m))),
      minutes.map((m) => revoke(later(m))),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const events: EnrollmentTokenEvent[] = [];
        let live = enrollmentToken.initialState;
        for (const each of commands) {
          try {
            const decided = enrollmentToken.decide(each, live);
            events.push(...decided);
            live = replay({ ...enrollmentToken, initialState: live }, decided);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
          }
        }
        expect(replay(enrollmentToken, events)).toEqual(live);
        expect(events.filter(({ type }) => type === 'EnrollmentTokenRedeemed').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the text of a token', () => {
  test('gives its secret back, and the hash does not show it', () => {
    const secret = newSecret();
    expect(secretOf(` ${printToken({ u: 'https://x', f: 'ff', s: secret })}\n`)).toBe(secret);
    expect(hashOfSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(['', 'flt1.', 'flt2.abc', 'flt1.e30', `flt1.${'a'.repeat(3_000)}`])('%s is refused', (text) => {
    expect(() => secretOf(text)).toThrow(/not an enrollment token/);
  });
});
