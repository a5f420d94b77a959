/**
 * Keeps which lists of decisions devices were told: rows that change when a list does, or when a device says that it has the
 * new one. Heartbeats come by the thousand while lists change seldom, so the process remembers whose rows say it already.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { ask, tell } from '@flotilla/kernel/transaction';
import { afterTelling, isSettled, listText, type Telling, type Told } from '../journal/tellings.ts';

const devicesMax = 50_000;
const listsMax = 10_000;

/** A heartbeat's device and what it was told. */
export type ToldDevice = Omit<Told, 'digest'> & { readonly tenantId: string; readonly deviceId: string };

/** The book of one process. */
export class TellingBook {
  readonly #known = new Map<string, string>();
  readonly #digests = new Map<string, string>();

  /** Writes down what is news, in the heartbeats' transaction. Answers what to call once it has committed. */
  async note(em: EntityManager, told: readonly ToldDevice[]): Promise<() => void> {
    const news = told.filter((each) => this.#known.get(each.deviceId) !== this.#keyOf(each));
    if (news.length === 0) return () => undefined;
    const before = await tellingsOf(em, news);
    const after = new Map(before);
    for (const each of news) {
      const { deviceId } = each;
      after.set(deviceId, afterTelling(after.get(deviceId) ?? [], { ...each, digest: this.#digestOf(each.allowed) }));
    }
    const tenants = new Map(news.map(({ tenantId, deviceId }) => [deviceId, tenantId]));
    const changed = [...after].filter(([deviceId, tellings]) => tellings !== before.get(deviceId));
    const rows = changed.map(([d, tellings]) => ({ t: tenants.get(d), d, tellings }));
    if (rows.length > 0) tell(em, keepSql, [JSON.stringify(rows)]);
    return () => {
      if (this.#known.size + news.length > devicesMax) this.#known.clear();
      for (const each of news) {
        const isDone = each.acknowledged !== null || isSettled(after.get(each.deviceId) ?? []);
        if (isDone) this.#known.set(each.deviceId, this.#keyOf(each));
      }
    };
  }

  #keyOf({ allowed, acknowledged }: ToldDevice): string {
    return `${this.#digestOf(allowed)} ${acknowledged}`;
  }

  #digestOf(allowed: readonly string[]): string {
    const text = listText(allowed);
    const known = this.#digests.get(text);
    if (known !== undefined) return known;
    if (this.#digests.size >= listsMax) this.#digests.clear();
    const digest = createHash('sha256').update(text).digest('hex');
    this.#digests.set(text, digest);
    return digest;
  }
}

/** What devices were told, as far as it may matter still, by device; of devices that were told nothing there is none. */
export async function tellingsOf(
  em: EntityManager,
  devices: readonly { readonly tenantId: string; readonly deviceId: string }[],
): Promise<Map<string, readonly Telling[]>> {
  const rows = await ask<{ id: string; tellings: Telling[] }>(
    em,
    `select t.device_id as id, t.tellings from told_decisions t
     where (t.tenant_id, t.device_id) in (select c.t, c.d from unnest($1::uuid[], $2::uuid[]) as c (t, d))`,
    [devices.map(({ tenantId }) => tenantId), devices.map(({ deviceId }) => deviceId)],
  );
  return new Map(rows.map(({ id, tellings }) => [id, tellings]));
}

const keepSql = `insert into told_decisions (tenant_id, device_id, tellings)
  select t, d, tellings from jsonb_to_recordset($1::jsonb) as r (t uuid, d uuid, tellings jsonb) order by t, d
  on conflict (tenant_id, device_id) do update set tellings = excluded.tellings`;

/** Forgets what was over before the last accepted record of devices whose journals are complete and judged. */
export function forgetTellings(
  em: EntityManager,
  tenantId: string,
  accepted: readonly { readonly deviceId: string; readonly epoch: number; readonly seq: number }[],
): void {
  const rows = accepted.map(({ deviceId: d, epoch, seq }) => ({ d, epoch, seq }));
  tell(em, forgetSql, [tenantId, JSON.stringify(rows)]);
}

const forgetSql = `with accepted as (
    select * from jsonb_to_recordset($2::jsonb) as r (d uuid, epoch bigint, seq bigint)
  ), held as (
    select t.device_id from told_decisions t
    where t.tenant_id = $1 and t.device_id in (select d from accepted) and jsonb_array_length(t.tellings) > 1
    order by t.device_id for update
  )
  update told_decisions t set tellings = (
    select jsonb_agg(e.telling order by e.n) from jsonb_array_elements(t.tellings) with ordinality as e (telling, n)
    where e.telling -> 'until' = 'null'
      or ((e.telling #>> '{until,epoch}')::bigint, (e.telling #>> '{until,seq}')::bigint) > (a.epoch, a.seq))
  from held h join accepted a on a.d = h.device_id
  where t.tenant_id = $1 and t.device_id = h.device_id`;
