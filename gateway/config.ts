/**
 * The gateway's variables. Both doors run in one process by default; `FLOTILLA_GATEWAY_DOORS` leaves one of them
 * closed, so that the distributed layout can run them apart. A subgraph's address is found by its name.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigError, fileText, logLevel, port, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

/** The environment itself, for what reads variables that are not ours: tracing has its own standard. */
export const environment: NodeJS.ProcessEnv = process.env;

/** The doors a process can open. */
export const doors = ['operators', 'agents'] as const;

/** One of the doors. */
export type Door = (typeof doors)[number];

/** Everything the gateway is told by its environment. */
export type GatewayConfig = {
  readonly host: string;
  readonly apiPort: number;
  readonly agentsPort: number;
  readonly doors: readonly Door[];
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly agentsUrl: string;
  readonly schemaDir: string;
  readonly planner: 'rust' | 'js';
  readonly privateKey: KeyObject;
  readonly logLevel: string;
  /** How long one operation may take before its upstream calls are aborted. */
  readonly operationTimeoutMs: number;
  /** Agents' requests answered at once, per subgraph. */
  readonly agentsInFlightMax: number;
  /** Milliseconds between two looks at the contract's files. */
  readonly contractLookMs: number;
  /** The base URL of a subgraph, without `/graphql`. */
  readonly subgraphUrl: (name: string) => string;
};

// Compiled code lives in gateway/dist, sources in gateway; the contract is in the folder beside gateway in both cases.
const ownSchemaDir = resolve(import.meta.dirname, import.meta.dirname.endsWith('dist') ? '../../schema' : '../schema');

const shape = {
  FLOTILLA_HOST: z.string().default('127.0.0.1'),
  FLOTILLA_API_PORT: port(4000),
  FLOTILLA_AGENTS_PORT: port(4443),
  FLOTILLA_SUBGRAPHS_PORT: port(4100),
  FLOTILLA_GATEWAY_DOORS: z
    .string()
    .default(doors.join(','))
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(z.enum(doors, `must list ${doors.join(', ')}`)).nonempty('must name a door')),
  FLOTILLA_CONSOLE_URL: url.default('http://localhost:3000'),
  FLOTILLA_API_URL: url.default('http://localhost:4000'),
  FLOTILLA_AGENTS_URL: url.default('https://localhost:4443'),
  FLOTILLA_SCHEMA_DIR: z.string().default(ownSchemaDir),
  FLOTILLA_GATEWAY_PLANNER: z.enum(['rust', 'js'], 'must be rust or js').default('rust'),
  FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: fileText,
  FLOTILLA_OPERATION_TIMEOUT_MS: z.coerce.number('must be milliseconds').int().min(100).max(600_000).default(15_000),
  FLOTILLA_AGENTS_IN_FLIGHT_MAX: z.coerce.number('must be a count').int().min(1).default(2048),
  FLOTILLA_CONTRACT_LOOK_MS: z.coerce.number('must be milliseconds').int().min(10).max(600_000).default(1_000),
  FLOTILLA_LOG_LEVEL: logLevel,
};

/** Reads the configuration. Throws `ConfigError` with a line per wrong variable. */
export function gatewayConfig(env: NodeJS.ProcessEnv = environment): GatewayConfig {
  const read = readConfig(shape, env);
  return {
    host: read.FLOTILLA_HOST,
    apiPort: read.FLOTILLA_API_PORT,
    agentsPort: read.FLOTILLA_AGENTS_PORT,
    doors: read.FLOTILLA_GATEWAY_DOORS,
    consoleUrl: read.FLOTILLA_CONSOLE_URL,
    apiUrl: read.FLOTILLA_API_URL,
    agentsUrl: read.FLOTILLA_AGENTS_URL,
    schemaDir: read.FLOTILLA_SCHEMA_DIR,
    planner: read.FLOTILLA_GATEWAY_PLANNER,
    privateKey: ed25519(read.FLOTILLA_GATEWAY_PRIVATE_KEY_FILE),
    logLevel: read.FLOTILLA_LOG_LEVEL,
    operationTimeoutMs: read.FLOTILLA_OPERATION_TIMEOUT_MS,
    agentsInFlightMax: read.FLOTILLA_AGENTS_IN_FLIGHT_MAX,
    contractLookMs: read.FLOTILLA_CONTRACT_LOOK_MS,
    subgraphUrl: (name) => subgraphUrl(name, read.FLOTILLA_SUBGRAPHS_PORT, env),
  };
}

function subgraphUrl(name: string, subgraphsPort: number, env: NodeJS.ProcessEnv): string {
  const variable = `FLOTILLA_${name.toUpperCase().replaceAll('-', '_')}_URL`;
  const set = env[variable];
  if (set === undefined || set === '') return `http://127.0.0.1:${subgraphsPort}/${name}`;
  if (!URL.canParse(set)) throw new ConfigError(`${variable}: must be an absolute URL`);
  return set.replace(/\/$/, '');
}

function ed25519(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Falls through: an unreadable key and a key of another kind deserve the same line.
  }
  throw new ConfigError('FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: must hold an Ed25519 private key in PEM (PKCS8)');
}
