/** Reads the working set that some events need, and writes back what they changed: a few statements for any number. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { Scope } from '../grouping/scope.ts';
import type { Device } from './device.ts';
import type { Item } from './item.ts';
import { Ledger, type Token } from './ledger.ts';
import { needsOf } from './needs.ts';
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

/** Loads what the events of one tenant need. */
export async function loadLedger(em: EntityManager, tenantId: string, events: readonly Recorded[]): Promise<Ledger> {
  const ledger = new Ledger(tenantId);
  const needs = needsOf(events);
  const read = reader(em, tenantId);
  const named = await read<Item>(itemTable, 'i.key in (select jsonb_array_elements_text(?::jsonb))', needs.itemKeys);
  const deviceIds = new Set([...needs.deviceIds, ...named.flatMap(({ deviceId }) => deviceId ?? [])]);
  const byId = 'i.id in (select jsonb_array_elements_text(?::jsonb)::uuid)';
  const devices = await read<Device>(deviceTable, byId, deviceIds);
  const tokens = await read<Token>(tokenTable, byId, needs.tokenIds);
  for (const device of devices) ledger.devices.load(device.id, device);
  for (const token of tokens) ledger.tokens.load(token.id, token);
  const placed = [...devices, ...tokens, ...named];
  const scopeKeys = new Set([
    ...[...needs.domainIds, ...placed.flatMap(({ domainId }) => domainId ?? [])].map((id) => `domain:${id}`),
    ...[...needs.locationIds, ...placed.flatMap(({ locationId }) => locationId ?? [])].map((id) => `site:${id}`),
    ...[...deviceIds, ...devices.flatMap(({ relayId }) => relayId ?? [])].map((id) => `relay:${id}`),
  ]);
  for (const scope of await readScopes(em, tenantId, scopeKeys)) {
    ledger.scopes.load(scope.key, scope);
    ledger.noteScope(scope);
  }
  const itemKeys = new Set([...needs.itemKeys, ...[...ledger.scopes.values()].flatMap(itemKeysOf)]);
  for (const item of await readItems(em, tenantId, { itemKeys, deviceIds })) {
    ledger.items.load(item.key, item);
    ledger.noteItem(item);
  }
  const keys = new Set([...ledger.items.values()].map(({ key }) => key));
  const inKeys = 'i.key in (select jsonb_array_elements_text(?::jsonb))';
  for (const deadline of await read<{ key: string; dueMs: number }>(deadlineTable, inKeys, keys)) {
    ledger.deadlines.load(deadline.key, deadline);
  }
  return ledger;
}

/** Writes what the fold changed. */
export async function saveLedger(em: EntityManager, ledger: Ledger): Promise<void> {
  const write = async <Value>(table: Table<Value>, values: readonly Value[]): Promise<void> => {
    if (values.length === 0) return;
    await em.execute(upsertStatement(table), [ledger.tenantId, rowsOf(table, values)]);
  };
  const remove = async (table: string, keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const condition = 'tenant_id = ?::uuid and key in (select jsonb_array_elements_text(?::jsonb))';
    await em.execute(`delete from ${table} where ${condition}`, [ledger.tenantId, JSON.stringify(keys)]);
  };
  await write(deviceTable, ledger.devices.changed());
  await write(tokenTable, ledger.tokens.changed());
  await write(scopeTable, ledger.scopes.changed());
  await write(itemTable, ledger.items.changed());
  await write(deadlineTable, ledger.deadlines.changed());
  await remove('items', ledger.items.dropped());
  await remove('deadlines', ledger.deadlines.dropped());
}

function reader(em: EntityManager, tenantId: string) {
  return async <Value>(table: Table<Value>, condition: string, keys: ReadonlySet<string>): Promise<Value[]> => {
    if (keys.size === 0) return [];
    return em.execute<Value[]>(
      `select ${selectList(table, 'i')} from ${table.name} i where i.tenant_id = ?::uuid and ${condition}`,
      [tenantId, JSON.stringify([...keys])],
    );
  };
}

/** Scopes by key with all around them, and every dark scope of the tenant. */
async function readScopes(em: EntityManager, tenantId: string, keys: ReadonlySet<string>): Promise<Scope[]> {
  return em.execute<Scope[]>(
    `with named as materialized (
       select s.key, s.around from scopes s
       where s.tenant_id = ?::uuid and s.key in (select jsonb_array_elements_text(?::jsonb))
     ), wanted as materialized (
       select key from named union select unnest(around) from named
       union select s.key from scopes s where s.tenant_id = ?::uuid and s.is_down
     )
     select ${selectList(scopeTable, 'i')} from wanted join scopes i on i.tenant_id = ?::uuid and i.key = wanted.key`,
    [tenantId, JSON.stringify([...keys]), tenantId, tenantId],
  );
}

async function readItems(
  em: EntityManager,
  tenantId: string,
  by: { readonly itemKeys: ReadonlySet<string>; readonly deviceIds: ReadonlySet<string> },
): Promise<Item[]> {
  return em.execute<Item[]>(
    `with wanted as materialized (
       select jsonb_array_elements_text(?::jsonb) as key
       union select d.key from items d
       where d.tenant_id = ?::uuid and d.device_id in (select jsonb_array_elements_text(?::jsonb)::uuid)
     )
     select ${selectList(itemTable, 'i')} from wanted join items i on i.tenant_id = ?::uuid and i.key = wanted.key`,
    [JSON.stringify([...by.itemKeys]), tenantId, JSON.stringify([...by.deviceIds]), tenantId],
  );
}

function itemKeysOf({ key, kind, id }: Scope): string[] {
  return kind === 'DOMAIN' ? [key, ...domainItems.map((each) => `${each}:${id}`)] : [key];
}
