/** Every read of the commands' rows. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { parseFilter } from '@flotilla/kernel/filter';
import { invariant } from '@flotilla/kernel/invariant';
import { defineLoader } from '@flotilla/kernel/loader';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import { commandStages } from './command.ts';
import { runSeconds } from './kind/kinds.ts';
import { CommandRow } from './row.ts';

type Raw = Record<string, unknown>;

/** The database's clock, RFC 3339: what decides when a command expires. */
export async function databaseNow(em: EntityManager): Promise<string> {
  const sql = `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  const [row] = await em.execute<{ now: string }[]>(sql);
  invariant(row, 'the database has a clock');
  return row.now;
}

/** Commands by id, one query per request; a command of another tenant is absent. */
export const commandsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, CommandRow>();
  const rows = await em.execute<Raw[]>(
    `select k.* from commands k where ${ofTenant('k')} and k.id in (${holes(known)})`,
    known,
  );
  return new Map(rows.map((raw) => em.map(CommandRow, raw)).map((row) => [row.id, row]));
});

/** What commands printed, by command. */
export const outputsByCommand = defineLoader(async (em, ids: readonly string[]) => {
  const rows = await em.execute<{ id: string; output: string }[]>(
    `select o.command_id as id, o.output from command_outputs o
     where ${ofTenant('o')} and o.command_id in (${holes(ids)})`,
    [...ids],
  );
  return new Map(rows.map(({ id, output }) => [id, output]));
});

/** A command of a page with the place it stands at. */
export type ListedCommand = CommandRow & { readonly cursor: readonly string[] };

/** Whose commands are asked for; null where it does not matter. */
export type CommandQuery = {
  readonly deviceId: string | null;
  readonly batchId: string | null;
  readonly q: string | null;
  readonly page: Page;
};

/** A page of commands, newest first; one row more than asked tells that there is a next page. */
export async function findCommands(em: EntityManager, query: CommandQuery): Promise<ListedCommand[]> {
  const { deviceId, batchId, page } = query;
  const { sql, values } = filterOf(query.q);
  const after = page.after ?? [];
  const rows = await em.execute<Raw[]>(
    `select k.*, k.queued_at::text as place from commands k
     where ${ofTenant('k')} and ${deviceId === null ? 'true' : 'k.device_id = ?'}
       and ${batchId === null ? 'true' : 'k.batch_id = ?'} and ${sql}
       and ${after.length === 2 ? '(k.queued_at, k.id) < (?::timestamptz, ?::uuid)' : 'true'}
     order by k.queued_at desc, k.id desc limit ?`,
    [
      ...onlyUuids([deviceId, batchId].filter((id) => id !== null)),
      ...values,
      ...(after.length === 2 ? after : []),
      page.first + 1,
    ],
  );
  return rows.map((raw) => {
    const row = em.map(CommandRow, raw);
    return Object.assign(row, { cursor: [String(raw['place']), row.id] });
  });
}

/** Ids of all commands that a device was ever given. */
export async function commandIdsOf(em: EntityManager, deviceId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select k.id from commands k where ${ofTenant('k')} and k.device_id = ? order by k.queued_at desc, k.id desc`,
    [deviceId],
  );
  return rows.map(({ id }) => id);
}

/** Ids of the commands of a device or a batch that may still change. */
export async function openCommandIds(
  em: EntityManager,
  of: { readonly tenantId: string } & ({ readonly deviceId: string } | { readonly batchId: string }),
): Promise<string[]> {
  const [column, id] = 'deviceId' in of ? ['device_id', of.deviceId] : ['batch_id', of.batchId];
  const rows = await em.execute<{ id: string }[]>(
    `select k.id from commands k
     where k.tenant_id = ? and k.${column} = ? and k.stage in ('QUEUED', 'DELIVERED', 'ACKED') order by k.queued_at, k.id`,
    [of.tenantId, id],
  );
  return rows.map((row) => row.id);
}

const filterKeys = ['state', 'kind', 'device', 'batch', 'runbook'] as const;
const kinds: readonly string[] = [...Object.keys(runSeconds), 'EXEC'];

type Condition = { readonly sql: string; readonly values: readonly unknown[] };

/** `state:QUEUED,DELIVERED kind:EXEC device:… batch:… runbook:…`, and a bare word for the reason; a minus negates. */
function filterOf(q: string | null): Condition {
  const parts = parseFilter(q ?? '', filterKeys).map(({ key, values, isNegated }): Condition => {
    const part = termOf(key, values);
    return isNegated ? { ...part, sql: `not (${part.sql})` } : part;
  });
  return {
    sql: parts.length === 0 ? 'true' : parts.map(({ sql }) => `(${sql})`).join(' and '),
    values: parts.flatMap(({ values }) => values),
  };
}

function termOf(key: string, values: readonly string[]): Condition {
  switch (key) {
    case 'state':
      return { sql: `k.stage in (${holes(values)})`, values: wordsOf(key, values, commandStages) };
    case 'kind':
      return { sql: `k.kind in (${holes(values)})`, values: wordsOf(key, values, kinds) };
    case 'device':
    case 'batch':
    case 'runbook':
      return { sql: `coalesce(k.${key}_id::text in (${holes(values)}), false)`, values };
    default:
      return {
        sql: values.map(() => 'strpos(lower(k.reason), ?) > 0').join(' or '),
        values: values.map((value) => value.toLowerCase()),
      };
  }
}

function wordsOf(key: string, values: readonly string[], known: readonly string[]): string[] {
  return values.map((value) => {
    const word = known.find((each) => each === value.toUpperCase());
    if (word !== undefined) return word;
    const words = `The filter knows no ${key} "${value.slice(0, 40)}"; it knows ${known.join(', ')}.`;
    throw new Refusal('INVALID_INPUT', words, { argument: 'q', term: `${key}:${value.slice(0, 40)}` });
  });
}
