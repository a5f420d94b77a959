/**
 * The embedded layout: which services there are, how each is run, and what each is told. The distributed layout says
 * the same in `docker-compose.yml`, with the same programs and the same variables.
 */
import { join } from 'node:path';
import { postgresUrl } from '@flotilla/kernel/embedded/postgres';
import { inheritedEnvironment, repositoryRoot, type LauncherConfig } from './config.ts';
import type { Keys } from './keys.ts';
import { aliveProbe, httpProbe } from './probes.ts';
import type { Service, ServiceCommand } from './service.ts';

/** The program that plays many devices at once; it enrolls them through the public API, as a person would. */
export const fleetProgram = 'e2e/fleet/main.ts';

const loopback = '127.0.0.1';
const subgraphNames = ['access', 'fleet', 'operations', 'rollouts', 'supply-chain', 'telemetry'];

/** The environment every service is started with; each reads the variables it knows. */
export function serviceEnvironment(config: LauncherConfig, keys: Keys): Record<string, string> {
  const { ports } = config;
  const database = { port: ports.FLOTILLA_POSTGRES_PORT, database: 'flotilla' };
  const subgraph = (name: string): [string, string] => [
    `FLOTILLA_${name.toUpperCase().replaceAll('-', '_')}_URL`,
    `http://${loopback}:${ports.FLOTILLA_SUBGRAPHS_PORT}/${name}`,
  ];
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    FLOTILLA_DATA_DIR: config.dataDirectory,
    FLOTILLA_HOST: loopback,
    FLOTILLA_LOG_LEVEL: config.logLevel,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    ...Object.fromEntries(subgraphNames.map(subgraph)),
    FLOTILLA_CONSOLE_URL: config.consoleUrl,
    FLOTILLA_API_URL: config.apiUrl,
    FLOTILLA_AGENTS_URL: config.agentsUrl,
    FLOTILLA_OIDC_ISSUER: config.issuerUrl,
    FLOTILLA_OIDC_CLIENT_ID: config.clientId,
    FLOTILLA_OIDC_CLIENT_SECRET: config.clientSecret ?? keys.passwords.oidcClientSecret,
    FLOTILLA_OIDC_REDIRECT_URL: `${config.apiUrl}/auth/callback`,
    FLOTILLA_DATABASE_URL: postgresUrl('flotilla_app', keys.passwords.flotilla_app, database),
    FLOTILLA_CLICKHOUSE_URL: `http://${loopback}:${ports.FLOTILLA_CLICKHOUSE_PORT}`,
    FLOTILLA_CLICKHOUSE_USER: 'default',
    FLOTILLA_CLICKHOUSE_DATABASE: 'flotilla',
    FLOTILLA_GATEWAY_PUBLIC_KEY_FILE: keys.gatewayPublicKeyFile,
    FLOTILLA_AGENT_FILE: join(repositoryRoot, 'agent/dist/flotilla-agent.mjs'),
  };
}

/** The owner's way into the database: for migrations, and given to nothing else. */
export function ownerEnvironment(config: LauncherConfig, keys: Keys): Record<string, string> {
  const place = { port: config.ports.FLOTILLA_POSTGRES_PORT, database: 'flotilla' };
  return { FLOTILLA_DATABASE_ADMIN_URL: postgresUrl('flotilla', keys.passwords.flotilla, place) };
}

/** The password of the metrics database: for the server itself, its migrations and telemetry, and given to nothing else. */
export function metricsEnvironment(keys: Keys): Record<string, string> {
  return { FLOTILLA_CLICKHOUSE_PASSWORD: keys.passwords.clickhouse };
}

/** What the programs of the subgraphs are told beyond the rest: the services, a rebuild, whatever opens them all. */
export function subgraphsEnvironment(keys: Keys): Record<string, string> {
  return { FLOTILLA_MASTER_KEY_FILE: keys.masterKeyFile, ...metricsEnvironment(keys) };
}

/** How the services below are made. */
export type Layout = {
  readonly program: (
    script: string,
    args?: readonly string[],
    extra?: Readonly<Record<string, string>>,
  ) => ServiceCommand;
  readonly clickhouse: Service;
  readonly issuer: Service;
  readonly subgraphs: Service;
  readonly gateway: Service;
  readonly console: Service;
  readonly agent: (state: string) => Service;
  readonly fleet: (size: number) => Service;
};

/** Describes every service but PostgreSQL, which is no Node program. */
export function describeLayout(config: LauncherConfig, keys: Keys): Layout {
  const common = { ...inheritedEnvironment(), ...serviceEnvironment(config, keys) };
  const { ports } = config;
  const at = (port: number, path: string): string => `http://${loopback}:${port}${path}`;
  const program: Layout['program'] = (script, args = [], extra = {}) => ({
    command: process.execPath,
    args: [join(repositoryRoot, script), ...args],
    cwd: repositoryRoot,
    env: { ...common, ...extra },
  });
  const settings = { readyTimeoutMs: 60_000, stopSignal: 'SIGTERM' } as const;
  // The private key is told to the gateway alone: whoever has it may speak for anybody.
  const doors = { FLOTILLA_HOST: config.host, FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: keys.gatewayPrivateKeyFile };
  const consoleListener = { PORT: String(ports.FLOTILLA_CONSOLE_PORT), HOSTNAME: config.host };
  return {
    program,
    clickhouse: {
      ...settings,
      name: 'clickhouse',
      run: program('clickhouse/dist/server/main.js', [], metricsEnvironment(keys)),
      probe: httpProbe(at(ports.FLOTILLA_CLICKHOUSE_PORT, '/ping')),
      stopTier: 0,
    },
    issuer: {
      ...settings,
      name: 'issuer',
      run: program('subgraphs/launcher/dist/issuer/main.js'),
      probe: httpProbe(at(ports.FLOTILLA_ISSUER_PORT, '/.well-known/openid-configuration')),
      stopTier: 3,
    },
    subgraphs: {
      ...settings,
      name: 'subgraphs',
      run: program('subgraphs/dist/main.js', [], subgraphsEnvironment(keys)),
      probe: httpProbe(at(ports.FLOTILLA_SUBGRAPHS_PORT, '/readyz')),
      stopTier: 1,
    },
    gateway: {
      ...settings,
      name: 'gateway',
      run: program('gateway/dist/main.js', [], doors),
      probe: httpProbe(at(ports.FLOTILLA_API_PORT, '/readyz')),
      stopTier: 2,
    },
    console: {
      ...settings,
      name: 'console',
      run: program('web/.next/standalone/web/server.js', [], consoleListener),
      probe: httpProbe(at(ports.FLOTILLA_CONSOLE_PORT, '/'), (status) => status < 500),
      stopTier: 3,
    },
    agent: (state) => ({
      ...settings,
      name: 'agent',
      run: program('agent/dist/flotilla-agent.mjs', ['run', '--state', state]),
      probe: aliveProbe(500),
      stopTier: 3,
      finalExits: { 78: 'this machine is revoked; enroll it again from the console, or start over with --fresh' },
    }),
    fleet: (size) => ({
      ...settings,
      name: 'fleet',
      run: program(fleetProgram, ['--devices', String(size)]),
      probe: aliveProbe(500),
      stopTier: 3,
    }),
  };
}
