/** Keeps the rows of proposed roots, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { MetadataRootEvent } from './events.ts';

/** Writes one fact of a succession to its row. */
export async function projectMetadataRoot(em: EntityManager, fact: Fact<MetadataRootEvent>): Promise<void> {
  const { tenantId, at } = fact;
  switch (fact.type) {
    case 'MetadataRootProposed': {
      const { proposalId, version, keys, threshold, previous, content, expiresAt, openUntil } = fact.data;
      // One that waited too long makes room for this one.
      tell(em, `update metadata_root_proposals set state = 'LAPSED' where tenant_id = $1 and state = 'OPEN'`, [
        tenantId,
      ]);
      tell(
        em,
        `insert into metadata_root_proposals (tenant_id, id, version, keys, threshold, previous_key_ids,
           previous_threshold, content, state, expires_at, open_until, proposed_at, proposed_by)
         values ($1, $2, $3, $4::text::jsonb, $5, $6::text::jsonb, $7, $8, 'OPEN', $9, $10, $11, $12)`,
        [
          tenantId,
          proposalId,
          version,
          JSON.stringify(keys),
          threshold,
          JSON.stringify(previous.keyIds),
          previous.threshold,
          content,
          expiresAt,
          openUntil,
          at,
          fact.metadata.actor,
        ],
      );
      return;
    }
    case 'MetadataRootSigned': {
      const { proposalId, keyId, signature } = fact.data;
      const sql = `update metadata_root_proposals set signatures = signatures || $3::text::jsonb
        where tenant_id = $1 and id = $2`;
      tell(em, sql, [tenantId, proposalId, JSON.stringify([{ keyId, signature }])]);
      return;
    }
    case 'MetadataRootPublished':
    case 'MetadataRootDiscarded': {
      const state = fact.type === 'MetadataRootPublished' ? 'PUBLISHED' : 'DISCARDED';
      const sql = 'update metadata_root_proposals set state = $3 where tenant_id = $1 and id = $2';
      tell(em, sql, [tenantId, fact.data.proposalId, state]);
    }
  }
}

/** The rows of proposed roots, for rebuilding. */
export const metadataRootsProjection: InlineProjection = {
  name: 'supply-chain.metadata_roots',
  mode: 'inline',
  tables: ['metadata_root_proposals'],
  handles: [
    'MetadataRootProposed',
    'MetadataRootSigned',
    'MetadataRootPublished',
    'MetadataRootDiscarded',
  ] satisfies MetadataRootEvent['type'][],
  project: (em, fact) => projectMetadataRoot(em, fact as Fact<MetadataRootEvent>),
};
