import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectReplayable, specify } from '../testing/specification.ts';
import type { SessionEvent } from './events.ts';
import { session, type SessionCommand } from './session.ts';

const start = {
  type: 'StartSession',
  sessionId: 's1',
  userId: 'u1',
  tokenHash: 'h1',
  userAgent: 'Firefox',
  now: '2026-01-01T00:00:00.000Z',
  ttlS: 3600,
} as const satisfies SessionCommand;
const started: SessionEvent = {
  type: 'SessionStarted',
  data: {
    sessionId: 's1',
    userId: 'u1',
    tokenHash: 'h1',
    userAgent: 'Firefox',
    expiresAt: '2026-01-01T01:00:00.000Z',
  },
};
const revoke = { type: 'RevokeSession', reason: 'SIGNED_OUT' } as const;
const revoked: SessionEvent = {
  type: 'SessionRevoked',
  data: { sessionId: 's1', userId: 'u1', reason: 'SIGNED_OUT' },
};

describe('a session', () => {
  test('starts with the time at which it ends', () => {
    specify(session).given().when(start).records(started);
  });

  test('starts once', () => {
    specify(session).given(started).when(start).refuses('CONFLICT');
  });

  test('is revoked once; the second time causes nothing', () => {
    specify(session).given(started).when(revoke).records(revoked);
    specify(session).given(started, revoked).when(revoke).records();
  });

  test('that never started cannot be revoked', () => {
    specify(session).given().when(revoke).refuses('NOT_FOUND');
  });

  test('does not start again after its end', () => {
    specify(session).given(started, revoked).when(start).refuses('CONFLICT');
  });

  test.each([
    [null, null],
    ['', null],
    ['Fire\nfox\u202e', 'Firefox'],
    ['x'.repeat(500), 'x'.repeat(200)],
  ])('keeps of the browser name %j only what is harmless', (userAgent, kept) => {
    const [event] = session.decide({ ...start, userAgent }, session.initialState);
    expect(event?.data).toMatchObject({ userAgent: kept });
  });

  test('replays to the same state after any commands', () => {
    const command: fc.Arbitrary<SessionCommand> = fc.oneof(
      fc.record({ userAgent: fc.option(fc.string()), ttlS: fc.nat() }).map((drawn) => ({ ...start, ...drawn })),
      fc.constantFrom(revoke, { ...revoke, reason: 'REVOKED' as const }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        expect(expectReplayable(session, commands).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
