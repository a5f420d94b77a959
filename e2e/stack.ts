/**
 * The stack as a person starts it: `npm start` in a data directory of its own, on free ports, waited for by what it
 * prints and by what its doors answer, and stopped with Ctrl-C. Nothing in here knows what the stack is made of.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './config.ts';

/** The repository. */
export const repository = fileURLToPath(new URL('..', import.meta.url));

/** Where screenshots, reports and logs of the journeys go. */
export const results = fileURLToPath(new URL('.results', import.meta.url));

/** Where a running stack is. */
export type Stack = {
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly agentsUrl: string;
  readonly dataDirectory: string;
  /** The metrics database with its account, asked only for what was really stored. */
  readonly metricsUrl: string;
  /** Process group of the launcher. */
  readonly pid: number;
  /** What devices are told to keep, so that a journey need not wait minutes for silence to be noticed. */
  readonly heartbeatMs: number;
};

/** What `npm start` prints. */
const logFile = join(results, 'stack.log');

const startMinutes = 6;
const stopSeconds = 15;
const heartbeatMs = 1000;
const portNames = ['CONSOLE', 'API', 'AGENTS', 'SUBGRAPHS', 'ISSUER', 'POSTGRES', 'CLICKHOUSE'] as const;

/** Starts a stack and resolves when a person could use it. Throws with the end of its output when it does not come up. */
export async function startStack(words: readonly string[] = []): Promise<Stack> {
  const ports = await freePorts();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'flotilla-journey-'));
  const variables = Object.fromEntries(portNames.map((name) => [`FLOTILLA_${name}_PORT`, String(ports[name])]));
  mkdirSync(results, { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn('npm', ['start', ...(words.length > 0 ? ['--', ...words] : [])], {
    cwd: repository,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...plainEnvironment(),
      ...variables,
      FLOTILLA_DATA_DIR: dataDirectory,
      FLOTILLA_HEARTBEAT_INTERVAL_MS: String(heartbeatMs),
    },
  });
  closeSync(log);
  const stack: Stack = {
    consoleUrl: `http://localhost:${ports.CONSOLE}`,
    apiUrl: `http://localhost:${ports.API}`,
    agentsUrl: `https://localhost:${ports.AGENTS}`,
    dataDirectory,
    metricsUrl: '',
    pid: child.pid ?? 0,
    heartbeatMs,
  };
  try {
    await saysThatItIsUp(child);
    await answers(`${stack.apiUrl}/readyz`);
    await answers(stack.consoleUrl);
    child.unref();
    return { ...stack, metricsUrl: metricsUrlOf(dataDirectory, ports.CLICKHOUSE) };
  } catch (error) {
    await stopStack(stack);
    throw error;
  }
}

/** Stops a stack as Ctrl-C does, and removes its data. Throws when it takes too long or leaves a process behind. */
export async function stopStack(stack: Stack): Promise<void> {
  signalGroup(stack.pid, 'SIGINT');
  const isGone = await eventually(() => !signalGroup(stack.pid, 0), stopSeconds * 1000);
  if (!isGone) signalGroup(stack.pid, 'SIGKILL');
  rmSync(stack.dataDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  if (!isGone) throw new Error(`the stack did not stop within ${stopSeconds} s of Ctrl-C`);
  if (!said().includes('Stopped.')) throw new Error('the stack was killed where Ctrl-C should have stopped it');
}

/** Its password is made at the first start. */
function metricsUrlOf(dataDirectory: string, port: number): string {
  const { clickhouse } = JSON.parse(readFileSync(join(dataDirectory, 'keys/passwords.json'), 'utf8')) as {
    clickhouse: string;
  };
  return `http://default:${clickhouse}@127.0.0.1:${port}`;
}

function said(): string {
  return readFileSync(logFile, 'utf8');
}

/** Whether a condition came true within a time; looks ten times a second. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return isTrue();
}

async function saysThatItIsUp(child: ChildProcess): Promise<void> {
  const isUp = (): boolean => said().includes('Flotilla is up');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await eventually(() => isUp() || hasEnded(), startMinutes * 60_000);
  if (!isUp()) throw new Error(`npm start did not come up:\n${said().split('\n').slice(-40).join('\n')}`);
}

async function answers(url: string): Promise<void> {
  const isOk = (): Promise<boolean> =>
    fetch(url).then(
      (response) => response.status < 500,
      () => false,
    );
  if (!(await eventually(isOk, 30_000))) throw new Error(`${url} does not answer`);
}

/** Signals the launcher and whatever it started in its group. False when there is nobody left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** A port per listener, by the middle of its variable's name. */
export type Ports = Readonly<Record<(typeof portNames)[number], number>>;

/** Below the ports that Linux gives to whoever calls somebody: a caller of the stack's own would take one meanwhile. */
const [portMin, portMax] = [15_000, 32_000];

/** Ports nobody listens on, all different. Another process may still take one before the stack does. */
export async function freePorts(): Promise<Ports> {
  const servers: Server[] = [];
  while (servers.length < portNames.length) {
    const server = createServer();
    const port = portMin + Math.floor(Math.random() * (portMax - portMin));
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isFree) servers.push(server);
  }
  const chosen = servers.map((server, index) => [portNames[index], (server.address() as AddressInfo).port] as const);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(chosen) as Ports;
}
