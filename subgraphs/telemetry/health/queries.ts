/** What became of pushes, minute by minute, of a domain and those below or of a whole tenant. */
import type { EntityManager } from '@flotilla/kernel/database';

/** One minute. */
export type IngestMinute = {
  readonly at: Date;
  readonly accepted: number;
  readonly limited: number;
  readonly refused: number;
  readonly diverted: number;
};

/** The minutes of the last day that had pushes, oldest first. `path` null: the whole tenant. */
export async function readIngestMinutes(em: EntityManager, path: string | null): Promise<IngestMinute[]> {
  const rows = await em.execute<(Omit<IngestMinute, 'at'> & { at_ms: number })[]>(
    `select (extract(epoch from m.at) * 1000)::float8 as at_ms, sum(m.accepted)::float8 as accepted,
       sum(m.limited)::float8 as limited, sum(m.refused)::float8 as refused, sum(m.diverted)::float8 as diverted
     from ingest_minutes m left join domain_paths d on d.tenant_id = m.tenant_id and d.domain_id = m.domain_id
     where m.tenant_id = current_setting('flotilla.tenant')::uuid
       and (?::text is null or d.path = ? or starts_with(d.path, ? || '/'))
     group by m.at order by m.at`,
    [path, path, path],
  );
  return rows.map(({ at_ms: atMs, ...counts }) => ({ at: new Date(atMs), ...counts }));
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The path of a domain; null when the tenant has none with this id. */
export async function findDomainPath(em: EntityManager, domainId: string): Promise<string | null> {
  if (!uuidShape.test(domainId)) return null;
  const [row] = await em.execute<{ path: string }[]>(
    `select path from domain_paths where tenant_id = current_setting('flotilla.tenant')::uuid and domain_id = ?`,
    [domainId],
  );
  return row?.path ?? null;
}
