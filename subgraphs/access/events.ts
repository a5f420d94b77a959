/** The published language of access: every event it records, for the projections of other subgraphs. Types only. */
export type {
  Scope,
  ServiceAccountCreated,
  ServiceAccountEvent,
  ServiceAccountRevoked,
} from './service-account/events.ts';
export type { SessionEndReason, SessionEvent, SessionRevoked, SessionStarted } from './session/events.ts';
export type { TenantCreated, TenantEvent } from './tenant/events.ts';
export type {
  UserAdded,
  UserEvent,
  UserIdentityBound,
  UserReinstated,
  UserRolesSet,
  UserSessionsEnded,
  UserSuspended,
} from './user/events.ts';
