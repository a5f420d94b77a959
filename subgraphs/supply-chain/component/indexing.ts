/**
 * Puts what bills of material say into rows that can be asked. Evidence never changes, so each bill is indexed once, in
 * the transaction that records the first verdict that has seen it.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import type { Judgement } from '../verification/judge.ts';
import { readPackageUrl } from './matching/package-url.ts';

/** Indexes the bills of a judgement that are not indexed yet. */
export async function indexComponents(
  em: EntityManager,
  { tenantId, artifactId }: { readonly tenantId: string; readonly artifactId: string },
  sboms: Judgement['sboms'],
): Promise<void> {
  if (sboms.length === 0) return;
  const sql = `select distinct c.evidence_id as id from components c where ${ofTenant('c')} and c.artifact_id = $1`;
  const known = new Set((await ask<{ id: string }>(em, sql, [artifactId])).map(({ id }) => id));
  for (const { evidenceId, components } of sboms) {
    if (known.has(evidenceId) || components.length === 0) continue;
    const rows = components.map(({ name, version, purl, type }, ordinal) => {
      const read = purl === null ? null : readPackageUrl(purl);
      return { ordinal, name, version: version ?? read?.version ?? null, purl, purl_base: read?.base ?? null, type };
    });
    tell(
      em,
      `insert into components (tenant_id, artifact_id, evidence_id, ordinal, name, version, purl, purl_base, type)
       select $1, $2, $3, c.ordinal, c.name, c.version, c.purl, c.purl_base, c.type
       from jsonb_to_recordset($4)
         as c (ordinal integer, name text, version text, purl text, purl_base text, type text)
       on conflict do nothing`,
      [tenantId, artifactId, evidenceId, JSON.stringify(rows)],
    );
  }
}
