/** The row of a service account. When it was last used is not in the log, so it comes from the activity beside it. */
import { defineEntity, p } from '@mikro-orm/core';
import type { Scope } from './events.ts';

const ServiceAccountSchema = defineEntity({
  name: 'ServiceAccountRow',
  tableName: 'service_accounts',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    scopes: p.array().$type<Scope[]>(),
    secretHash: p.text(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p
      .datetime()
      .nullable()
      .formula(
        (columns) =>
          `(select a.seen_at from activity a where a.tenant_id = ${columns.tenantId} and a.subject_id = ${columns.id})`,
      ),
  },
});

/** One service account of one tenant. */
export class ServiceAccountRow extends ServiceAccountSchema.class {}
ServiceAccountSchema.setClass(ServiceAccountRow);
