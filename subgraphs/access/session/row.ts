/** The row of a session. When it was last seen is not in the log, so it comes from the activity beside the row. */
import { defineEntity, p } from '@mikro-orm/core';

const SessionSchema = defineEntity({
  name: 'SessionRow',
  tableName: 'sessions',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    userId: p.uuid(),
    tokenHash: p.text(),
    userAgent: p.text().nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    lastSeenAt: p.datetime().formula(
      (columns) =>
        `coalesce((select a.seen_at from activity a
             where a.tenant_id = ${columns.tenantId} and a.subject_id = ${columns.id}), ${columns.createdAt})`,
    ),
  },
});

/** One session of one user. */
export class SessionRow extends SessionSchema.class {}
SessionSchema.setClass(SessionRow);
