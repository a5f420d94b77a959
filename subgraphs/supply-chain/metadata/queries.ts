/** Every read and write of the rows of update metadata. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { ofTenant } from '../of-tenant.ts';
import type { Published } from './documents.ts';
import type { MetadataRole } from './keys/role-keys.ts';
import type { Vouched } from './signed-texts.ts';

const installableMax = 20_000;

type Row = Omit<Published, 'expiresAt'> & { readonly expiresAt: Date };

/** The newest version of each role. */
export async function findNewest(em: EntityManager): Promise<Map<MetadataRole, Published>> {
  const sql = `select distinct on (m.role) m.role, m.version, m.content, m.expires_at as "expiresAt"
    from metadata_versions m where ${ofTenant('m')} order by m.role, m.version desc`;
  return new Map(dated(await ask<Row>(em, sql, []), ['expiresAt']).map((row) => [row.role, publishedOf(row)]));
}

/** One version of a role; null where there is none. */
export async function findVersion(em: EntityManager, role: MetadataRole, version: number): Promise<Published | null> {
  const sql = `select m.role, m.version, m.content, m.expires_at as "expiresAt" from metadata_versions m
    where ${ofTenant('m')} and m.role = $1 and m.version = $2`;
  const [row] = dated(await ask<Row>(em, sql, [role, version]), ['expiresAt']);
  return row ? publishedOf(row) : null;
}

/** Keeps a version as it is published. */
export function keepVersion(
  em: EntityManager,
  tenantId: string,
  { role, version, content, expiresAt }: Published,
): void {
  const sql = `insert into metadata_versions (tenant_id, role, version, content, expires_at) values ($1, $2, $3, $4, $5)`;
  tell(em, sql, [tenantId, role, version, content, expiresAt]);
}

/** What may be installed: verified, in a channel, and signed by no revoked key. With where to find who vouches. */
export async function findInstallable(em: EntityManager): Promise<Vouched[]> {
  return ask<Vouched>(
    em,
    `select a.name, a.version, a.digest, a.size::float8 as size, a.media_type as "mediaType", a.channel,
       coalesce((select jsonb_agg(jsonb_build_object('keyId', s.key_id, 'evidenceDigest', e.digest)
           order by s.key_id, e.digest)
         from artifact_signers s join artifact_evidence e
           on e.tenant_id = s.tenant_id and e.artifact_id = s.artifact_id and e.id = s.evidence_id
         where s.tenant_id = a.tenant_id and s.artifact_id = a.id and s.role = 'RELEASE'
           and e.kind = 'SIMPLE_SIGNING'), '[]') as vouchers
     from artifacts a
     where ${ofTenant('a')} and a.stage = 'VERIFIED' and a.channel is not null
       and not exists (select from artifact_signers s join signing_keys k
         on k.tenant_id = s.tenant_id and k.key_id = s.key_id
         where s.tenant_id = a.tenant_id and s.artifact_id = a.id and k.revoked_at is not null)
     order by a.promoted_at desc, a.id limit $1`,
    [installableMax],
  );
}

function publishedOf({ expiresAt, ...rest }: Row): Published {
  return { ...rest, expiresAt: expiresAt.toISOString() };
}
