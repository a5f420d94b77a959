/** What the virtual fleet reads from the environment: where the stack is and where it keeps its devices. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The operators' API. */
export const presetApiUrl: string =
  process.env['FLOTILLA_API_URL'] || `http://localhost:${process.env['FLOTILLA_API_PORT'] || 4000}`;

/** The token of a service account, for stacks without development users. */
export const presetBearer: string | null = process.env['FLOTILLA_FLEET_BEARER'] || null;

const dataDir = resolve(process.env['FLOTILLA_DATA_DIR'] || '.flotilla');

/** Where the keys and certificates of virtual devices lie. */
export const presetStateDir: string = join(dataDir, 'fleet');

/** Where those of the load bench lie: other devices, so that both can run at once. */
export const benchStateDir: string = join(dataDir, 'bench-fleet');

/** The embedded installation's own password, unless told another; empty where neither is known. */
function metricsPassword(): string {
  const told = process.env['FLOTILLA_CLICKHOUSE_PASSWORD'];
  const file = join(dataDir, 'keys/passwords.json');
  if (told || !existsSync(file)) return told ?? '';
  return (JSON.parse(readFileSync(file, 'utf8')) as { clickhouse?: string }).clickhouse ?? '';
}

/** The metrics database, asked only by benches, for what was really stored. */
export const clickhouse = {
  url: process.env['FLOTILLA_CLICKHOUSE_URL'] || `http://127.0.0.1:${process.env['FLOTILLA_CLICKHOUSE_PORT'] || 8129}`,
  database: process.env['FLOTILLA_CLICKHOUSE_DATABASE'] || 'flotilla',
  user: process.env['FLOTILLA_CLICKHOUSE_USER'] || 'default',
  password: metricsPassword,
};

/** Ports by which a bench finds the processes of a running stack. */
export const stackPorts: Readonly<Record<string, number>> = {
  gateway: Number(process.env['FLOTILLA_API_PORT'] || 4000),
  subgraphs: Number(process.env['FLOTILLA_SUBGRAPHS_PORT'] || 4100),
  clickhouse: Number(process.env['FLOTILLA_CLICKHOUSE_PORT'] || 8129),
  postgres: Number(process.env['FLOTILLA_POSTGRES_PORT'] || 5452),
};
