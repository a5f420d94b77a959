/**
 * The row that is held by whoever works on a device's return: what its streams fold to, and the token of the session.
 * Lock order of everything here: this row, then the device's liveness, then its streams, the log's head last.
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
  readonly state: ReplayState;
  readonly token_hash: string | null;
  readonly fingerprint: string | null;
};

const select = 'select state, token_hash, fingerprint from replay_heads where tenant_id = $1 and device_id = $2';

/** The row as it is, without waiting for anybody. A device that never said hello has an empty one. */
export async function peekHead(em: EntityManager, { tenantId, deviceId }: DeviceOf): Promise<Head> {
  return headOf((await ask<Row>(em, select, [tenantId, deviceId]))[0]);
}

/** Holds the row until the transaction ends, and makes it when there is none. */
export async function holdHead(em: EntityManager, { tenantId, deviceId }: DeviceOf): Promise<Head> {
  const held = await ask<Row>(em, `${select} for update`, [tenantId, deviceId]);
  if (held.length > 0) return headOf(held[0]);
  const insert = 'insert into replay_heads (tenant_id, device_id, state) values ($1, $2, $3) on conflict do nothing';
  tell(em, insert, [tenantId, deviceId, JSON.stringify(neverReturned)]);
  return headOf((await ask<Row>(em, `${select} for update`, [tenantId, deviceId]))[0]);
}

/** Writes the row that the transaction holds. */
export function keepHead(em: EntityManager, { tenantId, deviceId }: DeviceOf, head: Head): void {
  const sql = `update replay_heads set state = $3, token_hash = $4, fingerprint = $5, heard_at = now()
    where tenant_id = $1 and device_id = $2`;
  tell(em, sql, [tenantId, deviceId, JSON.stringify(head.state), head.tokenHash, head.fingerprint]);
}

/** Notes that the device was heard although nothing was taken: who is told to wait is not silent. */
export function noteHeard(em: EntityManager, { tenantId, deviceId }: DeviceOf): void {
  const sql = `update replay_heads set heard_at = now()
    where tenant_id = $1 and device_id = $2 and heard_at < now() - interval '10 seconds'`;
  tell(em, sql, [tenantId, deviceId]);
}

function headOf(row: Row | undefined): Head {
  if (!row) return { state: neverReturned, tokenHash: null, fingerprint: null };
  return { state: row.state, tokenHash: row.token_hash, fingerprint: row.fingerprint };
}
