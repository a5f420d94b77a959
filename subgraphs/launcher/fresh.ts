/**
 * Starting over. Only what Flotilla itself puts into a data directory is removed, so that a variable pointing at the
 * wrong place costs nobody their files.
 */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { recordedHome } from './postgres-service.ts';

const ours = [
  'postgres',
  'clickhouse',
  'issuer',
  'agent',
  'fleet',
  'keys',
  'logs',
  'run',
  'demo.json',
  'postgres.json',
];

/** Empties the data directory of everything that is ours, PostgreSQL's data wherever it lies included. */
export function startOver(dataDirectory: string): void {
  const home = recordedHome(dataDirectory);
  if (home !== undefined && /^(postgres|[0-9a-f]{16})$/.test(basename(home))) {
    rmSync(home, { recursive: true, force: true });
  }
  for (const name of ours) rmSync(join(dataDirectory, name), { recursive: true, force: true });
}
