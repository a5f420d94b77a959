/**
 * The newest envelope of each device. It is noted before anything is done with what is inside, so that an envelope has an
 * effect at most once, whoever repeats it and wherever a process dies; a device that has no answer sends anew.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import type { Envelope } from '../envelope/envelope.ts';

type Place = Pick<Envelope, 'deviceId' | 'epoch' | 'seq'>;

/** Notes an envelope. False when it or a later one was noted before. */
export async function claimEnvelope(em: EntityManager, tenantId: string, place: Place): Promise<boolean> {
  const sql = `insert into relay_inbox as i (tenant_id, device_id, epoch, seq) values ($1, $2, $3, $4)
    on conflict (tenant_id, device_id) do update
      set epoch = excluded.epoch, seq = excluded.seq, answer = null, delivered_at = now()
      where (i.epoch, i.seq) < (excluded.epoch, excluded.seq)
    returning true as is_new`;
  return (await ask(em, sql, [tenantId, place.deviceId, place.epoch, place.seq])).length > 0;
}

/** Keeps the answer to the newest envelope. */
export function keepAnswer(em: EntityManager, tenantId: string, answer: Place & { readonly answer: string }): void {
  const sql = `update relay_inbox set answer = $5 where tenant_id = $1 and device_id = $2 and epoch = $3 and seq = $4`;
  tell(em, sql, [tenantId, answer.deviceId, answer.epoch, answer.seq, answer.answer]);
}

/** The answer that was given to exactly this envelope, if it is still kept. */
export async function answerTo(em: EntityManager, tenantId: string, place: Place): Promise<string | null> {
  const sql = `select answer from relay_inbox where tenant_id = $1 and device_id = $2 and epoch = $3 and seq = $4`;
  const [row] = await ask<{ answer: string | null }>(em, sql, [tenantId, place.deviceId, place.epoch, place.seq]);
  return row?.answer ?? null;
}
