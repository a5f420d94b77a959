/**
 * A user: one person's membership of one tenant. It decides who may hold which roles, who may be suspended, and
 * which identity of the issuer the membership belongs to. That an e-mail address is unique in the tenant is the
 * database's unique index's word.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { unreachable } from '@flotilla/kernel/invariant';
import { roles as knownRoles, type Role } from '@flotilla/kernel/viewer';
import type { UserEvent } from './events.ts';

/** What is known of a member, whatever the stage. */
export type Member = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Who the issuer says this is; null until the first sign-in. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
};

/** Where a membership is in its life. */
export type UserState =
  | { readonly stage: 'ABSENT' }
  | ({ readonly stage: 'ACTIVE' } & Member)
  | ({ readonly stage: 'SUSPENDED'; readonly reason: string } & Member);

/** What the outside sees of the stage. */
export type UserStatus = 'ACTIVE' | 'SUSPENDED';

/** Who gives the command, as far as the rules depend on it. */
export type Administrator = {
  /** The user's id; null for a service account, and for the system when it seeds. */
  readonly userId: string | null;
  /** Whether it may hand out, change or suspend PLATFORM_ADMIN. */
  readonly isPlatformAdmin: boolean;
};

/** Every command a user understands. */
export type UserCommand =
  | {
      readonly type: 'AddUser';
      readonly userId: string;
      readonly email: string;
      readonly name: string;
      readonly roles: readonly Role[];
      readonly by: Administrator;
    }
  | { readonly type: 'SetUserRoles'; readonly roles: readonly Role[]; readonly by: Administrator }
  | { readonly type: 'SuspendUser'; readonly reason: string; readonly by: Administrator }
  | { readonly type: 'ReinstateUser'; readonly by: Administrator }
  | { readonly type: 'BindIdentity'; readonly issuer: string; readonly subject: string }
  | { readonly type: 'EndUserSessions' };

const emailShape = /^[^\s@<>"']+@[^\s@<>"']+$/;
const emailLengthMax = 254;
const nameLengthMax = 120;
const reasonLengthMax = 500;

/** The form in which addresses are stored and compared. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The pure heart of the user aggregate. */
export const user: Decider<UserState, UserCommand, UserEvent> = {
  initialState: { stage: 'ABSENT' },

  decide(command, state) {
    if (command.type === 'AddUser') return add(command, state);
    if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such user in this tenant.');
    switch (command.type) {
      case 'SetUserRoles':
        return setRoles(command, state);
      case 'SuspendUser':
        return suspend(command, state);
      case 'ReinstateUser':
        if (state.stage === 'ACTIVE') return [];
        refuseUnlessOver(command.by, state);
        return [{ type: 'UserReinstated', data: { userId: state.userId } }];
      case 'BindIdentity':
        return bind(command, state);
      case 'EndUserSessions':
        return [{ type: 'UserSessionsEnded', data: { userId: state.userId } }];
      default:
        return unreachable(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'UserAdded') return { stage: 'ACTIVE', identity: null, ...event.data };
    if (state.stage === 'ABSENT') return state;
    switch (event.type) {
      case 'UserRolesSet':
        return { ...state, roles: event.data.roles };
      case 'UserSuspended':
        return { ...memberOf(state), stage: 'SUSPENDED', reason: event.data.reason };
      case 'UserReinstated':
        return { ...memberOf(state), stage: 'ACTIVE' };
      case 'UserIdentityBound':
        return { ...state, identity: { issuer: event.data.issuer, subject: event.data.subject } };
      case 'UserSessionsEnded':
        return state;
      default:
        return unreachable(event);
    }
  },
};

function memberOf({ userId, email, name, roles, identity }: Member): Member {
  return { userId, email, name, roles, identity };
}

function add(command: Extract<UserCommand, { type: 'AddUser' }>, state: UserState): UserEvent[] {
  if (state.stage !== 'ABSENT') {
    throw new Refusal('CONFLICT', `${state.email} is a user of this tenant already.`, { email: state.email });
  }
  const email = normalEmail(command.email);
  if (!emailShape.test(email) || email.length > emailLengthMax) {
    throw new Refusal('INVALID_INPUT', 'This is not an e-mail address.', { field: 'email' });
  }
  const name = command.name.trim();
  if (name === '' || name.length > nameLengthMax) {
    throw new Refusal('INVALID_INPUT', `A user needs a name of 1 to ${nameLengthMax} characters.`, { field: 'name' });
  }
  const roles = checkedRoles(command.roles);
  refuseUnlessOver(command.by, { roles });
  return [{ type: 'UserAdded', data: { userId: command.userId, email, name, roles } }];
}

function setRoles(command: Extract<UserCommand, { type: 'SetUserRoles' }>, state: Member): UserEvent[] {
  const roles = checkedRoles(command.roles);
  refuseUnlessOver(command.by, state);
  refuseUnlessOver(command.by, { roles });
  const isAdmin = (held: readonly Role[]): boolean => held.includes('TENANT_ADMIN') || held.includes('PLATFORM_ADMIN');
  if (command.by.userId === state.userId && isAdmin(state.roles) && !isAdmin(roles)) {
    throw new Refusal('CONFLICT', 'You cannot take your own administrator role away: ask another administrator.', {
      userId: state.userId,
    });
  }
  if (roles.length === state.roles.length && roles.every((role) => state.roles.includes(role))) return [];
  return [{ type: 'UserRolesSet', data: { userId: state.userId, roles } }];
}

function suspend(
  command: Extract<UserCommand, { type: 'SuspendUser' }>,
  state: Exclude<UserState, { stage: 'ABSENT' }>,
): UserEvent[] {
  const reason = command.reason.trim();
  if (reason === '' || reason.length > reasonLengthMax) {
    throw new Refusal('INVALID_INPUT', `Say why, in 1 to ${reasonLengthMax} characters.`, { field: 'reason' });
  }
  refuseUnlessOver(command.by, state);
  if (command.by.userId === state.userId) {
    throw new Refusal('CONFLICT', 'You cannot suspend yourself: ask another administrator.', { userId: state.userId });
  }
  if (state.stage === 'SUSPENDED') return [];
  return [{ type: 'UserSuspended', data: { userId: state.userId, reason } }];
}

function bind(
  command: Extract<UserCommand, { type: 'BindIdentity' }>,
  state: Exclude<UserState, { stage: 'ABSENT' }>,
): UserEvent[] {
  if (state.stage === 'SUSPENDED') {
    throw new Refusal('FORBIDDEN', 'This user is suspended. Ask a tenant administrator.', { userId: state.userId });
  }
  const { issuer, subject } = command;
  if (state.identity?.issuer === issuer) {
    if (state.identity.subject === subject) return [];
    // An address that was given to somebody else at the issuer must not inherit the membership.
    throw new Refusal('FORBIDDEN', 'This user belongs to another identity of the issuer. Ask a tenant administrator.', {
      userId: state.userId,
    });
  }
  return [{ type: 'UserIdentityBound', data: { userId: state.userId, issuer, subject } }];
}

/** Known roles without repetition, in the order of the list of roles, at least one. */
function checkedRoles(wanted: readonly Role[]): Role[] {
  const roles = knownRoles.filter((role) => wanted.includes(role));
  if (roles.length === 0) throw new Refusal('INVALID_INPUT', 'A user needs at least one role.', { field: 'roles' });
  return roles;
}

/** A tenant administrator rules everybody but platform administrators, who rule themselves. */
function refuseUnlessOver(by: Administrator, subject: { readonly roles: readonly Role[] }): void {
  if (!subject.roles.includes('PLATFORM_ADMIN') || by.isPlatformAdmin) return;
  throw new Refusal('FORBIDDEN', 'Only a platform administrator may give, change or suspend PLATFORM_ADMIN.', {
    roles: ['PLATFORM_ADMIN'],
  });
}
