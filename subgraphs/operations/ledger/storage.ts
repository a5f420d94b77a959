/** Reads the working set that some events need, and writes back what they changed: a few statements for any number. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import { ask, tell } from '@flotilla/kernel/transaction';
import type { Scope } from '../grouping/scope.ts';
import type { Device } from './device.ts';
import type { Item } from './item.ts';
import { Ledger, type Token } from './ledger.ts';
import { needsOf, type Needs } from './needs.ts';
import {
  deadlineTable,
  deviceTable,
  itemTable,
  rowsOf,
  scopeTable,
  selectList,
  tokenTable,
  upsertStatement,
  type Table,
} from './tables.ts';

const domainItems = ['leave-storm', 'return-storm', 'pending-burst', 'commands'];

type Place = { readonly domainId: string | null; readonly locationId: string | null };
type NamedItem = Place & { readonly deviceId: string | null };
type ItemRow = Item & { readonly dueMs: number | null };

/** Loads what the events of one tenant need. */
export async function loadLedger(em: EntityManager, tenantId: string, events: readonly Recorded[]): Promise<Ledger> {
  // Everything below has an index; while statistics are young, reading a whole table would look cheaper.
  tell(em, `select set_config('enable_seqscan', 'off', true)`, []);
  const ledger = new Ledger(tenantId);
  const needs = needsOf(events);
  const named = await namedItems(em, tenantId, needs.itemKeys);
  const deviceIds = new Set([...needs.deviceIds, ...named.flatMap(({ deviceId }) => deviceId ?? [])]);
  const [devices, tokens] = await Promise.all([
    byId<Device>(em, tenantId, { table: deviceTable, ids: deviceIds }),
    byId<Token>(em, tenantId, { table: tokenTable, ids: needs.tokenIds }),
  ]);
  for (const device of devices) ledger.devices.load(device.id, device);
  for (const token of tokens) ledger.tokens.load(token.id, token);
  const relayIds = [...deviceIds, ...devices.flatMap(({ relayId }) => relayId ?? [])];
  for (const scope of await readScopes(em, tenantId, scopeKeysOf(needs, [...devices, ...tokens, ...named], relayIds))) {
    ledger.scopes.load(scope.key, scope);
    ledger.noteScope(scope);
  }
  const itemKeys = [...needs.itemKeys, ...[...ledger.scopes.values()].flatMap(itemKeysOf)];
  for (const { dueMs, ...item } of await readItems(em, tenantId, { itemKeys, deviceIds: [...deviceIds] })) {
    ledger.items.load(item.key, item);
    ledger.noteItem(item);
    if (dueMs !== null) ledger.deadlines.load(item.key, { key: item.key, dueMs });
  }
  return ledger;
}

/** Writes what the fold changed, in one go. Waits for it, so that what cannot be stored halts at its events. */
export async function saveLedger(em: EntityManager, ledger: Ledger): Promise<void> {
  const { tenantId } = ledger;
  const write = async <Value>(table: Table<Value>, values: readonly Value[]): Promise<void> => {
    if (values.length > 0) await ask(em, upsertStatement(table), [tenantId, rowsOf(table, values)]);
  };
  const remove = async (table: string, keys: readonly string[]): Promise<void> => {
    if (keys.length > 0) await ask(em, `delete from ${table} where tenant_id = $1 and key = any($2)`, [tenantId, keys]);
  };
  await Promise.all([
    write(deviceTable, ledger.devices.changed()),
    write(tokenTable, ledger.tokens.changed()),
    write(scopeTable, ledger.scopes.changed()),
    write(itemTable, ledger.items.changed()),
    write(deadlineTable, ledger.deadlines.changed()),
    remove('items', ledger.items.dropped()),
    remove('deadlines', ledger.deadlines.dropped()),
  ]);
}

async function namedItems(em: EntityManager, tenantId: string, keys: ReadonlySet<string>): Promise<NamedItem[]> {
  if (keys.size === 0) return [];
  const columns = 'device_id as "deviceId", domain_id as "domainId", location_id as "locationId"';
  return ask<NamedItem>(em, `select ${columns} from items where tenant_id = $1 and key = any($2)`, [
    tenantId,
    [...keys],
  ]);
}

async function byId<Value extends object>(
  em: EntityManager,
  tenantId: string,
  { table, ids }: { readonly table: Table<Value>; readonly ids: ReadonlySet<string> },
): Promise<Value[]> {
  if (ids.size === 0) return [];
  const sql = `select ${selectList(table, 'i')} from ${table.name} i where i.tenant_id = $1 and i.id = any($2::uuid[])`;
  return ask<Value>(em, sql, [tenantId, [...ids]]);
}

function scopeKeysOf(needs: Needs, places: readonly Place[], relayIds: readonly string[]): string[] {
  const domainIds = [...needs.domainIds, ...places.flatMap(({ domainId }) => domainId ?? [])];
  const locationIds = [...needs.locationIds, ...places.flatMap(({ locationId }) => locationId ?? [])];
  const keys = [
    ...domainIds.map((id) => `domain:${id}`),
    ...locationIds.map((id) => `site:${id}`),
    ...relayIds.map((id) => `relay:${id}`),
  ];
  return [...new Set(keys)];
}

/** Scopes by key with all around them, and every dark scope of the tenant. */
async function readScopes(em: EntityManager, tenantId: string, keys: readonly string[]): Promise<Scope[]> {
  return ask<Scope>(
    em,
    `with named as materialized (
       select s.key, s.around from scopes s where s.tenant_id = $1 and s.key = any($2)
     ), wanted as materialized (
       select key from named union select unnest(around) from named
       union select s.key from scopes s where s.tenant_id = $1 and s.is_down
     )
     select ${selectList(scopeTable, 'i')} from scopes i
     where i.tenant_id = $1 and i.key = any(array(select key from wanted))`,
    [tenantId, keys],
  );
}

/**
 * Items by key and by device, each with the moment at which to look at it again. The tenant is no condition of the
 * lookup by device, so that only the index by device can serve it, however young the statistics are.
 */
async function readItems(
  em: EntityManager,
  tenantId: string,
  by: { readonly itemKeys: readonly string[]; readonly deviceIds: readonly string[] },
): Promise<ItemRow[]> {
  return ask<ItemRow>(
    em,
    `with about_devices as materialized (
       select key, tenant_id from items where device_id = any($3::uuid[])
     ), wanted as materialized (
       select key from about_devices where tenant_id = $1 union select unnest($2::text[])
     )
     select ${selectList(itemTable, 'i')}, (extract(epoch from d.due_at) * 1000)::float8 as "dueMs"
     from items i left join deadlines d on d.tenant_id = i.tenant_id and d.key = i.key
     where i.tenant_id = $1 and i.key = any(array(select key from wanted))`,
    [tenantId, by.itemKeys, by.deviceIds],
  );
}

function itemKeysOf({ key, kind, id }: Scope): string[] {
  return kind === 'DOMAIN' ? [key, ...domainItems.map((each) => `${each}:${id}`)] : [key];
}
