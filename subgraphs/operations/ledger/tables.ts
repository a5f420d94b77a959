/** The tables of the working set: how a row becomes a value and back. Times are milliseconds on this side. */
import type { Scope } from '../grouping/scope.ts';
import type { Device } from './device.ts';
import type { Item } from './item.ts';
import type { Token } from './ledger.ts';

/** A column: its name, its SQL type, and the property it holds. */
type Column<Value> = readonly [name: string, type: string, property: keyof Value & string];

/** A table of values of one type; the first column after the tenant is the rest of the key. */
export type Table<Value> = { readonly name: string; readonly columns: readonly Column<Value>[] };

/** Devices by id. */
export const deviceTable: Table<Device> = {
  name: 'devices',
  columns: [
    ['id', 'uuid', 'id'],
    ['name', 'text', 'name'],
    ['kind', 'text', 'kind'],
    ['domain_id', 'uuid', 'domainId'],
    ['location_id', 'uuid', 'locationId'],
    ['relay_id', 'uuid', 'relayId'],
    ['trust', 'text', 'trust'],
    ['is_heard', 'boolean', 'isHeard'],
    ['mode', 'text', 'mode'],
    ['away_since', 'timestamptz', 'awaySinceMs'],
    ['claimed_at', 'timestamptz', 'claimedMs'],
  ],
};

/** Scopes by key. */
export const scopeTable: Table<Scope> = {
  name: 'scopes',
  columns: [
    ['key', 'text', 'key'],
    ['kind', 'text', 'kind'],
    ['id', 'uuid', 'id'],
    ['name', 'text', 'name'],
    ['path', 'text', 'path'],
    ['around', 'text[]', 'around'],
    ['population', 'integer', 'population'],
    ['away', 'integer', 'away'],
    ['pending', 'integer', 'pending'],
    ['left_slots', 'jsonb', 'left'],
    ['returned_slots', 'jsonb', 'returned'],
    ['is_down', 'boolean', 'isDown'],
    ['is_reported_down', 'boolean', 'isReportedDown'],
  ],
};

/** Items by key. */
export const itemTable: Table<Item> = {
  name: 'items',
  columns: [
    ['key', 'text', 'key'],
    ['id', 'uuid', 'id'],
    ['occurrence', 'integer', 'occurrence'],
    ['kind', 'text', 'kind'],
    ['is_active', 'boolean', 'isActive'],
    ['is_group', 'boolean', 'isGroup'],
    ['since', 'timestamptz', 'sinceMs'],
    ['ended_at', 'timestamptz', 'endedMs'],
    ['updated_at', 'timestamptz', 'updatedMs'],
    ['changed', 'bigint', 'changed'],
    ['score', 'integer', 'score'],
    ['severity', 'text', 'severity'],
    ['terms', 'jsonb', 'terms'],
    ['title', 'text', 'title'],
    ['domain_id', 'uuid', 'domainId'],
    ['domain_path', 'text', 'domainPath'],
    ['device_id', 'uuid', 'deviceId'],
    ['location_id', 'uuid', 'locationId'],
    ['device_count', 'integer', 'deviceCount'],
    ['fold_keys', 'text[]', 'foldKeys'],
    ['fold_from', 'timestamptz', 'foldFromMs'],
    ['fold_until', 'timestamptz', 'foldUntilMs'],
    ['evidence', 'jsonb', 'evidence'],
    ['action', 'jsonb', 'action'],
    ['facts', 'jsonb', 'facts'],
  ],
};

/** Enrollment tokens by id. */
export const tokenTable: Table<Token> = {
  name: 'tokens',
  columns: [
    ['id', 'uuid', 'id'],
    ['domain_id', 'uuid', 'domainId'],
    ['location_id', 'uuid', 'locationId'],
  ],
};

/** Deadlines by item key. */
export const deadlineTable: Table<{ readonly key: string; readonly dueMs: number }> = {
  name: 'deadlines',
  columns: [
    ['key', 'text', 'key'],
    ['due_at', 'timestamptz', 'dueMs'],
  ],
};

/** The select list that reads values of a table. */
export function selectList<Value>({ columns }: Table<Value>, alias: string): string {
  return columns
    .map(([name, type, property]) => {
      if (type === 'timestamptz') return `(extract(epoch from ${alias}.${name}) * 1000)::float8 as "${property}"`;
      return type === 'bigint' ? `${alias}.${name}::text as "${property}"` : `${alias}.${name} as "${property}"`;
    })
    .join(', ');
}

/** A statement that inserts or replaces values; its parameters are the tenant and what `rowsOf` makes of them. */
export function upsertStatement<Value>({ name, columns }: Table<Value>): string {
  const names = columns.map(([column]) => column);
  const [key, ...others] = names;
  return `insert into ${name} (tenant_id, ${names.join(', ')})
    select $1::uuid, ${names.map((column) => `v.${column}`).join(', ')}
    from jsonb_to_recordset($2::jsonb) as v (${columns.map(([column, type]) => `${column} ${type}`).join(', ')})
    on conflict (tenant_id, ${key}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

/** Values as the JSON that `upsertStatement` reads. */
export function rowsOf<Value>({ columns }: Table<Value>, values: readonly Value[]): string {
  const rows = values.map((value) =>
    Object.fromEntries(
      columns.map(([name, type, property]) => {
        const held = value[property];
        return [name, type === 'timestamptz' && typeof held === 'number' ? new Date(held).toISOString() : held];
      }),
    ),
  );
  return JSON.stringify(rows);
}
