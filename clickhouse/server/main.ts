/** Runs the embedded ClickHouse server: one process that owns the metrics' data directory. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import { readServerConfig } from '../config.ts';
import { ownerOf } from './owner.ts';
import { startServer } from './server.ts';

const help = `Runs ClickHouse's engine behind ClickHouse's HTTP interface.

  node clickhouse/dist/server/main.js

Environment
  FLOTILLA_DATA_DIR                   data lives in its clickhouse/ folder (.flotilla)
  FLOTILLA_HOST                       address to listen on (127.0.0.1)
  FLOTILLA_CLICKHOUSE_PORT            port to listen on (8129); 0 lets the system choose
  FLOTILLA_CLICKHOUSE_USER, _PASSWORD the one account (default; the password must be set)
  FLOTILLA_CLICKHOUSE_READERS         queries that run side by side (3)
  FLOTILLA_CLICKHOUSE_MAX_MEMORY_MB   memory the engine may use (1024)
  FLOTILLA_LOG_LEVEL                  info
`;

/** Milliseconds for running statements to end after SIGTERM. */
const graceMs = 4_000;

async function main(): Promise<void> {
  const config = readServerConfig();
  const logger = createLogger({ name: 'clickhouse', level: config.FLOTILLA_LOG_LEVEL });
  const directory = resolve(join(config.FLOTILLA_DATA_DIR, 'clickhouse'));
  mkdirSync(directory, { recursive: true });
  const owner = ownerOf(directory);
  if (owner !== undefined) throw new Error(`${directory} belongs to the running process ${owner} (FLOTILLA_DATA_DIR).`);
  const server = await startServer({
    host: config.FLOTILLA_HOST,
    port: config.FLOTILLA_CLICKHOUSE_PORT,
    account: { user: config.FLOTILLA_CLICKHOUSE_USER, password: config.FLOTILLA_CLICKHOUSE_PASSWORD },
    engine: {
      directory,
      readers: config.FLOTILLA_CLICKHOUSE_READERS,
      maxMemoryMb: config.FLOTILLA_CLICKHOUSE_MAX_MEMORY_MB,
      queueMax: 256,
    },
    logger,
  });
  logger.info({ url: server.url, engine: server.version, directory }, 'The metrics database is ready.');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void server.close(graceMs).then(() => {
        logger.info('The metrics database is closed.');
        process.exit(0);
      });
    });
  }
}

/** One line a person can act on. */
function explain(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof ConfigError) return text;
  if (text.includes('EADDRINUSE')) return 'FLOTILLA_CLICKHOUSE_PORT: the port is taken by another process.';
  return `The metrics database did not start: ${text.split('\n')[0]}`;
}

if (process.argv.includes('--help')) {
  process.stdout.write(help);
} else {
  await main().catch((thrown: unknown) => {
    process.stderr.write(`${explain(thrown)}\n`);
    process.exit(1);
  });
}
