/** The four aggregates of access, each wired to the rows it writes. */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import type { ServiceAccountEvent } from './service-account/events.ts';
import { projectServiceAccount } from './service-account/projection.ts';
import {
  serviceAccount,
  type ServiceAccountCommand,
  type ServiceAccountState,
} from './service-account/service-account.ts';
import type { SessionEvent } from './session/events.ts';
import { projectSession } from './session/projection.ts';
import { session, type SessionCommand, type SessionState } from './session/session.ts';
import type { TenantEvent } from './tenant/events.ts';
import { projectTenant } from './tenant/projection.ts';
import { tenant, type TenantCommand, type TenantState } from './tenant/tenant.ts';
import type { UserEvent } from './user/events.ts';
import { projectUser } from './user/projection.ts';
import { user, type UserCommand, type UserState } from './user/user.ts';

/** Tenants, in streams `tenant-<id>`. */
export const tenantAggregate: Aggregate<TenantState, TenantCommand, TenantEvent> = {
  ...tenant,
  category: 'tenant',
  project: projectTenant,
};

/** Users, in streams `user-<id>`. */
export const userAggregate: Aggregate<UserState, UserCommand, UserEvent> = {
  ...user,
  category: 'user',
  project: projectUser,
};

/** Sessions, in streams `session-<id>`. */
export const sessionAggregate: Aggregate<SessionState, SessionCommand, SessionEvent> = {
  ...session,
  category: 'session',
  project: projectSession,
};

/** Service accounts, in streams `service-account-<id>`. */
export const serviceAccountAggregate: Aggregate<ServiceAccountState, ServiceAccountCommand, ServiceAccountEvent> = {
  ...serviceAccount,
  category: 'service-account',
  project: projectServiceAccount,
};
