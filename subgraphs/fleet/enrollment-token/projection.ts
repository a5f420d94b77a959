/** Keeps the rows of enrollment tokens, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { EnrollmentTokenEvent } from './events.ts';
import { EnrollmentTokenRow } from './row.ts';

/** Writes one fact of a token to its row. */
export async function projectEnrollmentToken(em: EntityManager, fact: Fact<EnrollmentTokenEvent>): Promise<void> {
  const { tenantId } = fact;
  const at = new Date(fact.at);
  switch (fact.type) {
    case 'EnrollmentTokenCreated': {
      const { tokenId, domainId, locationId, labels, channel, expiresAt } = fact.data;
      await em.insert(EnrollmentTokenRow, {
        tenantId,
        id: tokenId,
        domainId,
        locationId,
        labels: [...labels],
        channel,
        createdAt: at,
        createdBy: fact.metadata.actor,
        expiresAt: new Date(expiresAt),
      });
      return;
    }
    case 'EnrollmentTokenRedeemed': {
      const { tokenId, deviceId } = fact.data;
      await em.nativeUpdate(EnrollmentTokenRow, { tenantId, id: tokenId }, { redeemedAt: at, redeemedBy: deviceId });
      return;
    }
    case 'EnrollmentTokenRevoked':
      await em.nativeUpdate(EnrollmentTokenRow, { tenantId, id: fact.data.tokenId }, { revokedAt: at });
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
