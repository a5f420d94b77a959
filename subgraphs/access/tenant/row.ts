/** The row of a tenant. Its id is the tenant id that row-level security compares, so the column is called that. */
import { defineEntity, p } from '@mikro-orm/core';

const TenantSchema = defineEntity({
  name: 'TenantRow',
  tableName: 'tenants',
  properties: {
    id: p.uuid().primary().fieldName('tenant_id'),
    name: p.text(),
    slug: p.text(),
    createdAt: p.datetime(),
  },
});

/** One tenant. */
export class TenantRow extends TenantSchema.class {}
TenantSchema.setClass(TenantRow);
