/** Counts what health is made from: every domain of the transaction's tenants in a handful of statements. */
import type { EntityManager } from '@flotilla/kernel/database';
import { settingsOf } from '../domain-settings/queries.ts';
import { degradedReasons } from '../lifecycle/degraded.ts';
import { noMeasures, type Measures } from './signals.ts';

/** The measures of a tenant's domains by domain, each without those below. */
export type DomainMeasures = ReadonlyMap<string, Measures>;

type CountRow = { readonly domain_id: string } & Partial<Measures>;

/** Measures one tenant; the transaction may be that tenant's or everybody's. */
export async function measure(em: EntityManager, tenantId: string): Promise<DomainMeasures> {
  const all = new Map<string, Measures>();
  const add = (domainId: string, measured: Partial<Measures>) =>
    all.set(domainId, { ...(all.get(domainId) ?? noMeasures), ...measured });
  for (const sql of [devicesSql, tokensSql]) {
    const rows = await em.execute<CountRow[]>(sql, [tenantId]);
    for (const { domain_id: domainId, ...measured } of rows) add(domainId, measured);
  }
  const versions = await em.execute<VersionRow[]>(versionsSql, [tenantId]);
  const settings = await settingsOf(em, tenantId, [...new Set(versions.map((row) => row.domain_id))]);
  for (const [domainId, rows] of Map.groupBy(versions, (row) => row.domain_id)) {
    const own = settings.get(domainId);
    if (own) add(domainId, versionMeasures(rows, own));
  }
  return all;
}

/** Devices on their own by design are not expected; nor is one that was never heard, which is pending or new. */
const devicesSql = `select d.domain_id::text as domain_id,
    (count(*) filter (where x.is_expected))::integer as expected,
    (count(*) filter (where x.is_expected and now() - l.last_seen > l.interval_ms * 1.5 * interval '1 ms'))::integer as missed,
    coalesce(sum(l.backlog_messages) filter (where x.is_in), 0)::float8 as backlog,
    (count(*) filter (where x.is_in and l.backlog_messages > 0))::integer as behind,
    (count(*) filter (where d.trust = 'PENDING' and d.enrolled_at < now() - interval '1 hour'))::integer as "stalePending",
    coalesce(sum(q.reports + q.events + coalesce(t.attempts, 0)), 0)::float8 as "quarantineAttempts"
  from devices d
  join device_liveness l on l.tenant_id = d.tenant_id and l.device_id = d.id
  cross join lateral (
    select d.trust in ('TRUSTED', 'QUARANTINED') and d.phase <> 'RETIRED' as is_in,
      d.trust in ('TRUSTED', 'QUARANTINED') and d.phase not in ('RETIRED', 'PROVISIONING', 'ENROLLED')
        and isfinite(l.last_seen) and d.mode in ('LIVE', 'DELAYED', 'DISCONNECTED') as is_expected
  ) x
  left join quarantine_counts q on q.tenant_id = d.tenant_id and q.device_id = d.id
  left join quarantine_telemetry t on t.tenant_id = d.tenant_id and t.device_id = d.id
  where d.tenant_id = ?::uuid group by d.domain_id`;

const tokensSql = `select k.domain_id::text as domain_id,
    (count(*) filter (where k.redeemed_at is null and k.revoked_at is null
      and k.expires_at between now() - interval '1 day' and now()))::integer as "staleTokens",
    coalesce(sum(r.attempts), 0)::float8 as "tokenReuse"
  from enrollment_tokens k left join token_reuse r on r.tenant_id = k.tenant_id and r.token_id = k.id
  where k.tenant_id = ?::uuid group by k.domain_id`;

type VersionRow = {
  readonly domain_id: string;
  readonly version: string;
  readonly devices: number;
  /** How many devices told of how many series: `{"12": 3}`. */
  readonly told: Readonly<Record<string, number>>;
};

const versionsSql = `select domain_id, version, sum(devices)::integer as devices,
    coalesce(jsonb_object_agg(series::text, devices) filter (where series is not null), '{}') as told
  from (
    select d.domain_id::text as domain_id, d.agent_version as version, l.series_count as series, count(*) as devices
    from devices d join device_liveness l on l.tenant_id = d.tenant_id and l.device_id = d.id
    where d.tenant_id = ?::uuid and d.trust in ('TRUSTED', 'QUARANTINED') and d.phase not in ('RETIRED', 'PROVISIONING')
    group by 1, 2, 3
  ) each group by domain_id, version`;

type Settings = Parameters<typeof degradedReasons>[1];

function versionMeasures(rows: readonly VersionRow[], settings: Settings): Partial<Measures> {
  const isSkewed = ({ version }: VersionRow) =>
    degradedReasons(
      {
        agentVersion: version,
        health: 'OK',
        clockSkewS: null,
        capabilities: null,
        knownCapabilities: null,
        collectors: [],
        seriesCount: null,
        policyAgeS: null,
      },
      settings,
    ).length > 0;
  const total = (of: readonly VersionRow[]) => of.reduce((sum, { devices }) => sum + devices, 0);
  const told = rows.flatMap((row) =>
    Object.entries(row.told).map(([series, devices]) => [Number(series), devices] as const),
  );
  const devicesWhere = (wanted: (series: number) => boolean) =>
    told.reduce((sum, [series, devices]) => (wanted(series) ? sum + devices : sum), 0);
  const { cardinalityBudget, pinnedAgentVersion } = settings;
  return {
    pinned: pinnedAgentVersion === null ? 0 : total(rows),
    skewed: pinnedAgentVersion === null ? 0 : total(rows.filter(isSkewed)),
    series: told.reduce((sum, [series, devices]) => sum + series * devices, 0),
    seriesBudget: devicesWhere(() => true) * cardinalityBudget,
    overBudget: devicesWhere((series) => series > cardinalityBudget),
  };
}

/** How far the projection is behind that is furthest behind in the tenant's part of the log. */
export async function measureLag(em: EntityManager, tenantId: string): Promise<number | null> {
  const [row] = await em.execute<{ lag: number | null }[]>(
    `select max(h.position - c.position)::float8 as lag from log.tenants t
     join log.heads h on h.shard = t.shard join log.checkpoints c on c.shard = t.shard where t.tenant_id = ?::uuid`,
    [tenantId],
  );
  return row?.lag ?? null;
}
