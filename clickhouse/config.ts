/** The metrics database's variables: those of the embedded server, and those with which a client reaches any server. */
import { logLevel, port, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

const user = z.string().default('default');

const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a plain identifier');

/**
 * How the embedded server runs. Throws `ConfigError` with a line per wrong variable. It wants a password: any program of
 * any user of the machine reaches its port.
 */
export function readServerConfig(env?: NodeJS.ProcessEnv) {
  return readConfig(
    {
      FLOTILLA_CLICKHOUSE_USER: user,
      FLOTILLA_CLICKHOUSE_PASSWORD: z.string('must be set: the server lets nobody in without a password'),
      FLOTILLA_DATA_DIR: z.string().default('.flotilla'),
      FLOTILLA_HOST: z.string().default('127.0.0.1'),
      FLOTILLA_CLICKHOUSE_PORT: port(8129),
      FLOTILLA_CLICKHOUSE_READERS: z.coerce.number().int().min(1).max(16).default(3),
      FLOTILLA_CLICKHOUSE_MAX_MEMORY_MB: z.coerce.number().int().min(128).default(1024),
      FLOTILLA_LOG_LEVEL: logLevel,
    },
    env,
  );
}

/** Where the server is and which layout its tables have. Throws `ConfigError` with a line per wrong variable. */
export function readClientConfig(env?: NodeJS.ProcessEnv) {
  return readConfig(
    {
      FLOTILLA_CLICKHOUSE_USER: user,
      FLOTILLA_CLICKHOUSE_PASSWORD: z.string().default(''),
      FLOTILLA_CLICKHOUSE_URL: url.default('http://127.0.0.1:8129'),
      FLOTILLA_CLICKHOUSE_DATABASE: identifier.default('flotilla'),
      FLOTILLA_CLICKHOUSE_CLUSTER: identifier.optional(),
    },
    env,
  );
}
