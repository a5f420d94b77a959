/**
 * The rows that are held by whoever works on the returns of devices: what their streams fold to, and the token of the
 * session. Lock order of everything here: these rows, then the devices' liveness, then their streams, the log's head last;
 * of each sort those of all devices at once, in order.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { sha256 } from '../../journal/signature.ts';
import { neverReturned, replayOver, type ReplayState } from '../replay.ts';

/** The decider with the hash it is used with. */
export const replay = replayOver(sha256);

/** A device of a tenant. */
export type DeviceOf = { readonly tenantId: string; readonly deviceId: string };

/** What the row says. */
export type Head = {
  readonly state: ReplayState;
  readonly tokenHash: string | null;
  readonly fingerprint: string | null;
};

type Row = {
  readonly device_id: string;
  readonly state: ReplayState;
  readonly token_hash: string | null;
  readonly fingerprint: string | null;
};

const none: Head = { state: neverReturned, tokenHash: null, fingerprint: null };

/** The rows as they are, without waiting for anybody, in the order of the devices. One that never said hello has an empty one. */
export async function peekHeads(em: EntityManager, devices: readonly DeviceOf[]): Promise<Head[]> {
  const rows = await ask<Row & { n: number }>(
    em,
    `select c.n::integer as n, h.device_id, h.state, h.token_hash, h.fingerprint
     from unnest($1::uuid[], $2::uuid[]) with ordinality as c (t, d, n)
     join replay_heads h on h.tenant_id = c.t and h.device_id = c.d`,
    [devices.map(({ tenantId }) => tenantId), devices.map(({ deviceId }) => deviceId)],
  );
  const found = new Map(rows.map((row) => [row.n, headOf(row)]));
  return devices.map((_, place) => found.get(place + 1) ?? none);
}

/** Holds the rows of a tenant's devices until the transaction ends, in the order of their ids, and makes those there are not. */
export async function holdHeads(
  em: EntityManager,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, Head>> {
  const select = `select device_id, state, token_hash, fingerprint from replay_heads
    where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update`;
  let held = await ask<Row>(em, select, [tenantId, deviceIds]);
  if (held.length < deviceIds.length) {
    const insert = `insert into replay_heads (tenant_id, device_id, state)
      select $1, d, $3::jsonb from unnest($2::uuid[]) as d order by d on conflict do nothing`;
    tell(em, insert, [tenantId, deviceIds, JSON.stringify(neverReturned)]);
    held = await ask<Row>(em, select, [tenantId, deviceIds]);
  }
  return new Map(held.map((row) => [row.device_id, headOf(row)]));
}

/** Writes rows that the transaction holds. */
export function keepHeads(em: EntityManager, tenantId: string, heads: ReadonlyMap<string, Head>): void {
  const rows = [...heads].map(([id, { state, tokenHash, fingerprint }]) => ({
    d: id,
    state,
    t: tokenHash,
    f: fingerprint,
  }));
  const sql = `update replay_heads h set state = r.state, token_hash = r.t, fingerprint = r.f, heard_at = now()
    from jsonb_to_recordset($2::jsonb) as r (d uuid, state jsonb, t text, f text)
    where h.tenant_id = $1 and h.device_id = r.d`;
  tell(em, sql, [tenantId, JSON.stringify(rows)]);
}

/** Notes that devices were heard although nothing was taken: who is told to wait is not silent. */
export function noteHeard(em: EntityManager, devices: readonly DeviceOf[]): void {
  const sql = `update replay_heads h set heard_at = now() from unnest($1::uuid[], $2::uuid[]) as c (t, d)
    where h.tenant_id = c.t and h.device_id = c.d and h.heard_at < now() - interval '10 seconds'`;
  tell(em, sql, [devices.map(({ tenantId }) => tenantId), devices.map(({ deviceId }) => deviceId)]);
}

function headOf(row: Row): Head {
  return { state: row.state, tokenHash: row.token_hash, fingerprint: row.fingerprint };
}
