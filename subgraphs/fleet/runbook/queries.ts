/** Every read of the runbooks' rows. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { isUuid, ofTenant } from '../of-tenant.ts';
import { RunbookVersionRow } from './row.ts';
import type { RunbookStage } from './runbook.ts';

type Raw = Record<string, unknown>;

/** One version; null when the tenant has none. */
export async function findRunbookVersion(
  em: EntityManager,
  runbookId: string,
  version: number,
): Promise<RunbookVersionRow | null> {
  if (!isUuid(runbookId)) return null;
  const [raw] = await em.execute<Raw[]>(
    `select r.* from runbook_versions r where ${ofTenant('r')} and r.runbook_id = ? and r.version = ?`,
    [runbookId, version],
  );
  return raw ? em.map(RunbookVersionRow, raw) : null;
}

/** How many versions a runbook has, and its name; null when the tenant has no such runbook. */
export async function findRunbook(
  em: EntityManager,
  runbookId: string,
): Promise<{ readonly name: string; readonly versions: number } | null> {
  if (!isUuid(runbookId)) return null;
  const [row] = await em.execute<{ name: string; versions: number }[]>(
    `select max(r.name) as name, count(*)::integer as versions from runbook_versions r
     where ${ofTenant('r')} and r.runbook_id = ?`,
    [runbookId],
  );
  return row && row.versions > 0 ? row : null;
}

/** A page of versions by name, the newest version first; one row more than asked tells that there is a next page. */
export async function findRunbookVersions(
  em: EntityManager,
  query: { readonly stage: RunbookStage | null; readonly page: Page },
): Promise<RunbookVersionRow[]> {
  const { stage, page } = query;
  const [name, version] = page.after ?? [];
  const after = name !== undefined && version !== undefined ? [name, name, version] : [];
  const rows = await em.execute<Raw[]>(
    `select r.* from runbook_versions r
     where ${ofTenant('r')} and ${stage === null ? 'true' : 'r.stage = ?'}
       and ${after.length > 0 ? '(r.name > ? or (r.name = ? and r.version < ?::integer))' : 'true'}
     order by r.name, r.version desc limit ?`,
    [...(stage === null ? [] : [stage]), ...after, page.first + 1],
  );
  return rows.map((raw) => em.map(RunbookVersionRow, raw));
}
