/** Keeps the rows of bundles, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { BundleEvent } from './events.ts';

/** Writes one fact of bundles. */
export async function projectBundle(em: EntityManager, fact: Fact<BundleEvent>): Promise<void> {
  const { tenantId, at, metadata } = fact;
  if (fact.type === 'UpdateBundleRemoved') {
    tell(em, 'delete from bundles where tenant_id = $1 and id = $2', [tenantId, fact.data.bundleId]);
    return;
  }
  const { bundleId, name, items } = fact.data;
  tell(
    em,
    `insert into bundles (tenant_id, id, name, items, saved_at, saved_by) values ($1, $2, $3, $4::jsonb, $5, $6)
     on conflict (tenant_id, id) do update set items = excluded.items, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [tenantId, bundleId, name, JSON.stringify(items), at, metadata.actor],
  );
}

/** The rows of bundles, for rebuilding. */
export const bundlesProjection: InlineProjection = {
  name: 'rollouts.bundles',
  mode: 'inline',
  tables: ['bundles'],
  handles: ['UpdateBundleSaved', 'UpdateBundleRemoved'] satisfies BundleEvent['type'][],
  project: (em, fact) => projectBundle(em, fact as Fact<BundleEvent>),
};
