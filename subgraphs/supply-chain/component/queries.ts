/** Every read of the index of components. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';

/** A component in an artifact. */
export type ComponentUseRow = {
  readonly artifactId: string;
  readonly evidenceId: string;
  readonly ordinal: number;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  readonly type: string;
};

/** Versions of one component that are looked at; more would be more than one component. */
export const versionsMax = 5_000;

const columns = `c.artifact_id as "artifactId", c.evidence_id as "evidenceId", c.ordinal, c.name, c.version, c.purl, c.type`;

/** Which component: by the base of its package URL, or by its bare name. */
export type Wanted = { readonly base: string | null; readonly name: string | null };

/** The versions of a component that any artifact of the tenant has. */
export async function findVersions(em: EntityManager, { base, name }: Wanted): Promise<string[]> {
  const rows = await ask<{ version: string }>(
    em,
    `select distinct c.version from components c where ${ofTenant('c')} and c.version is not null
       and ($1::text is null or c.purl_base = $1) and ($2::text is null or c.name = $2) limit $3`,
    [base, name, versionsMax],
  );
  return rows.map(({ version }) => version);
}

/** A page of the artifacts that have a component; `versions` is null where any will do. */
export async function findUses(
  em: EntityManager,
  query: { readonly wanted: Wanted; readonly versions: readonly string[] | null; readonly page: Page },
): Promise<ComponentUseRow[]> {
  const { wanted, versions, page } = query;
  const [artifactId = null, evidenceId = null, ordinal = null] = page.after ?? [];
  return ask<ComponentUseRow>(
    em,
    `select ${columns} from components c
     where ${ofTenant('c')} and ($1::text is null or c.purl_base = $1) and ($2::text is null or c.name = $2)
       and ($3::text[] is null or c.version = any($3))
       and ($4::uuid is null or (c.artifact_id, c.evidence_id, c.ordinal) > ($4::uuid, $5::uuid, $6::integer))
     order by c.artifact_id, c.evidence_id, c.ordinal limit $7`,
    [wanted.base, wanted.name, versions, artifactId, evidenceId, ordinal, page.first + 1],
  );
}

/** A page of the components of an artifact, in the order of its bills; `containing` is a part of name or package URL. */
export async function findComponents(
  em: EntityManager,
  artifactId: string,
  { containing, page }: { readonly containing: string | null; readonly page: Page },
): Promise<ComponentUseRow[]> {
  const [evidenceId = null, ordinal = null] = page.after ?? [];
  return ask<ComponentUseRow>(
    em,
    `select ${columns} from components c where ${ofTenant('c')} and c.artifact_id = $1
       and ($2::uuid is null or (c.evidence_id, c.ordinal) > ($2::uuid, $3::integer))
       and ($5::text is null or strpos(lower(c.name), lower($5)) > 0 or strpos(lower(c.purl), lower($5)) > 0)
     order by c.evidence_id, c.ordinal limit $4`,
    [artifactId, evidenceId, ordinal, page.first + 1, containing],
  );
}
