import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectReplayable, specify } from '../testing/specification.ts';
import type { ServiceAccountEvent } from './events.ts';
import { scopes, serviceAccount, type ServiceAccountCommand } from './service-account.ts';

const create = {
  type: 'CreateServiceAccount',
  serviceAccountId: 'a1',
  name: 'exporter',
  scopes: ['telemetry:read', 'fleet:read'],
  ttlHours: 24,
  secretHash: 'h1',
  now: '2026-01-01T00:00:00.000Z',
  grantable: scopes,
} as const satisfies ServiceAccountCommand;
const created: ServiceAccountEvent = {
  type: 'ServiceAccountCreated',
  data: {
    serviceAccountId: 'a1',
    name: 'exporter',
    scopes: ['fleet:read', 'telemetry:read'],
    expiresAt: '2026-01-02T00:00:00.000Z',
    secretHash: 'h1',
  },
};
const revoke = { type: 'RevokeServiceAccount' } as const;
const revoked: ServiceAccountEvent = { type: 'ServiceAccountRevoked', data: { serviceAccountId: 'a1' } };

describe('a service account', () => {
  test('is created with scopes and an end', () => {
    specify(serviceAccount).given().when(create).records(created);
  });

  test('is created once', () => {
    specify(serviceAccount).given(created).when(create).refuses('CONFLICT');
  });

  test('needs a name', () => {
    specify(serviceAccount)
      .given()
      .when({ ...create, name: '' })
      .refuses('INVALID_INPUT', { field: 'name' });
  });

  test.each([0, -1, 1.5, 8785, Number.NaN])('does not live %d hours', (ttlHours) => {
    specify(serviceAccount)
      .given()
      .when({ ...create, ttlHours })
      .refuses('INVALID_INPUT', { field: 'ttlHours' });
  });

  test('needs scopes that exist', () => {
    specify(serviceAccount)
      .given()
      .when({ ...create, scopes: [] })
      .refuses('INVALID_INPUT', { field: 'scopes' });
    specify(serviceAccount)
      .given()
      .when({ ...create, scopes: ['fleet:admin'] })
      .refuses('INVALID_INPUT', { scope: 'fleet:admin' });
  });

  test('gets no scope its creator does not hold', () => {
    specify(serviceAccount)
      .given()
      .when({ ...create, grantable: ['access:write', 'fleet:read'] })
      .refuses('FORBIDDEN', { scope: 'telemetry:read' });
  });

  test('is revoked once; the second time causes nothing', () => {
    specify(serviceAccount).given(created).when(revoke).records(revoked);
    specify(serviceAccount).given(created, revoked).when(revoke).records();
  });

  test('that does not exist cannot be revoked', () => {
    specify(serviceAccount).given().when(revoke).refuses('NOT_FOUND');
  });

  test('replays to the same state after any commands, and never holds more than it was created with', () => {
    const command: fc.Arbitrary<ServiceAccountCommand> = fc.oneof(
      fc
        .record({ scopes: fc.subarray([...scopes]), grantable: fc.subarray([...scopes]), ttlHours: fc.nat(10_000) })
        .map((drawn) => ({ ...create, ...drawn })),
      fc.constant(revoke),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        expect(expectReplayable(serviceAccount, commands).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
