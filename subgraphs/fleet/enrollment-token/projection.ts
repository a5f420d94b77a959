/** Keeps the rows of enrollment tokens, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { EnrollmentTokenEvent } from './events.ts';

/** Writes one fact of a token to its row. */
export async function projectEnrollmentToken(em: EntityManager, fact: Fact<EnrollmentTokenEvent>): Promise<void> {
  const { tenantId, data, at } = fact;
  const key = [tenantId, data.tokenId];
  switch (fact.type) {
    case 'EnrollmentTokenCreated': {
      const { domainId, locationId, labels, channel, expiresAt } = fact.data;
      tell(
        em,
        `insert into enrollment_tokens
           (tenant_id, id, domain_id, location_id, labels, channel, created_at, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [...key, domainId, locationId, JSON.stringify(labels), channel, at, fact.metadata.actor, expiresAt],
      );
      return;
    }
    case 'EnrollmentTokenRedeemed': {
      const sql = 'update enrollment_tokens set redeemed_at = $3, redeemed_by = $4 where tenant_id = $1 and id = $2';
      tell(em, sql, [...key, at, fact.data.deviceId]);
      return;
    }
    case 'EnrollmentTokenRevoked':
      tell(em, 'update enrollment_tokens set revoked_at = $3 where tenant_id = $1 and id = $2', [...key, at]);
      return;
    case 'EnrollmentTokenReuseAttempted':
  }
}

/** The rows of enrollment tokens, for rebuilding. */
export const enrollmentTokensProjection: InlineProjection = {
  name: 'fleet.enrollment_tokens',
  mode: 'inline',
  tables: ['enrollment_tokens'],
  handles: [
    'EnrollmentTokenCreated',
    'EnrollmentTokenRedeemed',
    'EnrollmentTokenRevoked',
  ] satisfies EnrollmentTokenEvent['type'][],
  project: (em, fact) => projectEnrollmentToken(em, fact as Fact<EnrollmentTokenEvent>),
};
