/** Follows which artifacts there are, whether they are verified, and in which channels they may be used. */
import type { Recorded } from '@flotilla/kernel/event';
import type { EntityManager } from '@flotilla/kernel/database';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { ArtifactFact } from './facts.ts';
import { artifactsFollower } from './registered.ts';

/** Artifacts as rollouts know them. */
export const artifactsProjection: AsyncProjection = {
  name: artifactsFollower,
  mode: 'async',
  tables: ['artifacts'],
  handles: [
    'ArtifactRegistered',
    'ArtifactUploaded',
    'ArtifactVerified',
    'ArtifactRejected',
    'ArtifactPromoted',
    'ArtifactWithdrawn',
  ] satisfies ArtifactFact['type'][],
  project: async (em, event) => project(em, event as Recorded<ArtifactFact>),
};

function project(em: EntityManager, fact: Recorded<ArtifactFact>): void {
  switch (fact.type) {
    case 'ArtifactRegistered': {
      const { artifactId, digest, name, version, mediaType, size, mirrors } = fact.data;
      return tell(
        em,
        `insert into artifacts (tenant_id, id, digest, name, version, media_type, size, mirrors, state, channels)
         values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, 'REGISTERED', '{}') on conflict do nothing`,
        [fact.tenantId, artifactId, digest, name, version, mediaType, size, JSON.stringify(mirrors)],
      );
    }
    case 'ArtifactPromoted': {
      const sql = 'update artifacts set channels = array_append(channels, $3) where tenant_id = $1 and id = $2';
      return tell(em, sql, [fact.tenantId, fact.data.artifactId, fact.data.channel]);
    }
    case 'ArtifactUploaded':
      return enter(em, fact, 'UPLOADED', null);
    case 'ArtifactVerified':
      return enter(em, fact, 'VERIFIED', null);
    case 'ArtifactRejected':
      return enter(em, fact, 'REJECTED', fact.data.reason);
    case 'ArtifactWithdrawn':
      return enter(em, fact, 'WITHDRAWN', fact.data.reason);
  }
}

/** What is rejected or withdrawn has lost its channels, whatever becomes of it. */
function enter(
  em: EntityManager,
  { tenantId, data }: Recorded<ArtifactFact>,
  state: string,
  reason: string | null,
): void {
  tell(
    em,
    `update artifacts set state = $3, reason = $4,
       channels = case when $3 in ('REJECTED', 'WITHDRAWN') then '{}' else channels end
     where tenant_id = $1 and id = $2`,
    [tenantId, data.artifactId, state, reason],
  );
}
