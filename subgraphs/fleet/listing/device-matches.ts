/**
 * The devices that fit a filter, by the index of lists: bits of its terms joined by and, as many rows of it as the
 * fleet has chunks. Devices that changed since the index was brought up to date are asked themselves instead.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { askShaped } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import type { BitTerm, Condition, DeviceCondition } from './device-filter.ts';
import { chunkSize, everyDevice, noBits } from './device-terms.ts';

/**
 * The devices that changed lately. As an array, of which the planner expects ten: by the statistics of a table whose
 * rows come and go it would now and then expect the whole fleet, and read all of it to find nobody.
 */
const touchedIds = 'array(select id from touched)';

/**
 * `with` queries for one statement: `touched` are the devices that changed lately, `matching` the bits of all others
 * that have the terms the index knows.
 */
export function matchingDevices(terms: readonly BitTerm[]): Condition {
  const joined = terms.map(
    ({ sql }, at) => `left join (
      select b.chunk, bit_or(b.bits) as bits from device_bits b where ${ofTenant('b')} and (${sql}) group by b.chunk
    ) t${at} on t${at}.chunk = every.chunk`,
  );
  const having = terms.map(({ isNegated }, at) => ` & ${isNegated ? '~' : ''}coalesce(t${at}.bits, ${noBits})`);
  return {
    sql: `touched as materialized (
      select distinct n.device_id as id from device_touches n where ${ofTenant('n')}
    ), unsure as (
      select m.ordinal / ${chunkSize} as chunk, bit_or(set_bit(${noBits}, m.ordinal % ${chunkSize}, 1)) as bits
      from device_marks m where ${ofTenant('m')} and m.id = any (${touchedIds}) group by 1
    ), matching as materialized (
      select every.chunk, every.bits & ~coalesce(unsure.bits, ${noBits})${having.join('')} as bits
      from device_bits every
      left join unsure on unsure.chunk = every.chunk
      ${joined.join('\n')}
      where ${ofTenant('every')} and every.term = '${everyDevice}'
    )`,
    values: terms.flatMap(({ values }) => values),
  };
}

/** The transaction's tenant, read once and not for each row, which counts where a whole table is read. */
export const ownTenant = `(select current_setting('flotilla.tenant')::uuid)`;

/** Bits that are looked for in one go, so that a chunk with few of them is not searched bit by bit. */
const wordSize = 64;

/** Whether a row `d` of `device_marks` is in `matching`, for few: their ordinals are looked up in its index. */
export const isOneOfFew = `d.ordinal = any (array(
  select g.chunk * ${chunkSize} + word + place
  from matching g
  cross join generate_series(0, ${chunkSize - 1}, ${wordSize}) as word
  cross join generate_series(0, ${wordSize - 1}) as place
  where bit_count(substring(g.bits, word + 1, ${wordSize})) > 0 and get_bit(g.bits, word + place) = 1))`;

/** The same for many: bit by bit while the rows are read through. Chunks have no gap, so they make one string. */
export const hasBit = `get_bit((select string_agg(g.bits::text, '' order by g.chunk)::varbit from matching g), d.ordinal) = 1`;

/** Rows `d` of the devices that changed lately; what is true of them their rows say. */
export const touchedDevices = `device_overview d where ${ofTenant('d')} and d.id = any (${touchedIds})`;

/** How many devices fit the terms that the index knows, out of how many; devices that changed lately are in neither. */
export async function countMatching(
  em: EntityManager,
  terms: readonly BitTerm[],
): Promise<{ readonly fitting: number; readonly devices: number }> {
  const matching = matchingDevices(terms);
  const [row] = await askShaped<{ fitting: number; devices: number }>(
    em,
    `with ${matching.sql}
     select coalesce(sum(bit_count(bits)), 0)::integer as fitting, count(*)::integer * ${chunkSize} as devices from matching`,
    matching.values,
  );
  return { fitting: row?.fitting ?? 0, devices: row?.devices ?? 0 };
}

/** How many devices fit a filter, exactly at the moment of the statement. */
export async function countFitting(em: EntityManager, condition: DeviceCondition): Promise<number> {
  const matching = matchingDevices(condition.bits);
  const isIndexed = condition.rest.sql === 'true';
  const counted = isIndexed
    ? 'select coalesce(sum(bit_count(bits)), 0) from matching'
    : `select count(*) from device_marks d where d.tenant_id = ${ownTenant} and ${hasBit} and ${condition.rest.sql}`;
  const [row] = await askShaped<{ count: number }>(
    em,
    `with ${matching.sql}
     select ((${counted}) + (select count(*) from ${touchedDevices} and ${condition.sql}))::integer as count`,
    [...matching.values, ...condition.rest.values, ...condition.values],
  );
  return row?.count ?? 0;
}
