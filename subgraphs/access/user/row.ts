/** The row of a user. When it was last seen is not in the log, so it comes from the activity beside the row. */
import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@flotilla/kernel/viewer';
import type { UserStatus } from './user.ts';

const UserSchema = defineEntity({
  name: 'UserRow',
  tableName: 'users',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    email: p.text(),
    name: p.text(),
    roles: p.array().$type<Role[]>(),
    status: p.text().$type<UserStatus>(),
    issuer: p.text().nullable(),
    subject: p.text().nullable(),
    sessionsEndedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    lastSeenAt: p
      .datetime()
      .nullable()
      .formula(
        (columns) =>
          `(select a.seen_at from activity a where a.tenant_id = ${columns.tenantId} and a.subject_id = ${columns.id})`,
      ),
  },
});

/** One user of one tenant. */
export class UserRow extends UserSchema.class {}
UserSchema.setClass(UserRow);
