/** The row of a domain. */
import { defineEntity, p } from '@mikro-orm/core';

const DomainSchema = defineEntity({
  name: 'DomainRow',
  tableName: 'domains',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    slug: p.text(),
    path: p.text(),
    parentId: p.uuid().nullable(),
    createdAt: p.datetime(),
  },
});

/** One domain. */
export class DomainRow extends DomainSchema.class {}
DomainSchema.setClass(DomainRow);
