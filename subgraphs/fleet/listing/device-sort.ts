/** The orders a list of devices can have. Each ends with the id, so that no two rows stand in the same place. */
import { Refusal } from '@flotilla/kernel/errors';

type SortColumn = { readonly sql: string; readonly type: 'text' | 'timestamptz' | 'uuid' };

const id: SortColumn = { sql: 'd.id', type: 'uuid' };
const nameKey: SortColumn = { sql: 'd.name_key', type: 'text' };
const moment = (sql: string): SortColumn => ({ sql, type: 'timestamptz' });

const orders: Readonly<Record<string, readonly SortColumn[]>> = {
  name: [nameKey, id],
  state: [{ sql: 'd.display_state', type: 'text' }, nameKey, id],
  since: [moment('d.state_since'), id],
  lastSeen: [moment('d.last_seen'), { sql: 'd.liveness_id', type: 'uuid' }],
  enrolledAt: [moment('d.enrolled_at'), id],
};

/** One order of the list. */
export type DeviceSort = {
  /** As it was asked for, e.g. `-lastSeen`; part of every cursor. */
  readonly name: string;
  readonly columns: readonly SortColumn[];
  readonly isDescending: boolean;
  /** Whether the order is by what heartbeats wrote. */
  readonly needsLiveness: boolean;
  /** Whether the narrow table has an index in this order. */
  readonly isByName: boolean;
};

/** The order a text names; a leading minus turns it round. Refuses with INVALID_INPUT naming the known ones. */
export function deviceSort(text: string | null | undefined): DeviceSort {
  const name = text ?? 'name';
  const isDescending = name.startsWith('-');
  const columns = orders[isDescending ? name.slice(1) : name];
  if (columns) {
    const needsLiveness = columns === orders['lastSeen'];
    return { name, columns, isDescending, needsLiveness, isByName: columns === orders['name'] };
  }
  const known = Object.keys(orders).join(', ');
  const words = `Devices cannot be sorted by "${name.slice(0, 40)}". Known are ${known}, each with - for descending.`;
  throw new Refusal('INVALID_INPUT', words, { argument: 'sort' });
}

/** `order by` of an order. */
export function orderBy(sort: DeviceSort): string {
  return sort.columns.map(({ sql }) => `${sql} ${sort.isDescending ? 'desc' : 'asc'}`).join(', ');
}

/** The columns of an order as text, to make cursors from: `sort_0`, `sort_1` … */
export function sortKeys(sort: DeviceSort): string {
  return sort.columns.map(({ sql }, index) => `${sql}::text as sort_${index}`).join(', ');
}

/** The condition that a row comes after a cursor. Refuses with INVALID_INPUT when the cursor is of another order. */
export function afterCursor(sort: DeviceSort, cursor: readonly string[]): { sql: string; values: string[] } {
  const [name, ...values] = cursor;
  if (name !== sort.name || values.length !== sort.columns.length) {
    throw new Refusal('INVALID_INPUT', 'after is a cursor of another order. Leave it out to start over.', {
      argument: 'after',
    });
  }
  const columns = sort.columns.map(({ sql }) => sql).join(', ');
  const holes = sort.columns.map(({ type }) => `?::${type}`).join(', ');
  return { sql: `(${columns}) ${sort.isDescending ? '<' : '>'} (${holes})`, values };
}
