/** Every read of relays and of the ways through them. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { TrustState } from '../device/events.ts';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import type { PathHealth } from './events.ts';

/** Those relays that their tenants have, of some that devices name; they stay until the transaction ends. */
export async function registeredRelays(
  em: EntityManager,
  named: readonly { readonly tenantId: string; readonly relayId: string }[],
): Promise<ReadonlySet<string>> {
  if (named.length === 0) return new Set();
  const pairs = JSON.stringify(named.map(({ tenantId: t, relayId: r }) => ({ t, r })));
  const rows = await em.execute<{ id: string }[]>(
    `select r.id from jsonb_to_recordset(?::jsonb) as c (t uuid, r uuid)
     join relays r on r.tenant_id = c.t and r.id = c.r for share of r`,
    [pairs],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What is known of a relay and its path. */
export type RelayView = {
  readonly id: string;
  readonly tenantId: string;
  readonly domainId: string;
  readonly registeredAt: Date;
  readonly health: PathHealth;
  readonly healthSince: Date;
  readonly trust: TrustState;
  readonly mode: ConnectivityMode;
  readonly deviceCount: number;
  readonly awayCount: number;
  readonly rttMs: number | null;
  readonly lossPct: number | null;
};

type Raw = Omit<RelayView, 'registeredAt' | 'healthSince'> & {
  readonly registeredAt: string;
  readonly healthSince: string;
};

const viewSql = `select r.tenant_id as "tenantId", r.id, d.domain_id as "domainId", r.registered_at as "registeredAt",
    r.health, r.health_since as "healthSince", d.trust, d.mode, p.devices as "deviceCount", p.away as "awayCount",
    p.rtt as "rttMs", p.loss as "lossPct"
  from relays r
  join devices d on d.tenant_id = r.tenant_id and d.id = r.id
  cross join lateral (
    select count(*)::integer as devices, (count(*) filter (where b.is_away))::integer as away,
      (avg(l.rtt_ms) filter (where not b.is_away))::float8 as rtt,
      (avg(l.loss_pct) filter (where not b.is_away))::float8 as loss
    from device_routes w
    join lateral (
      select b.mode in ('DISCONNECTED', 'AUTONOMOUS') as is_away from devices b
      where b.tenant_id = w.tenant_id and b.id = w.device_id and b.trust in ('TRUSTED', 'QUARANTINED')
    ) b on true
    join device_liveness l on l.tenant_id = w.tenant_id and l.device_id = w.device_id
    where w.tenant_id = r.tenant_id and w.relay_id = r.id and w.device_id <> r.id
  ) p`;

/** Every relay of every tenant, held until the transaction ends, for whoever judges their paths. */
export async function holdRelays(em: EntityManager): Promise<RelayView[]> {
  const rows = await em.execute<Raw[]>(`${viewSql} for update of r`);
  return rows.map(viewOf);
}

/** The relays of the tenant: all of them, or those of some domains and those that devices of these domains go through. */
export async function findRelays(em: EntityManager, domainIds: readonly string[] | null): Promise<RelayView[]> {
  if (domainIds?.length === 0) return [];
  const among = holes(domainIds ?? []);
  const condition =
    domainIds === null
      ? 'true'
      : `(d.domain_id in (${among}) or exists (
          select 1 from device_routes w join devices b on b.tenant_id = w.tenant_id and b.id = w.device_id
          where w.tenant_id = r.tenant_id and w.relay_id = r.id and b.domain_id in (${among})))`;
  const values = domainIds === null ? [] : [...domainIds, ...domainIds];
  const rows = await em.execute<Raw[]>(
    `${viewSql} where ${ofTenant('r')} and ${condition} order by d.name_key`,
    values,
  );
  return rows.map(viewOf);
}

/** Relays by id, one query per request. */
export const relaysById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, RelayView>();
  const rows = await em.execute<Raw[]>(`${viewSql} where ${ofTenant('r')} and r.id in (${holes(known)})`, known);
  return new Map(rows.map((row) => [row.id, viewOf(row)]));
});

/** The relay that each of some devices is reached through; a device that is reached straight is absent. */
export const routesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select w.device_id, w.relay_id from device_routes w where ${ofTenant('w')} and w.device_id = any($1)`;
  const rows = await ask<{ device_id: string; relay_id: string }>(em, sql, [onlyUuids(ids)]);
  return new Map(rows.map((row) => [row.device_id, row.relay_id]));
});

/** Ids of the devices that are reached through a relay. */
export async function findRouted(em: EntityManager, relayId: string): Promise<string[]> {
  const rows = await em.execute<{ device_id: string }[]>(
    `select w.device_id from device_routes w where ${ofTenant('w')} and w.relay_id = ? order by w.device_id`,
    [relayId],
  );
  return rows.map((row) => row.device_id);
}

function viewOf({ registeredAt, healthSince, ...row }: Raw): RelayView {
  return { ...row, registeredAt: new Date(registeredAt), healthSince: new Date(healthSince) };
}
