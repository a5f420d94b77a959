/** The row of an enrollment token. Its secret's hash is in a table of its own that no query here reads. */
import type { Fact } from '@flotilla/kernel/event';
import { defineEntity, p } from '@mikro-orm/core';
import type { LabelPair } from '../naming/labels.ts';
import type { EnrollmentTokenCreated } from './events.ts';

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

/** The row of a token that was just created, as it is written. */
export function newTokenRow(fact: Fact<EnrollmentTokenCreated>): EnrollmentTokenRow {
  const { tokenId: id, labels, expiresAt, ...place } = fact.data;
  return {
    ...place,
    tenantId: fact.tenantId,
    id,
    labels: [...labels],
    createdAt: new Date(fact.at),
    createdBy: fact.metadata.actor,
    expiresAt: new Date(expiresAt),
    redeemedAt: null,
    redeemedBy: null,
    revokedAt: null,
  };
}
