/** Every read of the quarantine store of telemetry. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';

/** One push in the store, as it is browsed. */
export type ListedBatch = {
  readonly id: string;
  readonly deviceId: string;
  readonly epoch: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly records: number;
  readonly series: string[];
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly bytes: number;
  readonly divertedAt: Date;
  readonly cursor: readonly string[];
};

type Raw = Omit<ListedBatch, 'cursor' | 'firstAt' | 'lastAt' | 'divertedAt'> &
  Record<'first_at' | 'last_at' | 'diverted_at', Date | string | null> & { readonly place: string };

/** A page of the pushes that are kept of one device, oldest first; one row more than asked tells of a next page. */
export async function findQuarantined(em: EntityManager, deviceId: string, page: Page): Promise<ListedBatch[]> {
  const [after = '0'] = page.after ?? [];
  const rows = await em.execute<Raw[]>(
    `select id, device_id as "deviceId", epoch::float8, from_seq::float8 as "fromSeq", to_seq::float8 as "toSeq", records,
       to_jsonb(series) as series, first_at, last_at, bytes, diverted_at, place::text
     from quarantined_batches where device_id::text = ? and place > ?::bigint order by place limit ?`,
    [deviceId.toLowerCase(), /^\d{1,18}$/.test(after) ? after : '0', page.first + 1],
  );
  return rows.map(({ place, first_at: first, last_at: last, diverted_at: diverted, ...row }) => ({
    ...row,
    firstAt: first === null ? null : new Date(first),
    lastAt: last === null ? null : new Date(last),
    divertedAt: new Date(diverted ?? 0),
    cursor: [place],
  }));
}

/** How many pushes are kept of one device, as the store's own books say: nothing is counted. */
export async function countQuarantined(em: EntityManager, deviceId: string): Promise<number> {
  const rows = await em.execute<{ items: number }[]>(
    'select held_items as items from quarantine_counts where device_id::text = ?',
    [deviceId.toLowerCase()],
  );
  return rows[0]?.items ?? 0;
}
