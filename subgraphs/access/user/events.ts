/** What can happen to a user: a person's membership of one tenant. Issuer subjects are here, secrets are not. */
import type { Event } from '@flotilla/kernel/event';
import type { Role } from '@flotilla/kernel/viewer';

/** A person became a member of the tenant, known by e-mail address until the first sign-in. */
export type UserAdded = Event<
  'UserAdded',
  { readonly userId: string; readonly email: string; readonly name: string; readonly roles: readonly Role[] }
>;

/** The roles a user holds from now on; what was held before is replaced. */
export type UserRolesSet = Event<'UserRolesSet', { readonly userId: string; readonly roles: readonly Role[] }>;

/** The user may not act until reinstated; every session started before this is over for good. */
export type UserSuspended = Event<'UserSuspended', { readonly userId: string; readonly reason: string }>;

/** The user may sign in again. */
export type UserReinstated = Event<'UserReinstated', { readonly userId: string }>;

/** An issuer vouched for the user's e-mail address: from now on its subject, not the address, is the identity. */
export type UserIdentityBound = Event<
  'UserIdentityBound',
  { readonly userId: string; readonly issuer: string; readonly subject: string }
>;

/** Every session the user started before this moment is over. */
export type UserSessionsEnded = Event<'UserSessionsEnded', { readonly userId: string }>;

/** Every event of a user. */
export type UserEvent =
  UserAdded | UserRolesSet | UserSuspended | UserReinstated | UserIdentityBound | UserSessionsEnded;
