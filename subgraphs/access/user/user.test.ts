import { roles } from '@flotilla/kernel/viewer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectReplayable, specify } from '../testing/specification.ts';
import type { UserEvent } from './events.ts';
import { user, type Administrator, type UserCommand } from './user.ts';

const admin: Administrator = { userId: 'admin', isPlatformAdmin: false };
const platform: Administrator = { userId: 'platform', isPlatformAdmin: true };
const add = {
  type: 'AddUser',
  userId: 'u1',
  email: 'Ann@Harbour.test ',
  name: ' Ann ',
  roles: ['OPERATOR'],
  by: admin,
} as const satisfies UserCommand;
const added: UserEvent = {
  type: 'UserAdded',
  data: { userId: 'u1', email: 'ann@harbour.test', name: 'Ann', roles: ['OPERATOR'] },
};
const addedPlatform: UserEvent = {
  type: 'UserAdded',
  data: { userId: 'u1', email: 'ann@harbour.test', name: 'Ann', roles: ['PLATFORM_ADMIN'] },
};
const suspended: UserEvent = { type: 'UserSuspended', data: { userId: 'u1', reason: 'left' } };
const bound: UserEvent = {
  type: 'UserIdentityBound',
  data: { userId: 'u1', issuer: 'https://issuer.test', subject: 's1' },
};
const bind = { type: 'BindIdentity', issuer: 'https://issuer.test', subject: 's1' } as const;
const suspend = { type: 'SuspendUser', reason: 'left', by: admin } as const;

describe('adding a user', () => {
  test('keeps the address in lower case and the name without spaces around it', () => {
    specify(user).given().when(add).records(added);
  });

  test('happens once', () => {
    specify(user).given(added).when(add).refuses('CONFLICT', { email: 'ann@harbour.test' });
  });

  test.each(['', 'ann', '@harbour.test', 'ann@', 'a b@c.test', 'ann@x@y', `${'x'.repeat(250)}@a.bc`])(
    'does not take %j for an address',
    (email) => {
      specify(user)
        .given()
        .when({ ...add, email })
        .refuses('INVALID_INPUT', { field: 'email' });
    },
  );

  test('needs a name', () => {
    specify(user)
      .given()
      .when({ ...add, name: ' ' })
      .refuses('INVALID_INPUT', { field: 'name' });
  });

  test('needs a role', () => {
    specify(user)
      .given()
      .when({ ...add, roles: [] })
      .refuses('INVALID_INPUT', { field: 'roles' });
  });

  test('gives PLATFORM_ADMIN only by the hand of a platform administrator', () => {
    const command = { ...add, roles: ['PLATFORM_ADMIN'] } as const;
    specify(user)
      .given()
      .when(command)
      .refuses('FORBIDDEN', { roles: ['PLATFORM_ADMIN'] });
    specify(user)
      .given()
      .when({ ...command, by: platform })
      .records(addedPlatform);
  });
});

describe('the roles of a user', () => {
  test('are replaced, in a fixed order and without repetition', () => {
    const command = { type: 'SetUserRoles', roles: ['FINOPS', 'VIEWER', 'FINOPS'], by: admin } as const;
    specify(user)
      .given(added)
      .when(command)
      .records({ type: 'UserRolesSet', data: { userId: 'u1', roles: ['VIEWER', 'FINOPS'] } });
  });

  test('that are held already cause nothing', () => {
    specify(user)
      .given(added)
      .when({ type: 'SetUserRoles', roles: ['OPERATOR'], by: admin })
      .records();
  });

  test('are never widened to PLATFORM_ADMIN by a tenant administrator', () => {
    const command = { type: 'SetUserRoles', roles: ['PLATFORM_ADMIN'], by: admin } as const;
    specify(user).given(added).when(command).refuses('FORBIDDEN');
  });

  test('of a platform administrator are out of a tenant administrator’s reach', () => {
    const command = { type: 'SetUserRoles', roles: ['VIEWER'], by: admin } as const;
    specify(user).given(addedPlatform).when(command).refuses('FORBIDDEN');
  });

  test('that let one administer cannot be given up by oneself', () => {
    const self: Administrator = { userId: 'u1', isPlatformAdmin: true };
    const command = { type: 'SetUserRoles', roles: ['VIEWER'], by: self } as const;
    specify(user).given(addedPlatform).when(command).refuses('CONFLICT', { userId: 'u1' });
  });

  test('of nobody cannot be set', () => {
    specify(user)
      .given()
      .when({ type: 'SetUserRoles', roles: ['VIEWER'], by: admin })
      .refuses('NOT_FOUND');
  });
});

describe('suspending a user', () => {
  test('needs a reason', () => {
    specify(user)
      .given(added)
      .when({ ...suspend, reason: ' ' })
      .refuses('INVALID_INPUT', { field: 'reason' });
  });

  test('records the reason once', () => {
    specify(user).given(added).when(suspend).records(suspended);
    specify(user).given(added, suspended).when(suspend).records();
  });

  test('is not possible for oneself', () => {
    const by: Administrator = { userId: 'u1', isPlatformAdmin: false };
    specify(user)
      .given(added)
      .when({ ...suspend, by })
      .refuses('CONFLICT', { userId: 'u1' });
  });

  test('of a platform administrator needs another one', () => {
    specify(user).given(addedPlatform).when(suspend).refuses('FORBIDDEN');
    specify(user)
      .given(addedPlatform)
      .when({ ...suspend, by: platform })
      .records(suspended);
  });

  test('can be undone, and undoing it twice causes nothing', () => {
    const reinstate = { type: 'ReinstateUser', by: admin } as const;
    const reinstated: UserEvent = { type: 'UserReinstated', data: { userId: 'u1' } };
    specify(user).given(added, suspended).when(reinstate).records(reinstated);
    specify(user).given(added).when(reinstate).records();
  });
});

describe('the identity of a user', () => {
  test('is bound at the first sign-in and stays', () => {
    specify(user).given(added).when(bind).records(bound);
    specify(user).given(added, bound).when(bind).records();
  });

  test('is not inherited by whoever gets the address later', () => {
    specify(user)
      .given(added, bound)
      .when({ ...bind, subject: 's2' })
      .refuses('FORBIDDEN', { userId: 'u1' });
  });

  test('moves to a new issuer', () => {
    const moved = { ...bind, issuer: 'https://new.test', subject: 's9' };
    specify(user)
      .given(added, bound)
      .when(moved)
      .records({ type: 'UserIdentityBound', data: { userId: 'u1', issuer: 'https://new.test', subject: 's9' } });
  });

  test('is not bound while suspended', () => {
    specify(user).given(added, suspended).when(bind).refuses('FORBIDDEN');
  });
});

test('ending the sessions of a user is a fact of the user', () => {
  specify(user)
    .given(added)
    .when({ type: 'EndUserSessions' })
    .records({ type: 'UserSessionsEnded', data: { userId: 'u1' } });
});

test('a user replays to the same state after any commands', () => {
  const someRoles = fc.subarray([...roles]);
  const by = fc.constantFrom(admin, platform, { userId: 'u1', isPlatformAdmin: false });
  const command: fc.Arbitrary<UserCommand> = fc.oneof(
    fc.record({ by, roles: someRoles }).map((drawn) => ({ ...add, ...drawn })),
    fc.record({ type: fc.constant('SetUserRoles' as const), roles: someRoles, by }),
    fc.record({ type: fc.constant('SuspendUser' as const), reason: fc.string(), by }),
    fc.record({ type: fc.constant('ReinstateUser' as const), by }),
    fc.record({
      type: fc.constant('BindIdentity' as const),
      issuer: fc.constantFrom('i1', 'i2'),
      subject: fc.constantFrom('a', 'b'),
    }),
    fc.constant({ type: 'EndUserSessions' as const }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      const history = expectReplayable(user, commands);
      expect(history.filter((event) => event.type === 'UserAdded').length).toBeLessThanOrEqual(1);
    }),
  );
});
