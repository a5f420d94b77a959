/** The one clock that everything here is timed by: the database's, so that no process's own clock can matter. */
import type { EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { ask } from '@flotilla/kernel/transaction';

/** Now, by the database, in RFC 3339. */
export async function databaseNow(em: EntityManager): Promise<string> {
  const sql = `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  const [row] = await ask<{ now: string }>(em, sql, []);
  invariant(row, 'the database has a clock');
  return row.now;
}
