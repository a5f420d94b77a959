/**
 * Judges devices, a page of the fleet at a time: reads what they report, asks the pure rules, remembers what changed a
 * moment ago, and records what has lasted. A small fleet is judged whole every few seconds, a large one in turns.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { systemViewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import type { DegradedReason } from '../device/events.ts';
import { defaultDomainSettings, type DomainSettings } from '../domain-settings/domain-settings.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import { takeLead } from '../heartbeat/sweep.ts';
import { codesOf, degradedReasons, settle, type DeviceFacts } from './degraded.ts';

/** Devices of one look at most. */
export const lookMax = 1_000;

/** How long reasons must have come or gone before that is a fact, in milliseconds. */
export const holdMs = 15_000;

/** Where the last look ended; null begins anew. */
export type Place = { readonly tenantId: string; readonly deviceId: string } | null;

type Judged = { readonly tenantId: string; readonly deviceId: string; readonly reasons: readonly DegradedReason[] };

type Row = DeviceFacts & {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly domainId: string;
  readonly reasons: readonly DegradedReason[];
  readonly candidate: string | null;
  readonly sinceMs: number | null;
  readonly nowMs: number;
};

/** Judges for as long as it is asked to. */
export class Judging {
  readonly #parts: { readonly database: Database; readonly tail: Pick<LogTail, 'committed'>; readonly logger: Logger };
  #place: Place = null;

  constructor(parts: { database: Database; tail: Pick<LogTail, 'committed'>; logger: Logger }) {
    this.#parts = parts;
  }

  /** Looks at the next page of the fleet, if no other process has the lead. */
  async advance(): Promise<void> {
    const { database, tail, logger } = this.#parts;
    const look = await database.inTenant(everyTenant, async (em) =>
      (await takeLead(em)) ? lookAt(em, { after: this.#place, holdMs }) : null,
    );
    this.#place = look?.next ?? null;
    for (const { tenantId, deviceId, reasons } of look?.settled ?? []) {
      const command = { type: 'JudgeDevice', reasons } as const;
      await handle(database, deviceAggregate, { id: deviceId, command, viewer: systemViewer(tenantId) }).catch(
        (error: unknown) => logger.warn({ err: error, deviceId }, 'a judgement could not be recorded just now'),
      );
    }
    if (look && look.settled.length > 0) tail.committed();
  }
}

/** Looks at the devices after a place and answers those whose reasons have lasted, and where to go on. */
export async function lookAt(
  em: EntityManager,
  { after, holdMs: hold }: { after: Place; holdMs: number },
): Promise<{ settled: Judged[]; next: Place }> {
  const rows = await em.execute<Row[]>(lookSql, [
    after?.tenantId ?? '00000000-0000-0000-0000-000000000000',
    after?.deviceId ?? '00000000-0000-0000-0000-000000000000',
    lookMax,
  ]);
  const settled: Judged[] = [];
  const moved: { t: string; d: string; codes: string | null; since: number | null }[] = [];
  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenantId)) {
    const settings = await settingsOf(em, tenantId, [...new Set(ofTenant.map(({ domainId }) => domainId))]);
    for (const row of ofTenant) {
      const verdict = judge(row, settings.get(row.domainId) ?? defaultDomainSettings, hold);
      const { deviceId } = row;
      if (verdict.isSettled) settled.push({ tenantId, deviceId, reasons: verdict.reasons });
      if (verdict.candidate?.codes === (row.candidate ?? undefined)) continue;
      const { codes = null, sinceMs: since = null } = verdict.candidate ?? {};
      moved.push({ t: tenantId, d: deviceId, codes, since });
    }
  }
  if (moved.length > 0) await em.execute(moveSql, [JSON.stringify(moved)]);
  const last = rows.length === lookMax ? rows.at(-1) : undefined;
  return { settled, next: last ? { tenantId: last.tenantId, deviceId: last.deviceId } : null };
}

function judge(row: Row, settings: DomainSettings, hold: number) {
  const { candidate, sinceMs, nowMs } = row;
  const declared = new Set(row.reasons.map(({ code }) => code));
  const reasons = degradedReasons(row, settings, declared);
  const before = candidate === null || sinceMs === null ? null : { codes: candidate, sinceMs };
  const look = { declared: codesOf(row.reasons), observed: codesOf(reasons), nowMs, holdMs: hold };
  return { reasons, ...settle(before, look) };
}

const lookSql = `select d.tenant_id as "tenantId", d.id as "deviceId", d.domain_id as "domainId",
    d.agent_version as "agentVersion", l.health, l.clock_skew_s::float8 as "clockSkewS",
    to_jsonb(l.capabilities) as capabilities, to_jsonb(l.known_capabilities) as "knownCapabilities",
    coalesce(i.inventory -> 'collectors', '[]') as collectors, l.series_count as "seriesCount",
    l.policy_age_s::float8 as "policyAgeS", coalesce(v.reasons, '[]') as reasons, j.codes as candidate,
    (extract(epoch from j.since) * 1000)::float8 as "sinceMs", (extract(epoch from now()) * 1000)::float8 as "nowMs"
  from devices d
  join device_liveness l on l.tenant_id = d.tenant_id and l.device_id = d.id
  left join device_inventories i on i.tenant_id = d.tenant_id and i.device_id = d.id
  left join device_lives v on v.tenant_id = d.tenant_id and v.device_id = d.id
  left join device_judgements j on j.tenant_id = d.tenant_id and j.device_id = d.id
  where (d.tenant_id, d.id) > (?::uuid, ?::uuid) and d.trust = 'TRUSTED' and d.phase in ('ACTIVE', 'DEGRADED')
  order by d.tenant_id, d.id limit ?`;

const moveSql = `with m as (
    select * from jsonb_to_recordset(?::jsonb) as m (t uuid, d uuid, codes text, since float8)
  ), over as (
    delete from device_judgements j using m where j.tenant_id = m.t and j.device_id = m.d and m.codes is null
  )
  insert into device_judgements (tenant_id, device_id, codes, since)
  select t, d, codes, to_timestamp(since / 1000) from m where codes is not null
  on conflict (tenant_id, device_id) do update set codes = excluded.codes, since = excluded.since`;
