/** Keeps the rows of artifacts, their evidence and their signers, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { ArtifactEvent, ArtifactRegistered, ArtifactVerified } from './events.ts';

const ofArtifact = 'where tenant_id = $1 and id = $2';

/** Writes one fact of an artifact to its rows. */
export async function projectArtifact(em: EntityManager, fact: Fact<ArtifactEvent>): Promise<void> {
  const { tenantId, at } = fact;
  const key = [tenantId, fact.data.artifactId];
  switch (fact.type) {
    case 'ArtifactRegistered':
      return register(em, fact);
    case 'ArtifactUploaded':
      return tell(em, `update artifacts set stage = 'UPLOADED', uploaded_at = $3 ${ofArtifact}`, [...key, at]);
    case 'ArtifactEvidenceAttached': {
      const { evidenceId, mediaType, kind, digest, size } = fact.data;
      const sql = `insert into artifact_evidence
        (tenant_id, artifact_id, id, media_type, kind, digest, size, attached_at, attached_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
      return tell(em, sql, [...key, evidenceId, mediaType, kind, digest, size, at, fact.metadata.actor]);
    }
    case 'ArtifactVerified':
      return verify(em, fact);
    case 'ArtifactRejected': {
      tell(em, 'delete from artifact_signers where tenant_id = $1 and artifact_id = $2', key);
      const sql = `update artifacts set stage = 'REJECTED', channel = null, reason = $3, faults = $4, provenance = '[]',
        sboms = '[]', judged_at = $5 ${ofArtifact}`;
      return tell(em, sql, [...key, fact.data.reason, JSON.stringify(fact.data.faults), at]);
    }
    case 'ArtifactPromoted':
      return tell(em, `update artifacts set channel = $3, promoted_at = $4 ${ofArtifact}`, [
        ...key,
        fact.data.channel,
        at,
      ]);
    case 'ArtifactWithdrawn': {
      const sql = `update artifacts set stage = 'WITHDRAWN', channel = null, withdrawn_at = $3, withdraw_reason = $4
        ${ofArtifact}`;
      return tell(em, sql, [...key, at, fact.data.reason]);
    }
    case 'ArtifactBytesRemoved':
      return tell(em, `update artifacts set bytes_removed_at = $3 ${ofArtifact}`, [...key, at]);
    case 'ArtifactPullTokenIssued':
    // What is kept of a token is beside the log: `pull/`.
  }
}

function register(em: EntityManager, { tenantId, data, at, metadata }: Fact<ArtifactRegistered>): void {
  const { artifactId, name, version, mediaType, digest, size, mirrors, retentionDays } = data;
  tell(
    em,
    `insert into artifacts (tenant_id, id, name, version, media_type, digest, size, mirrors, retention_days, stage,
       registered_at, registered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'REGISTERED', $10, $11)`,
    [
      tenantId,
      artifactId,
      name,
      version,
      mediaType,
      digest,
      size,
      JSON.stringify(mirrors),
      retentionDays,
      at,
      metadata.actor,
    ],
  );
}

function verify(em: EntityManager, { tenantId, data, at }: Fact<ArtifactVerified>): void {
  const { artifactId, signers, faults, provenance, sboms } = data;
  const key = [tenantId, artifactId];
  tell(em, 'delete from artifact_signers where tenant_id = $1 and artifact_id = $2', key);
  tell(
    em,
    `insert into artifact_signers (tenant_id, artifact_id, key_id, role, evidence_id)
     select $1, $2, s."keyId", s.role, s."evidenceId"
     from jsonb_to_recordset($3) as s ("keyId" text, role text, "evidenceId" uuid)`,
    [...key, JSON.stringify(signers)],
  );
  tell(
    em,
    `insert into artifact_signed_by (tenant_id, artifact_id, key_id)
     select distinct $1::uuid, $2::uuid, s."keyId" from jsonb_to_recordset($3) as s ("keyId" text)
     on conflict do nothing`,
    [...key, JSON.stringify(signers)],
  );
  tell(
    em,
    `update artifacts set stage = 'VERIFIED', reason = null, faults = $3, provenance = $4, sboms = $5, judged_at = $6
     ${ofArtifact}`,
    [...key, JSON.stringify(faults), JSON.stringify(provenance), JSON.stringify(sboms), at],
  );
}

/** The rows of artifacts, for rebuilding. */
export const artifactsProjection: InlineProjection = {
  name: 'supply-chain.artifacts',
  mode: 'inline',
  tables: ['artifacts', 'artifact_evidence', 'artifact_signers', 'artifact_signed_by'],
  handles: [
    'ArtifactRegistered',
    'ArtifactUploaded',
    'ArtifactEvidenceAttached',
    'ArtifactVerified',
    'ArtifactRejected',
    'ArtifactPromoted',
    'ArtifactWithdrawn',
    'ArtifactBytesRemoved',
  ] satisfies ArtifactEvent['type'][],
  project: (em, fact) => projectArtifact(em, fact as Fact<ArtifactEvent>),
};
