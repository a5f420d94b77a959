/**
 * Samples the health of every tenant once a minute, in whichever process comes first: rows for trends, since when each
 * signal stands as it does, and gauges for whoever watches from outside. Gauges name tenants and their root domains, two
 * hundred scopes at most; the rest is in the graph.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { healthStateOf, type HealthSignal } from '@flotilla/kernel/health-signal';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { gauge } from '@flotilla/kernel/metrics';
import { readNow, readPast, readScopes } from './queries.ts';
import { signalsOf, wholeTenant, type Minute } from './scopes.ts';

const periodMs = 5_000;
const keptHours = 24;
const scopesMax = 200;

const value = gauge({
  name: 'flotilla_fleet_health',
  help: 'Health signals of tenants and their root domains, sampled once a minute.',
  labelNames: ['signal', 'tenant', 'domain'],
});
const level = gauge({
  name: 'flotilla_fleet_health_level',
  help: 'How each health signal stands: 0 well or unknown, 1 a concern, 2 bad.',
  labelNames: ['signal', 'tenant', 'domain'],
});
const levels = { OK: 0, UNKNOWN: 0, WARN: 1, BAD: 2 } as const;

/** What the sampler works with. */
export type SamplerParts = { readonly database: Database; readonly logger: Logger };

/** Samples until it is stopped. */
export class HealthSampler {
  readonly #parts: SamplerParts;
  readonly #rounds: Rounds;

  constructor(parts: SamplerParts) {
    this.#parts = parts;
    const words = 'the health of the fleet could not be sampled just now';
    const failed = (error: unknown): void => parts.logger.warn({ err: error }, words);
    this.#rounds = new Rounds({ periodMs, round: () => this.sample(), failed });
  }

  /** Begins. Looks every few seconds whether somebody sampled the present minute. */
  start(): void {
    this.#rounds.start();
  }

  /** Finishes what is in flight and begins no more. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  /** Samples the present minute of every tenant that nobody has sampled. */
  async sample(): Promise<void> {
    const { database } = this.#parts;
    const tenants = await database.inTenant(everyTenant, tenantsWithout);
    if (tenants.length === 0) return;
    value.reset();
    level.reset();
    let scopes = 0;
    for (const tenantId of tenants) {
      const shown = await database.inTenant(everyTenant, (em) => sampleTenant(em, tenantId));
      for (const { domain, signals } of shown) {
        if (scopes++ < scopesMax) publish(signals, { tenant: tenantId, domain });
      }
    }
    await database.inTenant(everyTenant, (em) =>
      em.execute(`delete from health_minutes where at < now() - interval '${keptHours} hours'`),
    );
  }
}

async function tenantsWithout(em: EntityManager): Promise<string[]> {
  const rows = await em.execute<{ tenant_id: string }[]>(
    `select distinct d.tenant_id::text as tenant_id from domains d where not exists (
       select from health_minutes m where m.tenant_id = d.tenant_id and m.at = date_trunc('minute', now())
         and m.domain_id = ?::uuid)`,
    [wholeTenant],
  );
  return rows.map((row) => row.tenant_id);
}

type Shown = { readonly domain: string; readonly signals: readonly HealthSignal[] };

/** Samples one tenant, alone: another process that tries at the same moment finds it done. */
async function sampleTenant(em: EntityManager, tenantId: string): Promise<Shown[]> {
  const [lock] = await em.execute<{ is_held: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('fleet health ' || ?, 0)) as is_held`,
    [tenantId],
  );
  if (lock?.is_held !== true) return [];
  const now = await readNow(em, tenantId);
  await keepMinute(em, tenantId, now);
  const past = await readPast(em, tenantId);
  const all = { id: wholeTenant, path: '', below: null };
  const scopes = [all, ...(await readScopes(em, tenantId))];
  const shown = scopes.map(({ id, path, below }) => {
    return { id, path, signals: signalsOf({ now, past, domainIds: below, standing: new Map() }) };
  });
  await keepStates(em, tenantId, shown);
  return shown.filter(({ path }) => !path.includes('/')).map(({ path: domain, signals }) => ({ domain, signals }));
}

async function keepMinute(em: EntityManager, tenantId: string, { measures, lagEvents }: Minute): Promise<void> {
  const rows = [...measures].map(([id, own]) => ({ id, measures: own as object }));
  rows.push({ id: wholeTenant, measures: { lagEvents } });
  await em.execute(
    `insert into health_minutes (tenant_id, at, domain_id, measures)
     select ?::uuid, date_trunc('minute', now()), r.id, r.measures
     from jsonb_to_recordset(?::jsonb) as r (id uuid, measures jsonb) on conflict do nothing`,
    [tenantId, JSON.stringify(rows)],
  );
}

async function keepStates(
  em: EntityManager,
  tenantId: string,
  scopes: readonly { readonly id: string; readonly signals: readonly HealthSignal[] }[],
): Promise<void> {
  const rows = scopes.flatMap(({ id, signals }) => signals.map(({ name, state }) => ({ id, name, state })));
  await em.execute(
    `insert into health_states as s (tenant_id, domain_id, signal, state, since)
     select ?::uuid, r.id, r.name, r.state, now() from jsonb_to_recordset(?::jsonb) as r (id uuid, name text, state text)
     on conflict (tenant_id, domain_id, signal) do update set state = excluded.state, since = excluded.since
     where s.state <> excluded.state`,
    [tenantId, JSON.stringify(rows)],
  );
}

function publish(signals: readonly HealthSignal[], scope: { readonly tenant: string; readonly domain: string }): void {
  for (const signal of signals) {
    const { name, value: now = null } = signal;
    if (now !== null) value.set({ signal: name, ...scope }, now);
    level.set({ signal: name, ...scope }, levels[healthStateOf(now, signal)]);
  }
}
