/** Every read of the artifacts' rows. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { isUuid, ofTenant } from '../of-tenant.ts';
import type { KeyRole } from '../verification/key-words.ts';
import type { EvidenceKind } from '../verification/media-types.ts';
import type { Provenance } from '../verification/provenance-words.ts';
import type { Reason } from '../verification/reason.ts';
import type { ArtifactStage } from './artifact.ts';
import type { ArtifactFault, ArtifactVerified, Channel } from './events.ts';

/** An artifact as the rows have it. */
export type ArtifactRow = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly mirrors: string[];
  readonly retentionDays: number | null;
  readonly stage: Exclude<ArtifactStage, 'ABSENT'>;
  readonly channel: Channel | null;
  readonly reason: Reason | null;
  readonly faults: ArtifactFault[];
  readonly provenance: Provenance[];
  readonly sboms: [...ArtifactVerified['data']['sboms']];
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly uploadedAt: Date | null;
  readonly judgedAt: Date | null;
  readonly promotedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawReason: string | null;
  readonly bytesRemovedAt: Date | null;
};

/** Something said about an artifact as the rows have it. */
export type EvidenceRow = {
  readonly artifactId: string;
  readonly evidenceId: string;
  readonly mediaType: string;
  readonly kind: EvidenceKind;
  readonly digest: string;
  readonly size: number;
  readonly attachedAt: Date;
  readonly attachedBy: string;
};

/** A key that vouches for an artifact. */
export type SignerRow = {
  readonly artifactId: string;
  readonly keyId: string;
  readonly role: KeyRole;
  readonly evidenceId: string;
};

const dates = ['registeredAt', 'uploadedAt', 'judgedAt', 'promotedAt', 'withdrawnAt', 'bytesRemovedAt'] as const;
const columns = `a.id, a.name, a.version, a.media_type as "mediaType", a.digest, a.size::float8 as size, a.mirrors,
  a.retention_days as "retentionDays", a.stage, a.channel, a.reason, a.faults, a.provenance, a.sboms,
  a.registered_at as "registeredAt", a.registered_by as "registeredBy", a.uploaded_at as "uploadedAt",
  a.judged_at as "judgedAt", a.promoted_at as "promotedAt", a.withdrawn_at as "withdrawnAt",
  a.withdraw_reason as "withdrawReason", a.bytes_removed_at as "bytesRemovedAt"`;

/** Artifacts by id. */
export const artifactsById = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${columns} from artifacts a where ${ofTenant('a')} and a.id = any($1::uuid[])`;
  const rows = dated(await ask<ArtifactRow>(em, sql, [ids.filter(isUuid)]), dates);
  return new Map(rows.map((row) => [row.id, row]));
});

/** Artifacts by digest. */
export const artifactsByDigest = defineLoader(async (em, digests: readonly string[]) => {
  const sql = `select ${columns} from artifacts a where ${ofTenant('a')} and a.digest = any($1)`;
  const rows = dated(await ask<ArtifactRow>(em, sql, [digests]), dates);
  return new Map(rows.map((row) => [row.digest, row]));
});

/** The artifact with these bytes; null where the tenant has none. */
export async function findByDigest(em: EntityManager, digest: string): Promise<ArtifactRow | null> {
  const sql = `select ${columns} from artifacts a where ${ofTenant('a')} and a.digest = $1`;
  const [row] = dated(await ask<ArtifactRow>(em, sql, [digest]), dates);
  return row ?? null;
}

/** Which artifacts of a list; null asks for no more. */
export type ArtifactSearch = {
  readonly name: string | null;
  /** A part of the name. */
  readonly containing: string | null;
  readonly stage: string | null;
  readonly channel: string | null;
  readonly signedBy: string | null;
  readonly page: Page;
};

/** An artifact of a page with the place it stands at. */
export type ListedArtifact = ArtifactRow & { readonly place: string };

/** A page of artifacts, the newest first; one row more than asked tells that there is a next page. */
export async function findArtifacts(em: EntityManager, search: ArtifactSearch): Promise<ListedArtifact[]> {
  const { name, containing, stage, channel, signedBy, page } = search;
  const [place = null, id = null] = page.after ?? [];
  const rows = await ask<ListedArtifact>(
    em,
    `select ${columns}, a.registered_at::text as place from artifacts a
     where ${ofTenant('a')} and ($1::text is null or a.name = $1) and ($2::text is null or a.stage = $2)
       and ($3::text is null or a.channel = $3)
       and ($4::text is null or exists (select from artifact_signed_by s
         where s.tenant_id = a.tenant_id and s.artifact_id = a.id and s.key_id = $4))
       and ($5::timestamptz is null or (a.registered_at, a.id) < ($5::timestamptz, $6::uuid))
       and ($8::text is null or strpos(a.name, $8) > 0)
     order by a.registered_at desc, a.id desc limit $7`,
    [name, stage, channel, signedBy, place, id, page.first + 1, containing],
  );
  return dated(rows, dates);
}

/** What is said about artifacts, by artifact. */
export const evidenceByArtifact = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await ask<EvidenceRow>(
    em,
    `select e.artifact_id as "artifactId", e.id as "evidenceId", e.media_type as "mediaType", e.kind, e.digest,
       e.size::float8 as size, e.attached_at as "attachedAt", e.attached_by as "attachedBy"
     from artifact_evidence e where ${ofTenant('e')} and e.artifact_id = any($1::uuid[]) order by e.attached_at, e.id`,
    [ids],
  );
  return Map.groupBy(dated(rows, ['attachedAt']), ({ artifactId }) => artifactId);
});

/** Who vouches for artifacts, by artifact. */
export const signersByArtifact = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await ask<SignerRow>(
    em,
    `select s.artifact_id as "artifactId", s.key_id as "keyId", s.role, s.evidence_id as "evidenceId"
     from artifact_signers s where ${ofTenant('s')} and s.artifact_id = any($1::uuid[]) order by s.role, s.key_id`,
    [ids],
  );
  return Map.groupBy(rows, ({ artifactId }) => artifactId);
});

/** The artifacts a key vouches for. */
export async function artifactsSignedBy(em: EntityManager, keyId: string): Promise<string[]> {
  const sql = `select distinct s.artifact_id as id from artifact_signers s where ${ofTenant('s')} and s.key_id = $1`;
  return (await ask<{ id: string }>(em, sql, [keyId])).map(({ id }) => id);
}
