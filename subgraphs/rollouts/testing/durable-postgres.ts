/** A PostgreSQL with every durability setting on, in a temporary directory: what a measurement has to pay for. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, reachablePrograms, serverAccount, systemHome } from '@flotilla/kernel/embedded/placement';
import {
  initialiseCluster,
  postgresUrl,
  prepareDatabase,
  serverCommand,
  startServer,
  stopServer,
} from '@flotilla/kernel/embedded/postgres';

/** A running server and the two ways into it. */
export type DurablePostgres = { readonly url: string; readonly adminUrl: string; readonly stop: () => Promise<void> };

/** Starts one; `stop` removes it with everything in it. */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  const account = serverAccount();
  const parent = canEnter(tmpdir(), account) || !account ? tmpdir() : systemHome(account);
  const home = mkdtempSync(join(parent, 'flotilla-bench-rollout-'));
  chmodSync(home, 0o700);
  const cluster = { programs: reachablePrograms(account), account, home };
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, password);
  const at = (role: string, database: string): string => postgresUrl(role, password, { port, database });
  const superuser = at('postgres', 'postgres');
  const server = await startServer(serverCommand(cluster, port, {}), superuser);
  await prepareDatabase(superuser, 'flotilla', { postgres: password, flotilla: password, flotilla_app: password });
  return {
    url: at('flotilla_app', 'flotilla'),
    adminUrl: at('flotilla', 'flotilla'),
    async stop() {
      await stopServer(server);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
