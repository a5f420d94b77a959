/** What the virtual fleet reads from the environment: where the stack is and where it keeps its devices. */
import { join, resolve } from 'node:path';

/** The operators' API. */
export const presetApiUrl: string = process.env['FLOTILLA_API_URL'] || 'http://localhost:4000';

/** The token of a service account, for stacks without development users. */
export const presetBearer: string | null = process.env['FLOTILLA_FLEET_BEARER'] || null;

/** Where the keys and certificates of virtual devices lie. */
export const presetStateDir: string = resolve(join(process.env['FLOTILLA_DATA_DIR'] || '.flotilla', 'fleet'));

/** The metrics database, asked only by benches, for what was really stored. */
export const clickhouse = {
  url: process.env['FLOTILLA_CLICKHOUSE_URL'] || 'http://127.0.0.1:8129',
  database: process.env['FLOTILLA_CLICKHOUSE_DATABASE'] || 'flotilla',
};
