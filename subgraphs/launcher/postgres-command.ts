/**
 * Runs an embedded PostgreSQL in the foreground until it is told to stop: `postgres-command.ts <directory> <port>
 * <password>`. It stands in for the PostgreSQL container where the compose file is started as plain processes.
 */
import { once } from 'node:events';
import { reachablePrograms, serverAccount } from '@flotilla/kernel/embedded/placement';
import {
  initialiseCluster,
  isInitialised,
  postgresUrl,
  serverCommand,
  startServer,
  stopServer,
} from '@flotilla/kernel/embedded/postgres';
import { messageOf } from './start-failure.ts';

async function serve(home: string, port: number, password: string): Promise<void> {
  const account = serverAccount();
  const cluster = { programs: reachablePrograms(account), account, home };
  if (!isInitialised(cluster)) await initialiseCluster(cluster, password);
  const server = await startServer(
    serverCommand(cluster, port),
    postgresUrl('postgres', password, { port, database: 'postgres' }),
  );
  console.log(`PostgreSQL listens on 127.0.0.1:${port}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stopServer(server));
  await once(server, 'exit');
}

const [home, port, password] = process.argv.slice(2);
if (!home || !port || !password) {
  console.error('Usage: postgres-command.ts <directory> <port> <superuser password>');
  process.exit(2);
}
await serve(home, Number(port), password).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
