/** The row of a location. */
import { defineEntity, p } from '@mikro-orm/core';

const LocationSchema = defineEntity({
  name: 'LocationRow',
  tableName: 'locations',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    timeZone: p.text(),
    natGroup: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** One location. */
export class LocationRow extends LocationSchema.class {}
LocationSchema.setClass(LocationRow);
