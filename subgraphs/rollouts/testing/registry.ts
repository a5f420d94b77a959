/** Artifacts that are verified and in every channel, put into the rows that follow supply-chain. */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { ArtifactFacts } from '../rollout/events.ts';

/** Every channel, the most careful last. */
export const allChannels = ['dev', 'canary', 'prod'] as const;

/** Puts one there, unless it is there. */
export async function putArtifact(em: EntityManager, tenantId: string, artifact: ArtifactFacts): Promise<void> {
  const { digest, name, version, mediaType, size } = artifact;
  await ask(
    em,
    `insert into artifacts (tenant_id, id, digest, name, version, media_type, size, mirrors, state, channels)
     select $1, $2, $3, $4, $5, $6, $7, '[]', 'VERIFIED', $8
     where not exists (select from artifacts a where a.tenant_id = $1 and a.digest = $3)`,
    [tenantId, randomUUID(), digest, name, version, mediaType, size, [...allChannels]],
  );
}
