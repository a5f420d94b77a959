/** Every read of bundles. */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { ask } from '@flotilla/kernel/transaction';
import { dated, isUuid, ofTenant } from '../of-tenant.ts';
import type { BundleItem } from './events.ts';

/** One bundle as its row has it. */
export type BundleRow = {
  readonly id: string;
  readonly name: string;
  readonly items: BundleItem[];
  readonly savedAt: Date;
  readonly savedBy: string;
};

const columns = `b.id, b.name, b.items, b.saved_at as "savedAt", b.saved_by as "savedBy"`;

/** All bundles of the tenant by name. */
export async function findBundles(em: EntityManager): Promise<BundleRow[]> {
  const rows = await ask<BundleRow>(em, `select ${columns} from bundles b where ${ofTenant('b')} order by b.name`, []);
  return dated(rows, ['savedAt']);
}

/** The bundle with an id or a name. Refuses with NOT_FOUND. */
export async function findBundle(em: EntityManager, idOrName: string, element: string): Promise<BundleRow> {
  const rows = await ask<BundleRow>(
    em,
    `select ${columns} from bundles b where ${ofTenant('b')} and (b.id = $1 or b.name = $2) order by b.id = $1 desc`,
    [isUuid(idOrName) ? idOrName : null, idOrName],
  );
  const [row] = dated(rows, ['savedAt']);
  if (row) return row;
  const words = `This tenant has no update bundle "${idOrName.slice(0, 80)}". Save one, or see updateBundles.`;
  throw new Refusal('NOT_FOUND', words, { element });
}
