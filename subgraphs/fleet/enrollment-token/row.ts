/** The row of an enrollment token. Its secret's hash is in a table of its own that no query here reads. */
import { defineEntity, p } from '@mikro-orm/core';
import type { LabelPair } from '../naming/labels.ts';

const EnrollmentTokenSchema = defineEntity({
  name: 'EnrollmentTokenRow',
  tableName: 'enrollment_tokens',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    domainId: p.uuid(),
    locationId: p.uuid().nullable(),
    labels: p.json().$type<LabelPair[]>(),
    channel: p.text(),
    createdAt: p.datetime(),
    createdBy: p.text(),
    expiresAt: p.datetime(),
    redeemedAt: p.datetime().nullable(),
    redeemedBy: p.uuid().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

/** One enrollment token. */
export class EnrollmentTokenRow extends EnrollmentTokenSchema.class {}
EnrollmentTokenSchema.setClass(EnrollmentTokenRow);
