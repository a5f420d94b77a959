/**
 * The launcher's variables, and the one place that decides what each service it starts is told. A service's address
 * is always derived from the same port variable here, so that two of them cannot disagree.
 */
import { isAbsolute, join, resolve } from 'node:path';
import { logLevel, port, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

/** The root of the repository. */
export const repositoryRoot = resolve(import.meta.dirname, import.meta.dirname.endsWith('dist') ? '../../..' : '../..');

const shape = {
  FLOTILLA_DATA_DIR: z.string().default('.flotilla'),
  FLOTILLA_HOST: z.string().default('127.0.0.1'),
  FLOTILLA_CONSOLE_PORT: port(3000),
  FLOTILLA_API_PORT: port(4000),
  FLOTILLA_AGENTS_PORT: port(4443),
  FLOTILLA_SUBGRAPHS_PORT: port(4100),
  FLOTILLA_ISSUER_PORT: port(4010),
  FLOTILLA_POSTGRES_PORT: port(5452),
  FLOTILLA_CLICKHOUSE_PORT: port(8129),
  FLOTILLA_CONSOLE_URL: url.optional(),
  FLOTILLA_API_URL: url.optional(),
  FLOTILLA_AGENTS_URL: url.optional(),
  FLOTILLA_OIDC_ISSUER: url.optional(),
  FLOTILLA_OIDC_CLIENT_ID: z.string().default('flotilla-console'),
  FLOTILLA_OIDC_CLIENT_SECRET: z.string().optional(),
  FLOTILLA_DISK_FREE_MIN_MB: z.coerce.number('must be a number of megabytes').min(0).default(512),
  FLOTILLA_LOG_FILE_MAX_MB: z.coerce.number('must be a number of megabytes').min(1).default(16),
  FLOTILLA_LOG_LEVEL: logLevel,
};

/** The variables of `prepare.ts`: a way in for the server's superuser, and the URLs whose passwords the roles get. */
export const prepareConfig = {
  FLOTILLA_DATA_DIR: z.string('must name the directory the keys are kept in'),
  FLOTILLA_DATABASE_SUPERUSER_URL: z.url('must be a postgres:// URL'),
  FLOTILLA_DATABASE_ADMIN_URL: z.url('must be a postgres:// URL'),
  FLOTILLA_DATABASE_URL: z.url('must be a postgres:// URL'),
};

/** The ports the launcher needs, by the variable that moves each. */
export type PortVariable =
  | 'FLOTILLA_CONSOLE_PORT'
  | 'FLOTILLA_API_PORT'
  | 'FLOTILLA_AGENTS_PORT'
  | 'FLOTILLA_SUBGRAPHS_PORT'
  | 'FLOTILLA_ISSUER_PORT'
  | 'FLOTILLA_POSTGRES_PORT'
  | 'FLOTILLA_CLICKHOUSE_PORT';

/** Everything the launcher knows about where things are. */
export type LauncherConfig = {
  readonly dataDirectory: string;
  /** Where the operators' and agents' doors and the console listen. Everything else is on loopback, always. */
  readonly host: string;
  readonly ports: Readonly<Record<PortVariable, number>>;
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly agentsUrl: string;
  readonly issuerUrl: string;
  /** Whether the development issuer is ours to start. */
  readonly hasOwnIssuer: boolean;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly diskFreeMinMb: number;
  readonly logFileMaxMb: number;
  readonly logLevel: string;
};

/** Reads the environment. Throws `ConfigError` naming every wrong variable. */
export function readLauncherConfig(env: NodeJS.ProcessEnv = process.env): LauncherConfig {
  const read = readConfig(shape, env);
  const directory = read.FLOTILLA_DATA_DIR;
  return {
    dataDirectory: isAbsolute(directory) ? directory : join(repositoryRoot, directory),
    host: read.FLOTILLA_HOST,
    ports: {
      FLOTILLA_CONSOLE_PORT: read.FLOTILLA_CONSOLE_PORT,
      FLOTILLA_API_PORT: read.FLOTILLA_API_PORT,
      FLOTILLA_AGENTS_PORT: read.FLOTILLA_AGENTS_PORT,
      FLOTILLA_SUBGRAPHS_PORT: read.FLOTILLA_SUBGRAPHS_PORT,
      FLOTILLA_ISSUER_PORT: read.FLOTILLA_ISSUER_PORT,
      FLOTILLA_POSTGRES_PORT: read.FLOTILLA_POSTGRES_PORT,
      FLOTILLA_CLICKHOUSE_PORT: read.FLOTILLA_CLICKHOUSE_PORT,
    },
    consoleUrl: read.FLOTILLA_CONSOLE_URL ?? `http://localhost:${read.FLOTILLA_CONSOLE_PORT}`,
    apiUrl: read.FLOTILLA_API_URL ?? `http://localhost:${read.FLOTILLA_API_PORT}`,
    agentsUrl: read.FLOTILLA_AGENTS_URL ?? `https://localhost:${read.FLOTILLA_AGENTS_PORT}`,
    issuerUrl: read.FLOTILLA_OIDC_ISSUER ?? `http://localhost:${read.FLOTILLA_ISSUER_PORT}`,
    hasOwnIssuer: read.FLOTILLA_OIDC_ISSUER === undefined,
    clientId: read.FLOTILLA_OIDC_CLIENT_ID,
    clientSecret: read.FLOTILLA_OIDC_CLIENT_SECRET,
    diskFreeMinMb: read.FLOTILLA_DISK_FREE_MIN_MB,
    logFileMaxMb: read.FLOTILLA_LOG_FILE_MAX_MB,
    logLevel: read.FLOTILLA_LOG_LEVEL,
  };
}

/** The caller's environment, for services to inherit: proxies, locale, OpenTelemetry's own variables. */
export function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && name !== 'NODE_OPTIONS');
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
