/**
 * Rollouts on a real PostgreSQL for one test file: the desk and any number of orchestrators, each with connections of its
 * own as in a process of its own. Devices are put into the rows that follow the fleet, so no fleet is needed.
 */
import { randomUUID } from 'node:crypto';
import { Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import { systemViewer } from '@flotilla/kernel/viewer';
import { budgetAggregate, leaseAggregate, rolloutAggregate } from '../aggregates.ts';
import { Desk, type DeskParts } from '../desk/desk.ts';
import { Orchestrator } from '../orchestrator/orchestrator.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import type { RolloutCommand } from '../rollout/rollout.ts';
import { somePlan } from './plans.ts';
import { putArtifact } from './registry.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

/** One process's worth of rollouts. */
export type Worker = { readonly database: Database; readonly desk: Desk; readonly orchestrator: Orchestrator };

/** What a device is made of; the rest is as usual. */
export type DeviceSeed = {
  readonly id?: string;
  readonly domainId?: string;
  readonly locationId?: string | null;
  readonly labels?: readonly { readonly key: string; readonly value: string }[];
  readonly isReachable?: boolean;
  readonly isRelay?: boolean;
  readonly channel?: string;
};

/** A migrated database and workers on it. */
export class Installation {
  readonly url: string;
  readonly database: Database;
  readonly #open: Database[] = [];
  readonly #drop: () => Promise<void>;

  private constructor(url: string, database: Database, drop: () => Promise<void>) {
    this.url = url;
    this.database = database;
    this.#open.push(database);
    this.#drop = drop;
  }

  /** Makes a database of its own, or migrates one that is there. */
  static async open(given?: TestDatabase): Promise<Installation> {
    const postgres = given ?? (await openTestDatabase());
    await migrate(postgres.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'rollouts', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const database = await Database.open({ url: postgres.url, searchPath: ['rollouts'], entities: [] });
    return new Installation(postgres.url, database, async () => (given ? undefined : postgres.drop()));
  }

  /** A further worker; `leases` plants a fault. */
  async worker(leases: DeskParts['leases'] = leaseAggregate): Promise<Worker> {
    const database = await Database.open({ url: this.url, searchPath: ['rollouts'], entities: [], poolMax: 4 });
    this.#open.push(database);
    const tail = new LogTail(database, { url: this.url, logger });
    const desk = new Desk({ database, tail, leases });
    return { database, desk, orchestrator: new Orchestrator({ database, tail, logger, desk, joinEveryMs: 0 }) };
  }

  /** Puts devices into a tenant; answers their ids. */
  async devices(tenantId: string, seeds: readonly DeviceSeed[]): Promise<string[]> {
    const rows = seeds.map((seed) => ({
      tenant_id: tenantId,
      id: seed.id ?? randomUUID(),
      name: 'device',
      kind: 'EDGE',
      labels: seed.labels ?? [],
      channel: seed.channel ?? 'prod',
      domain_id: seed.domainId ?? tenantId,
      location_id: seed.locationId ?? null,
      trust: 'TRUSTED',
      fingerprints: ['f'],
      mode: seed.isReachable === false ? 'DISCONNECTED' : 'LIVE',
      is_reachable: seed.isReachable ?? true,
      is_relay: seed.isRelay ?? false,
      is_degraded: false,
      heard_since: '2026-01-01T00:00:00Z',
      reachable_changed_at: '2026-01-01T00:00:00Z',
      reachable_ms: 0,
      away_ms: 0,
    }));
    const sql = 'insert into devices select * from jsonb_populate_recordset(null::devices, ?::jsonb)';
    await this.sql(tenantId, sql, [JSON.stringify(rows)]);
    return rows.map(({ id }) => id);
  }

  /** Plans a rollout and, unless told not to, starts it. */
  async rollout(tenantId: string, plan: Partial<RolloutPlan> = {}, isStarted = true): Promise<string> {
    const rolloutId = randomUUID();
    const whole = { ...somePlan(), ...plan };
    await this.database.inTenant(tenantId, (em) => putArtifact(em, tenantId, whole.artifact));
    await this.tell(tenantId, rolloutId, { type: 'CreateRollout', rolloutId, plan: whole });
    if (isStarted) await this.tell(tenantId, rolloutId, { type: 'StartRollout' });
    return rolloutId;
  }

  /** Says something to a rollout. */
  async tell(tenantId: string, rolloutId: string, command: RolloutCommand): Promise<void> {
    await handle(this.database, rolloutAggregate, { id: rolloutId, command, viewer: systemViewer(tenantId) });
  }

  /** Sets a budget. */
  async budget(tenantId: string, scope: string, parallelMax: number | null, unavailableMax: number | null = null) {
    const command = { type: 'SetBudget', scope, parallelMax, unavailableMax } as const;
    await handle(this.database, budgetAggregate, { id: tenantId, command, viewer: systemViewer(tenantId) });
  }

  /** SQL as the application's role, on behalf of a tenant. */
  sql<Row = Record<string, unknown>>(tenantId: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.inTenant(tenantId, (em) => em.execute<Row[]>(sql, [...values]));
  }

  /** Closes everything and drops the database. */
  async close(): Promise<void> {
    for (const database of this.#open) await database.close();
    await this.#drop();
  }
}
