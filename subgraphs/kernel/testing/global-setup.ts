/**
 * One real PostgreSQL for a whole run of integration tests: made in a temporary directory, on a free port, thrown
 * away at the end. Durability is off, since nothing here outlives the run; everything else is as in production.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { canEnter, reachablePrograms, serverAccount, systemHome, type ServerAccount } from '../embedded/placement.ts';
import {
  initialiseCluster,
  postgresUrl,
  prepareDatabase,
  serverCommand,
  startServer,
  stopServer,
  type Cluster,
} from '../embedded/postgres.ts';

const prefix = 'flotilla-test-postgres-';

declare module 'vitest' {
  /** What the set-up hands to the test files. */
  interface ProvidedContext {
    postgres: { superuserUrl: string; ownerUrl: string; applicationUrl: string };
  }
}

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function firstLineOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Ends the servers of runs that were killed before they could clean up. */
function sweepAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const home = join(parent, name);
    const owner = Number(firstLineOf(join(home, 'owner')) ?? NaN);
    if (!Number.isInteger(owner) || isAlive(owner)) continue;
    const server = Number(firstLineOf(join(home, 'cluster', 'postmaster.pid')) ?? NaN);
    // The number may have been given to somebody else since: only a process that names this directory is ours.
    if (Number.isInteger(server) && firstLineOf(`/proc/${server}/cmdline`)?.includes(home))
      process.kill(server, 'SIGQUIT');
    rmSync(home, { recursive: true, force: true });
  }
}

function temporaryParent(account: ServerAccount | undefined): string {
  return canEnter(tmpdir(), account) || !account ? tmpdir() : systemHome(account);
}

/** Starts the server before the first integration test and returns what ends it after the last one. */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const account = serverAccount();
  const parent = temporaryParent(account);
  sweepAbandoned(parent);
  const home = mkdtempSync(join(parent, prefix));
  chmodSync(home, 0o700);
  const cluster: Cluster = { programs: reachablePrograms(account), account, home };
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, password);
  writeFileSync(join(home, 'owner'), `${process.pid}\n`);
  const at = (role: string): string => postgresUrl(role, password, { port, database: 'postgres' });
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300' };
  const server = await startServer(serverCommand(cluster, port, settings), at('postgres'));
  await prepareDatabase(at('postgres'), 'flotilla', { postgres: password, flotilla: password, flotilla_app: password });
  project.provide('postgres', {
    superuserUrl: at('postgres'),
    ownerUrl: at('flotilla'),
    applicationUrl: at('flotilla_app'),
  });
  return async () => {
    await stopServer(server);
    rmSync(home, { recursive: true, force: true });
  };
}
