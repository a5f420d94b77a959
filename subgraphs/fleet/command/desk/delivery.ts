/**
 * Handing commands over: first a look that holds nothing, then, where something waits, one transaction that holds
 * whatever could speak against it until the fact is recorded. Under the reconciliation lock and in quarantine nothing is
 * handed over, and never more at a time than a domain and a runbook allow.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { replay } from '@flotilla/kernel/decider';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import { ask, tell } from '@flotilla/kernel/transaction';
import { commandAggregate, deviceAggregate } from '../../aggregates.ts';
import { originalStanding } from '../../authority/authority.ts';
import { authorityOf } from '../../authority/queries.ts';
import type { TrustState } from '../../device/events.ts';
import { settingsOf } from '../../domain-settings/queries.ts';
import { unheard, type Caller } from '../../heartbeat/device-call.ts';
import { isLocked } from '../../replay/queries.ts';
import type { CommandEvent, CommandQueued } from '../events.ts';
import { projectCommand } from '../projection.ts';
import { databaseNow } from '../queries.ts';

/** What a device asks for. */
export type Wish = {
  /** Commands at most. */
  readonly max: number;
  /** Ids of commands that it has already. */
  readonly have: readonly string[];
};

/** What a look finds. */
export type Look = {
  readonly domainId: string;
  /** Whether something may wait for the device that it does not have. */
  readonly isPending: boolean;
  /** When something may be handed over again; null for nothing. */
  readonly againInMs: number | null;
  /** Those it has that it should stop. */
  readonly cancelled: readonly string[];
  /** The newest hint at an update; 0 where there was none. */
  readonly updateHint: number;
};

/** Why nothing is handed over although something waits. */
export type HeldBy = 'REPLAY' | 'QUARANTINE' | 'CONCURRENCY';

/** What was handed over. */
export type HandedOver = { readonly commands: readonly CommandQueued['data'][]; readonly heldBy: HeldBy | null };

type LookRow = {
  readonly trust: TrustState;
  readonly is_accepted: boolean;
  readonly is_rotated: boolean;
  readonly domain_id: string;
  readonly is_pending: boolean;
  readonly again_in_ms: number | null;
  readonly cancelled: string[] | string;
  readonly update_hint: number;
};

const waitingFor = `k.tenant_id = d.tenant_id and k.device_id = d.id and k.id <> all ($4::uuid[])`;

const lookSql = `select d.trust, d.domain_id, coalesce(d.current_fingerprint, d.next_fingerprint) is null as is_rotated,
    coalesce($1::text in (d.current_fingerprint, d.next_fingerprint), false) as is_accepted,
    exists (select 1 from commands k where ${waitingFor}
      and (k.stage = 'QUEUED' or k.stage = 'DELIVERED' and k.again_at <= clock_timestamp())) as is_pending,
    (select extract(epoch from min(k.again_at) - clock_timestamp())::float8 * 1000 from commands k
      where ${waitingFor} and k.stage = 'DELIVERED' and k.again_at > clock_timestamp()) as again_in_ms,
    to_jsonb(array(select k.id from commands k
      where k.tenant_id = d.tenant_id and k.id = any ($4::uuid[]) and k.device_id = d.id
        and (k.stage in ('CANCELLED', 'EXPIRED') or k.cancel_requested_at is not null))) as cancelled,
    coalesce((select h.generation from update_hints h where h.tenant_id = d.tenant_id and h.device_id = d.id), 0)::float8
      as update_hint
  from devices d where d.tenant_id = $2 and d.id = $3`;

/** Looks what there is for a caller. Refuses one that is not heard: unknown, revoked, or with a superseded certificate. */
export async function lookFor(em: EntityManager, caller: Caller, have: readonly string[]): Promise<Look> {
  const [row] = await ask<LookRow>(em, lookSql, [caller.fingerprint, caller.tenantId, caller.deviceId, have]);
  if (!row?.is_accepted) throw unheard(row?.trust ?? null, row?.is_rotated === true);
  if (row.trust !== 'TRUSTED' && row.trust !== 'QUARANTINED') throw unheard(row.trust);
  const cancelled = typeof row.cancelled === 'string' ? (JSON.parse(row.cancelled) as string[]) : row.cancelled;
  return {
    domainId: row.domain_id,
    isPending: row.is_pending && row.trust === 'TRUSTED',
    againInMs: row.again_in_ms,
    cancelled,
    updateHint: row.update_hint,
  };
}

/**
 * Hands over what a caller may get. Throws `VersionConflict` when a command moved meanwhile, for instance because it was
 * cancelled; the transaction is then to be tried again.
 */
export async function handOver(em: EntityManager, caller: Caller, wish: Wish): Promise<HandedOver> {
  const { tenantId, deviceId } = caller;
  const locked = await isLocked(em, tenantId, [deviceId]);
  if (locked.has(deviceId)) return { commands: [], heldBy: 'REPLAY' };
  const { trust, domainId } = await holdTrust(em, caller);
  if (trust !== 'TRUSTED') return { commands: [], heldBy: 'QUARANTINE' };
  const free = await freePlaces(em, tenantId, domainId);
  const picked = await pick(em, caller, wish);
  const first = await withinRunbooks(em, tenantId, picked.slice(0, free));
  const isHeld = picked.length > first.length;
  const commands = await deliver(em, tenantId, first);
  return { commands, heldBy: commands.length === 0 && isHeld ? 'CONCURRENCY' : null };
}

/**
 * Holds the device's stream until the transaction ends, and then looks at its trust: a quarantine begins with that
 * stream, so it commits before this looks, or after what this transaction hands over.
 */
export async function holdTrust(
  em: EntityManager,
  caller: Caller,
  lock: 'share' | 'update' = 'share',
): Promise<{ readonly trust: TrustState; readonly domainId: string }> {
  const stream = streamOf(deviceAggregate.category, caller.deviceId);
  tell(em, `select 1 from log.streams where stream = $1 for ${lock}`, [stream]);
  type Row = Pick<LookRow, 'trust' | 'is_accepted' | 'is_rotated' | 'domain_id'>;
  const sql = `select d.trust, d.domain_id, coalesce(d.current_fingerprint, d.next_fingerprint) is null as is_rotated,
      coalesce($1::text in (d.current_fingerprint, d.next_fingerprint), false) as is_accepted
    from devices d where d.tenant_id = $2 and d.id = $3`;
  const [row] = await ask<Row>(em, sql, [caller.fingerprint, caller.tenantId, caller.deviceId]);
  if (!row?.is_accepted) throw unheard(row?.trust ?? null, row?.is_rotated === true);
  return { trust: row.trust, domainId: row.domain_id };
}

type Picked = { readonly id: string; readonly runbook_id: string | null; readonly version: number | null };

/**
 * In the order they were queued. Their rows are not held: whoever changes a command begins with its stream, and so does
 * this; two that hold them in different orders would wait for each other.
 */
async function pick(em: EntityManager, caller: Caller, wish: Wish): Promise<Picked[]> {
  const sql = `select k.id, k.runbook_id, (k.payload ->> 'version')::integer as version from commands k
    where k.tenant_id = $1 and k.device_id = $2 and k.id <> all ($3::uuid[])
      and (k.stage = 'QUEUED' or k.stage = 'DELIVERED' and k.again_at <= clock_timestamp())
    order by k.queued_at, k.id limit $4`;
  return ask<Picked>(em, sql, [caller.tenantId, caller.deviceId, wish.have, wish.max]);
}

/** How many more commands may run in a domain. Whoever asks is alone with the domain until its transaction ends. */
async function freePlaces(em: EntityManager, tenantId: string, domainId: string): Promise<number> {
  await ask(em, `select pg_advisory_xact_lock(hashtextextended('commands ' || $1::text, 0))`, [domainId]);
  const settings = await settingsOf(em, tenantId, [domainId]);
  const sql = `select count(*)::integer as running from commands k
    where k.tenant_id = $1 and k.domain_id = $2 and k.stage in ('DELIVERED', 'ACKED') and k.busy_until > clock_timestamp()`;
  const [row] = await ask<{ running: number }>(em, sql, [tenantId, domainId]);
  return Math.max(0, (settings.get(domainId)?.commandConcurrencyMax ?? 1) - (row?.running ?? 0));
}

/** Those of the picked that their runbooks allow to run now. */
async function withinRunbooks(em: EntityManager, tenantId: string, picked: readonly Picked[]): Promise<Picked[]> {
  const allowed = new Map<string, number>();
  const ids = [...new Set(picked.flatMap(({ runbook_id: id }) => id ?? []))].toSorted();
  for (const id of ids) {
    await ask(em, `select pg_advisory_xact_lock(hashtextextended('runbook ' || $1::text, 0))`, [id]);
    const version = picked.find(({ runbook_id: each }) => each === id)?.version ?? 0;
    const sql = `select (r.definition ->> 'concurrencyMax')::integer - (
        select count(*) from commands k where k.tenant_id = r.tenant_id and k.runbook_id = r.runbook_id
          and k.stage in ('DELIVERED', 'ACKED') and k.busy_until > clock_timestamp())::integer as free
      from runbook_versions r where r.tenant_id = $1 and r.runbook_id = $2 and r.version = $3`;
    const [row] = await ask<{ free: number | null }>(em, sql, [tenantId, id, version]);
    allowed.set(id, row?.free ?? Infinity);
  }
  return picked.filter(({ runbook_id: id }) => {
    if (id === null) return true;
    const free = allowed.get(id) ?? 0;
    allowed.set(id, free - 1);
    return free > 0;
  });
}

async function deliver(
  em: EntityManager,
  tenantId: string,
  picked: readonly Picked[],
): Promise<readonly CommandQueued['data'][]> {
  if (picked.length === 0) return [];
  const now = await databaseNow(em);
  const found = await Promise.all(
    picked.map(async ({ id }) => readStream<CommandEvent>(em, streamOf(commandAggregate.category, id))),
  );
  const orders = found.flatMap(([first]) => (first?.type === 'CommandQueued' ? [first.data] : []));
  const authorities = await authorityOf(em, { tenantId, deviceIds: orders.map(({ deviceId }) => deviceId) });
  const handed: CommandQueued['data'][] = [];
  const writes = found.map((history, index): StreamWrite<CommandEvent> => {
    const order = orders[index];
    const { epoch } = authorities.get(order?.deviceId ?? '') ?? originalStanding;
    const state = replay(commandAggregate, history);
    const events = commandAggregate.decide({ type: 'DeliverCommand', now, authorityEpoch: epoch }, state);
    if (order && events.some(({ type }) => type === 'CommandDelivered')) handed.push(order);
    return {
      stream: streamOf(commandAggregate.category, order?.commandId ?? ''),
      expectedVersion: history.length,
      events,
    };
  });
  await append<CommandEvent>(em, {
    tenantId,
    metadata: { actor: 'system' },
    writes,
    project: async (facts) => {
      for (const fact of facts) await projectCommand(em, fact);
    },
  });
  return handed;
}
