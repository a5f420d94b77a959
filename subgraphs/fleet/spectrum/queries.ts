/** Every read of the counts. All of them cost the same whether the fleet has ten devices or fifty thousand. */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask, askShaped } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import { DisplayState, type Spectrum, type SpectrumBucket, type SpectrumPoint } from './graphql.ts';

/** All buckets in the order of the spectrum. */
export const displayStates = Object.keys(DisplayState) as (keyof typeof DisplayState)[];

const pointsMax = 400;
const rangeMaxMs = 7 * 86_400_000;
const minuteMs = 60_000;

const current = `(
  select tenant_id, domain_id, state, count as n from spectrum_counts
  union all select tenant_id, domain_id, state, delta from spectrum_deltas
) as s`;

/** The spectrum of one tenant: all of it, or of some domains. `tenantId` must be what the transaction may see. */
export async function readSpectrum(
  em: EntityManager,
  scope: { readonly tenantId: string; readonly domainIds: readonly string[] | null },
): Promise<Spectrum> {
  const { condition, values } = domainCondition('s', scope.domainIds);
  const rows = await askShaped<{ state: string; count: number }>(
    em,
    `select s.state, sum(s.n)::integer as count from ${current} where s.tenant_id = ? and ${condition} group by s.state`,
    [scope.tenantId, ...values],
  );
  return spectrumOf(new Map(rows.map((row) => [row.state, row.count])));
}

/** Counts of some domains, each with everything below it, by domain and display state; pending and revoked ones too. */
export const countsByDomain = defineLoader(async (em, domainIds: readonly string[]) => {
  const rows = await ask<{ id: string; state: string; count: number }>(
    em,
    `select top.id, s.state, sum(s.n)::integer as count from domains top
     join domains below on below.tenant_id = top.tenant_id
       and (below.path = top.path or starts_with(below.path, top.path || '/'))
     join ${current} on s.tenant_id = below.tenant_id and s.domain_id = below.id
     where ${ofTenant('top')} and top.id = any($1) group by top.id, s.state`,
    [domainIds],
  );
  const counts = new Map<string, Map<string, number>>();
  for (const { id, state, count } of rows) {
    const ofDomain = counts.get(id) ?? new Map<string, number>();
    counts.set(id, ofDomain.set(state, count));
  }
  return counts;
});

/** Devices of the transaction's tenant in any state, pending and revoked ones too; retired ones are in no list. */
export async function countAllDevices(em: EntityManager): Promise<number> {
  const sql = `select coalesce(sum(s.n), 0)::integer as count from ${current}
    where ${ofTenant('s')} and s.state <> 'RETIRED'`;
  const [row] = await ask<{ count: number }>(em, sql, []);
  return row?.count ?? 0;
}

/** Devices of every tenant that may call: what the heartbeat interval depends on. */
export async function countCallingDevices(em: EntityManager): Promise<number> {
  const sql = `select coalesce(sum(s.n), 0)::integer as count from ${current} where s.state = any($1)`;
  const [row] = await ask<{ count: number }>(em, sql, [displayStates]);
  return row?.count ?? 0;
}

/**
 * The spectrum of the tenant over a range: a point per minute, or fewer and evenly spaced where the range is longer
 * than 400 minutes. A minute nobody took a picture of has no point.
 */
export async function readSpectrumHistory(
  em: EntityManager,
  query: { readonly from: Date; readonly to: Date; readonly domainIds: readonly string[] | null },
): Promise<SpectrumPoint[]> {
  const spanMs = query.to.getTime() - query.from.getTime();
  if (!(spanMs > 0)) throw new Refusal('INVALID_INPUT', 'from must be before to.', { argument: 'from' });
  if (spanMs > rangeMaxMs) throw new Refusal('INVALID_INPUT', 'The range is 7 days at most.', { argument: 'from' });
  const stepMinutes = Math.max(1, Math.ceil(spanMs / minuteMs / pointsMax));
  const { condition, values } = domainCondition('m', query.domainIds);
  const columns = displayStates.map((state) => `sum(m."${state.toLowerCase()}")::integer as "${state}"`);
  const rows = await askShaped<Record<string, number> & { at_ms: number }>(
    em,
    `select (extract(epoch from m.at) * 1000)::float8 as at_ms, ${columns.join(', ')} from spectrum_minutes m
     where ${ofTenant('m')} and m.at >= ? and m.at <= ? and ${condition}
       and (extract(epoch from m.at)::bigint / 60) % ? = 0
     group by m.at order by m.at`,
    [query.from.toISOString(), query.to.toISOString(), ...values, stepMinutes],
  );
  return rows.map((row) => ({
    at: new Date(row.at_ms),
    buckets: displayStates.map((state) => ({ state, count: row[state] ?? 0 })),
  }));
}

function domainCondition(table: string, domainIds: readonly string[] | null) {
  if (domainIds === null) return { condition: 'true', values: [] };
  if (domainIds.length === 0) return { condition: 'false', values: [] };
  return { condition: `${table}.domain_id = any(?)`, values: [domainIds] };
}

/** The spectrum that counts by display state make; states outside of it are left out. */
export function spectrumOf(counts: ReadonlyMap<string, number>): Spectrum {
  const buckets: SpectrumBucket[] = displayStates.map((state) => ({ state, count: counts.get(state) ?? 0 }));
  return { total: buckets.reduce((sum, { count }) => sum + count, 0), buckets, asOf: new Date() };
}
