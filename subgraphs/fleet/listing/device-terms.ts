/**
 * The words of the index that lists are found by: each device has its bit set under every term that is true of it.
 * Terms are spelled here alone, once for the rows they are made of and once for the filters that ask for them.
 */

/** Devices of one row of the index. Changing it takes a migration, because `device_bits.bits` is as wide. */
export const chunkSize = 2_048;

/** The term of every device there is. */
export const everyDevice = '*';

/** A row of the index without any device. */
export const noBits = `0::bit(${chunkSize})`;

/** SQL of all terms of a row `d` of `device_overview`. */
export const termsOfDevice = `array['${everyDevice}', 'conn:' || d.display_state, 'trust:' || d.trust, 'phase:' || d.phase,
    'kind:' || d.kind, 'channel:' || d.channel, 'domain:' || d.domain_id, 'version:' || d.agent_version, 'health:' || d.health]
  || case when d.location_id is null then '{}' else array['location:' || d.location_id] end
  || array(select 'label:' || l.key from jsonb_to_recordset(d.labels) as l (key text))
  || array(select 'label:' || l.key || '=' || l.value from jsonb_to_recordset(d.labels) as l (key text, value text))
  || array(select 'relay:' || w.relay_id from device_routes w where w.tenant_id = d.tenant_id and w.device_id = d.id)
  || array(select 'folded:' || f.kind from device_folds f where f.tenant_id = d.tenant_id and f.device_id = d.id)`;

/** Which rows `b` of `device_bits` a term of a filter looks at; a device fits when any of them has its bit. */
export type TermCondition = { readonly sql: string; readonly values: readonly (string | readonly string[])[] };

/** The rows of values of one key, in any number. */
export function termsIn(key: string, values: readonly string[]): TermCondition {
  return { sql: 'b.term = any(?)', values: [values.map((value) => `${key}:${value}`)] };
}

/** The rows of all values of a key that begin alike. */
export function termsFrom(key: string, prefix: string): TermCondition {
  return { sql: '(b.term >= ? and b.term < ?)', values: [`${key}:${prefix}`, `${key}:${prefix}\u{10FFFF}`] };
}

/** The rows that any of some conditions looks at. */
export function anyTerm(conditions: readonly TermCondition[]): TermCondition {
  if (conditions.length === 0) return { sql: 'false', values: [] };
  return {
    sql: conditions.map(({ sql }) => sql).join(' or '),
    values: conditions.flatMap(({ values }) => values),
  };
}
