/**
 * Keeps which places are dark, and which devices fold under what: under the relay they are reached through, else their
 * location, else the nearest domain. Suppression of alarms is all that follows from it; every device is judged as before.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { isDark, populationsOf, scopeKey, type Count, type ScopeKind } from './darkness.ts';

type Dark = { readonly tenant_id: string; readonly kind: ScopeKind; readonly id: string };

/** Looks at all places of all tenants. Answers how many devices fold otherwise than before. */
export async function updateFolds(em: EntityManager): Promise<number> {
  const dark = await em.execute<Dark[]>('select tenant_id, kind, id from dark_scopes');
  const counts = await em.execute<(Count & { tenantId: string })[]>(countSql);
  const paths = await em.execute<{ tenant_id: string; id: string; path: string }[]>(
    'select tenant_id, id, path from domains',
  );
  const byTenant = Map.groupBy(counts, ({ tenantId }) => tenantId);
  const pathsOf = Map.groupBy(paths, ({ tenant_id: tenantId }) => tenantId);
  const before = new Set(dark.map(({ tenant_id: tenantId, kind, id }) => `${tenantId} ${scopeKey(kind, id)}`));
  const after = new Set<string>();
  for (const [tenantId, ofTenant] of byTenant) {
    const own = new Map((pathsOf.get(tenantId) ?? []).map(({ id, path }) => [id, path]));
    for (const [key, population] of populationsOf(ofTenant, own)) {
      const full = `${tenantId} ${key}`;
      if (isDark(before.has(full), population)) after.add(full);
    }
  }
  const moved = {
    gone: [...before].filter((key) => !after.has(key)),
    fresh: [...after].filter((key) => !before.has(key)),
  };
  if (moved.gone.length + moved.fresh.length > 0) {
    await em.execute(darkSql, [JSON.stringify(moved.gone.map(placeOf)), JSON.stringify(moved.fresh.map(placeOf))]);
  }
  const [row] = await em.execute<{ moved: number }[]>(foldSql);
  return row?.moved ?? 0;
}

function placeOf(key: string) {
  const [t, kind, id] = key.split(' ');
  return { t, kind, id };
}

/** Devices that take part and were heard once: who never came cannot go. */
const inService = `d.trust in ('TRUSTED', 'QUARANTINED') and d.phase not in ('PROVISIONING', 'ENROLLED', 'RETIRED')`;

const countSql = `select d.tenant_id as "tenantId", d.domain_id as "domainId", d.location_id as "locationId",
    count(*)::integer as devices, (count(*) filter (where d.mode = 'DISCONNECTED'))::integer as away
  from devices d where ${inService} group by 1, 2, 3`;

const darkSql = `with gone as (
    delete from dark_scopes s using jsonb_to_recordset(?::jsonb) as g (t uuid, kind text, id uuid)
    where s.tenant_id = g.t and s.kind = g.kind and s.id = g.id
  )
  insert into dark_scopes (tenant_id, kind, id)
  select t, kind, id from jsonb_to_recordset(?::jsonb) as f (t uuid, kind text, id uuid) on conflict do nothing`;

const foldSql = `with scopes as materialized (
    select s.tenant_id, s.kind, s.id, d.path from dark_scopes s
    left join domains d on s.kind = 'DOMAIN' and d.tenant_id = s.tenant_id and d.id = s.id
    union all select r.tenant_id, 'RELAY', r.id, null from relays r where r.health = 'DOWN'
  ), wanted as materialized (
    select distinct on (d.tenant_id, d.id) d.tenant_id, d.id as device_id, s.kind, s.id
    from devices d
    join domains own on own.tenant_id = d.tenant_id and own.id = d.domain_id
    left join device_routes w on w.tenant_id = d.tenant_id and w.device_id = d.id
    join scopes s on s.tenant_id = d.tenant_id and s.id <> d.id and case s.kind
      when 'RELAY' then s.id = w.relay_id
      when 'LOCATION' then s.id = d.location_id
      else own.path = s.path or starts_with(own.path, s.path || '/') end
    where d.mode in ('DISCONNECTED', 'AUTONOMOUS') and ${inService} and exists (select 1 from scopes)
    order by d.tenant_id, d.id, case s.kind when 'RELAY' then 0 when 'LOCATION' then 1 else 2 end, length(s.path) desc
  ), gone as (
    delete from device_folds f
    where not exists (select 1 from wanted w where w.tenant_id = f.tenant_id and w.device_id = f.device_id)
    returning f.tenant_id, f.device_id
  ), changed as (
    insert into device_folds as f (tenant_id, device_id, kind, id) select tenant_id, device_id, kind, id from wanted
    on conflict (tenant_id, device_id) do update set kind = excluded.kind, id = excluded.id, since = now()
    where (f.kind, f.id) is distinct from (excluded.kind, excluded.id)
    returning f.tenant_id, f.device_id
  ), moved as (
    select * from gone union all select * from changed
  ), noted as (
    insert into device_touches (tenant_id, device_id) select tenant_id, device_id from moved
  )
  select count(*)::integer as moved from moved`;
