/**
 * What the devices of one site may upload together: a token bucket that lives in a row, so that all processes draw from
 * the same one. A chunk costs its records. Security and lifecycle may empty the bucket; the rest leaves a quarter of it
 * to them. Who finds too little is given a moment to come back, one after the other, and is answered from memory until.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { counter } from '@flotilla/kernel/metrics';
import { ask } from '@flotilla/kernel/transaction';

const deferred = counter({
  name: 'flotilla_fleet_replay_deferred_total',
  help: 'Chunks of journals that were told to wait for the budget of their site.',
});

const burstS = 2;
const reserved = 0.25;
const waitMaxMs = 30_000;
const sitesMax = 10_000;

/** Whose bucket, and how fast it fills. */
export type Site = { readonly tenantId: string; readonly siteId: string; readonly recordsPerS: number };

/** What a chunk asks of the bucket. */
export type Draw = { readonly records: number; readonly isUrgent: boolean; readonly chunkRecordsMax: number };

/** The buckets of all sites, as this process sees them. */
export class ReplayBudget {
  readonly #horizons = new Map<string, number>();

  /**
   * Takes a chunk's records from its site's bucket and answers how long to wait before the next chunk, null for not at
   * all. Refuses with LIMIT_EXCEEDED and the moment to come back when there is too little; nothing is taken then. Who draws
   * for several sites in one transaction does so in the order of their ids.
   */
  async draw(em: EntityManager, site: Site, draw: Draw): Promise<number | null> {
    const horizon = this.#horizons.get(site.siteId) ?? 0;
    const nowMs = performance.now();
    if (!draw.isUrgent && horizon - nowMs > waitMaxMs) throw this.#defer(site, draw.records);
    const size = sizeOf(site, draw.chunkRecordsMax);
    const left = await take(em, { site, draw, size });
    if (left === null) throw this.#defer(site, draw.records);
    this.#horizons.delete(site.siteId);
    const missing = size * reserved + draw.records - left;
    return missing > 0 ? waitMs(missing, site) : null;
  }

  /** How long a device that says hello should wait before its first chunk; null for not at all. */
  waitAfterHello(siteId: string): number | null {
    const waitsMs = (this.#horizons.get(siteId) ?? 0) - performance.now();
    return waitsMs > 0 ? Math.ceil(Math.min(waitsMs, waitMaxMs)) : null;
  }

  /** Each one that is turned away gets a place in time behind the one before. */
  #defer(site: Site, records: number): Refusal {
    deferred.inc();
    const nowMs = performance.now();
    if (this.#horizons.size >= sitesMax) this.#horizons.clear();
    const behind = Math.max(nowMs, this.#horizons.get(site.siteId) ?? 0) + (records / site.recordsPerS) * 1_000;
    this.#horizons.set(site.siteId, Math.min(behind, nowMs + 2 * waitMaxMs));
    const spread = behind - nowMs > waitMaxMs ? waitMaxMs * (0.5 + Math.random() / 2) : behind - nowMs;
    const retryAfterMs = Math.max(50, Math.ceil(spread));
    const words = `The devices of this site upload faster than ${site.recordsPerS} records a second.`;
    const details = { limit: 'replayBudgetRecordsPerS', siteId: site.siteId };
    return new Refusal('LIMIT_EXCEEDED', `${words} Send the same chunk again in a moment.`, details, { retryAfterMs });
  }
}

/** A bucket holds two seconds of its rate, and never less than an urgent and another chunk. */
function sizeOf(site: Site, chunkRecordsMax: number): number {
  return Math.max(site.recordsPerS * burstS, chunkRecordsMax * 2);
}

function waitMs(missing: number, site: Site): number {
  return Math.ceil(Math.min(waitMaxMs, (missing / site.recordsPerS) * 1_000));
}

type Take = { readonly site: Site; readonly draw: Draw; readonly size: number };

/** What is left after taking; null when there was too little. By the database's clock. */
async function take(em: EntityManager, { site, draw, size }: Take): Promise<number | null> {
  const { tenantId, siteId, recordsPerS } = site;
  const floor = draw.isUrgent ? 0 : size * reserved;
  const values = [tenantId, siteId, size, draw.records, recordsPerS, floor];
  return (await ask<{ tokens: number }>(em, takeSql, values))[0]?.tokens ?? null;
}

const filled = `least($3::float8, b.tokens + greatest(0, extract(epoch from clock_timestamp() - b.refilled_at)) * $5::float8)`;

const takeSql = `insert into replay_budgets as b (tenant_id, site_id, tokens, refilled_at)
  values ($1, $2, $3::float8 - $4::float8, clock_timestamp())
  on conflict (tenant_id, site_id) do update set tokens = ${filled} - $4::float8, refilled_at = clock_timestamp()
    where ${filled} >= $4::float8 + $6::float8
  returning tokens`;
