/**
 * Pages of devices. Which rows stand on a page is found in narrow tables first, in the way that visits the fewest of
 * them for this filter and order; only those rows are then read in full, and as plain objects.
 */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { askShaped } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import { countAllDevices } from '../spectrum/queries.ts';
import { deviceCondition, inService, type Condition, type DeviceCondition } from './device-filter.ts';
import {
  countFitting,
  countMatching,
  hasBit,
  isOneOfFew,
  matchingDevices,
  ownTenant,
  touchedDevices,
} from './device-matches.ts';
import { afterCursor, deviceSort, orderBy, sortKeys, type DeviceSort } from './device-sort.ts';
import { deviceRowOf, type PlainDevice } from './plain-device.ts';

/** A device of a page with the sort key it stands at. */
export type ListedDevice = PlainDevice & { readonly cursor: readonly string[] };

/** What a list of devices is asked for. */
export type DeviceQuery = { readonly q: string | null; readonly sort: string | null; readonly page: Page };

/** A page of devices; one row more than asked tells that there is a next page. */
export async function findDevices(em: EntityManager, query: DeviceQuery): Promise<ListedDevice[]> {
  const sort = deviceSort(query.sort);
  const condition = await deviceCondition(em, query.q);
  const after = query.page.after ? afterCursor(sort, query.page.after) : { sql: 'true', values: [] };
  const size = query.page.first + 1;
  let rows: ListedDevice[] = [];
  for (const source of await sourcesOf(em, { sort, condition, after, size })) {
    rows = await readPage(em, { sort, source, size });
    if (rows.length === size) break;
  }
  return rows;
}

/** Devices that fit a filter, exactly. Without a filter the answer comes from the kept counts. */
export async function countDevices(em: EntityManager, q: string | null): Promise<number> {
  if (q === null || q.trim() === '') return countAllDevices(em);
  return countFitting(em, await deviceCondition(em, q));
}

/** Whether one device fits a filter now. */
export async function matchesFilter(em: EntityManager, deviceId: string, q: string | null): Promise<boolean> {
  const condition = await deviceCondition(em, q);
  const table = condition.needsLiveness ? 'device_overview' : 'devices';
  const rows = await askShaped<object>(
    em,
    `select 1 from ${table} d
     where ${ofTenant('d')} and d.id = ? and ${condition.sql === 'true' ? inService : condition.sql}`,
    [deviceId, ...condition.values],
  );
  return rows.length > 0;
}

/** Devices that are looked up one by one at most: beyond, reading the narrow table through is quicker. */
const fewMax = 2_000;
/** Rows that a walk along the order visits at most before another way is taken. */
const walkMax = 1_000;

type Search = {
  readonly sort: DeviceSort;
  readonly condition: DeviceCondition;
  readonly after: Condition;
  readonly size: number;
};

/** Where a page's rows come from: the `with` queries it needs, and a query of the first rows `d` in the order. */
type Source = { readonly withs: Condition | null; readonly rows: Condition };

/** The ways to look. The first that fills the page is enough; the last one finds everything there is. */
async function sourcesOf(em: EntityManager, search: Search): Promise<Source[]> {
  const { condition, size, sort } = search;
  if (condition.sql === 'true') return [alongOrder(search, size)];
  const { fitting, devices } = await countMatching(em, condition.bits);
  if (fitting <= fewMax) return [amongMarks(search, isOneOfFew)];
  if (sort.needsLiveness) return [amongHeard(search)];
  const isWalkShort = !sort.isByName && fitting * walkMax > 2 * size * devices;
  const walk = isWalkShort ? [alongOrder(search, walkMax)] : [];
  return [...walk, amongMarks(search, hasBit)];
}

/** The next rows in the order, by its index, as far as they fit; so many are visited. */
function alongOrder({ sort, condition, after, size }: Search, visits: number): Source {
  const table = sort.needsLiveness || condition.needsLiveness ? 'device_overview' : 'devices';
  const first = `order by ${orderBy(sort)} limit`;
  const shown = condition.sql === 'true' ? inService : 'true';
  return {
    withs: null,
    rows: {
      sql: `select d.* from (
          select d.* from ${table} d where ${ofTenant('d')} and ${shown} and ${after.sql} ${first} ${visits}
        ) d where ${condition.sql} ${first} ${size}`,
      values: [...after.values, ...condition.values],
    },
  };
}

/** The first rows among the marks in `matching` and among devices that changed lately. */
function amongMarks(search: Search, isMatching: string): Source {
  const { sort, condition, after, size } = search;
  const withs = matchingDevices(condition.bits);
  const first = `order by ${orderBy(sort)} limit ${size}`;
  const columns = sort.needsLiveness ? 'd.id' : sort.columns.map(({ sql }) => sql).join(', ');
  const marked = `select ${columns} from device_marks d where d.tenant_id = ${ownTenant} and ${isMatching} and ${condition.rest.sql}`;
  const touched = `select ${columns} from ${touchedDevices} and ${condition.sql}`;
  if (!sort.needsLiveness) {
    const sql = `select * from ((${marked} and ${after.sql} ${first}) union all (${touched} and ${after.sql})) d ${first}`;
    return {
      withs,
      rows: { sql, values: [...condition.rest.values, ...after.values, ...condition.values, ...after.values] },
    };
  }
  const values = [...condition.rest.values, ...condition.values, ...after.values];
  const heard = `select m.id, l.device_id as liveness_id, l.last_seen
    from (${marked} union all ${touched}) m join device_liveness l on l.tenant_id = ${ownTenant} and l.device_id = m.id`;
  return { withs, rows: { sql: `select * from (${heard}) d where ${after.sql} ${first}`, values } };
}

/**
 * The same in the order devices were heard in: along its index, looking up in a hash who fits. `in` would be made a join,
 * and the planner, who expects few to fit, would look them up in the index one by one.
 */
function amongHeard({ sort, condition, after, size }: Search): Source {
  const matching = matchingDevices(condition.bits);
  return {
    withs: {
      sql: `${matching.sql}, fitting as materialized (
        select d.id from device_marks d where d.tenant_id = ${ownTenant} and ${hasBit} and ${condition.rest.sql}
        union all select d.id from ${touchedDevices} and ${condition.sql}
      )`,
      values: [...matching.values, ...condition.rest.values, ...condition.values],
    },
    rows: {
      sql: `select * from (
          select l.device_id as id, l.device_id as liveness_id, l.last_seen from device_liveness l
          where l.tenant_id = ${ownTenant}
        ) d where ${after.sql} and not (d.id not in (select id from fitting)) order by ${orderBy(sort)} limit ${size}`,
      values: after.values,
    },
  };
}

type PageRequest = { readonly sort: DeviceSort; readonly source: Source; readonly size: number };

async function readPage(em: EntityManager, { sort, source, size }: PageRequest): Promise<ListedDevice[]> {
  const { withs, rows } = source;
  const raws = await askShaped<Record<string, unknown>>(
    em,
    `with ${withs ? `${withs.sql}, ` : ''}page as materialized (
       select d.id, ${sortKeys(sort)}, row_number() over (order by ${orderBy(sort)}) as place
       from (${rows.sql}) d order by place limit ${size}
     )
     select o.*, p.* from page p join device_overview o on ${ofTenant('o')} and o.id = p.id order by p.place`,
    [...(withs?.values ?? []), ...rows.values],
  );
  return raws.map((raw) => {
    const cursor = [sort.name, ...sort.columns.map((_, index) => String(raw[`sort_${index}`]))];
    return { ...deviceRowOf(raw), cursor };
  });
}
