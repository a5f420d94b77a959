/** Keeps the rows of signing keys and thresholds, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { SigningKeyEvent } from './events.ts';

/** Writes one fact of a ring to its rows. */
export async function projectSigningKey(em: EntityManager, fact: Fact<SigningKeyEvent>): Promise<void> {
  const { tenantId, at } = fact;
  switch (fact.type) {
    case 'SigningKeyAdded': {
      const { keyId, name, role, algorithm, publicKeyPem, validFrom, validUntil } = fact.data;
      tell(
        em,
        `insert into signing_keys
           (tenant_id, key_id, name, role, algorithm, public_key_pem, valid_from, valid_until, added_at, added_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [tenantId, keyId, name, role, algorithm, publicKeyPem, validFrom, validUntil, at, fact.metadata.actor],
      );
      return;
    }
    case 'SigningKeyRotated': {
      const { keyId, successorId, validUntil } = fact.data;
      const sql = 'update signing_keys set successor_id = $3, valid_until = $4 where tenant_id = $1 and key_id = $2';
      tell(em, sql, [tenantId, keyId, successorId, validUntil]);
      return;
    }
    case 'SigningKeyRevoked': {
      const { keyId, reason, revokedAt } = fact.data;
      const sql = 'update signing_keys set revoked_at = $3, revoke_reason = $4 where tenant_id = $1 and key_id = $2';
      tell(em, sql, [tenantId, keyId, revokedAt, reason]);
      return;
    }
    case 'SigningThresholdChanged': {
      const { role, threshold } = fact.data;
      tell(
        em,
        `insert into signing_thresholds (tenant_id, role, threshold) values ($1, $2, $3)
         on conflict (tenant_id, role) do update set threshold = excluded.threshold`,
        [tenantId, role, threshold],
      );
    }
  }
}

/** The rows of rings, for rebuilding. */
export const signingKeysProjection: InlineProjection = {
  name: 'supply-chain.signing_keys',
  mode: 'inline',
  tables: ['signing_keys', 'signing_thresholds'],
  handles: [
    'SigningKeyAdded',
    'SigningKeyRotated',
    'SigningKeyRevoked',
    'SigningThresholdChanged',
  ] satisfies SigningKeyEvent['type'][],
  project: (em, fact) => projectSigningKey(em, fact as Fact<SigningKeyEvent>),
};
