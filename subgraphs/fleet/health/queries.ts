/** Every read of the health of the past: minutes and standings. */
import type { EntityManager } from '@flotilla/kernel/database';
import { measure, measureLag } from './measures.ts';
import { wholeTenant, type Minute } from './scopes.ts';
import type { Measures } from './signals.ts';

/** A tenant's health as it is now. */
export async function readNow(em: EntityManager, tenantId: string): Promise<Minute> {
  const measures = await measure(em, tenantId);
  return { atMs: Date.now(), measures, lagEvents: await measureLag(em, tenantId) };
}

/** The last two hours of a tenant, oldest first. */
export async function readPast(em: EntityManager, tenantId: string): Promise<Minute[]> {
  const rows = await em.execute<{ at_ms: number; domain_id: string; measures: Measures & { lagEvents?: number } }[]>(
    `select (extract(epoch from m.at) * 1000)::float8 as at_ms, m.domain_id, m.measures from health_minutes m
     where m.tenant_id = ?::uuid and m.at > now() - interval '2 hours' order by m.at`,
    [tenantId],
  );
  return [...Map.groupBy(rows, (row) => row.at_ms)].map(([atMs, ofMinute]) => ({
    atMs,
    measures: new Map(
      ofMinute.flatMap((row) => (row.domain_id === wholeTenant ? [] : [[row.domain_id, row.measures]])),
    ),
    lagEvents: ofMinute.find((row) => row.domain_id === wholeTenant)?.measures.lagEvents ?? null,
  }));
}

/** Since when each signal of a scope stands as it did at the last minute. */
export async function readStanding(
  em: EntityManager,
  tenantId: string,
  domainId: string,
): Promise<Map<string, { state: string; since: Date }>> {
  const rows = await em.execute<{ signal: string; state: string; since: string }[]>(
    'select signal, state, since from health_states where tenant_id = ?::uuid and domain_id = ?::uuid',
    [tenantId, domainId],
  );
  return new Map(rows.map(({ signal, state, since }) => [signal, { state, since: new Date(since) }]));
}

/** The domains of a tenant with the ids of everything below each, itself included. */
export async function readScopes(
  em: EntityManager,
  tenantId: string,
): Promise<{ id: string; path: string; below: Set<string> }[]> {
  const domains = await em.execute<{ id: string; path: string }[]>(
    'select id, path from domains where tenant_id = ?::uuid order by path',
    [tenantId],
  );
  return domains.map(({ id, path }) => {
    const isBelow = (other: string) => other === path || other.startsWith(`${path}/`);
    return { id, path, below: new Set(domains.filter((each) => isBelow(each.path)).map((each) => each.id)) };
  });
}
