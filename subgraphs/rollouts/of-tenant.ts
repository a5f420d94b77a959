/** Small pieces of SQL that every query of rollouts shares. */
import type { EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { ask } from '@flotilla/kernel/transaction';

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be an id at all: PostgreSQL faults on other text where the honest answer is "not found". */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

/** The condition that a row belongs to the transaction's tenant, so that the planner uses the indexes. */
export function ofTenant(table: string): string {
  return `${table}.tenant_id = current_setting('flotilla.tenant')::uuid`;
}

/** The database's clock at this moment, RFC 3339: what decides when a lease is over. */
export async function databaseNow(em: EntityManager): Promise<string> {
  const sql = `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  const [row] = await ask<{ now: string }>(em, sql, []);
  invariant(row, 'the database has a clock');
  return row.now;
}

/** A moment as text, as every query here answers it. */
export function moment(column: string, name: string): string {
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`;
}

/** The same rows with moments as dates: the driver hands them over as text. */
export function dated<Row extends object>(rows: readonly Row[], names: readonly (keyof Row)[]): Row[] {
  return rows.map((row) => {
    const dates = names.map((name) => [name, row[name] === null ? null : new Date(row[name] as string | Date)]);
    return { ...row, ...Object.fromEntries(dates) } as Row;
  });
}
