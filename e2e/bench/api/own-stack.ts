/**
 * The stack a bench measures: `npm start` in a data directory of its own, on free ports, quiet in its logs, and gone
 * afterwards. Unlike a journey, a bench owns the directory, so it also knows where the subgraphs and PostgreSQL listen.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from '../../config.ts';
import { eventually, repository } from '../../stack.ts';

const portNames = ['CONSOLE', 'API', 'AGENTS', 'SUBGRAPHS', 'ISSUER', 'POSTGRES', 'CLICKHOUSE'] as const;
const upWords = 'Flotilla is up';
const startMinutes = 8;
const stopSeconds = 20;

/** A process of the stack as `npm start -- --status` tells it, its children included. */
export type ServiceStatus = { readonly name: string; readonly pid: number | null; readonly rssBytes: number };

/** A running stack. */
export class OwnStack {
  readonly apiUrl: string;
  readonly agentsUrl: string;
  readonly subgraphsUrl: string;
  readonly databaseUrl: string;
  readonly #directory: string;
  readonly #environment: Record<string, string>;
  readonly #pid: number;
  readonly #helpers = new Set<ChildProcess>();

  private constructor(parts: {
    ports: Record<string, number>;
    directory: string;
    environment: Record<string, string>;
    pid: number;
  }) {
    const { ports, directory } = parts;
    this.apiUrl = `http://127.0.0.1:${ports['API']}`;
    this.agentsUrl = `https://localhost:${ports['AGENTS']}`;
    this.subgraphsUrl = `http://127.0.0.1:${ports['SUBGRAPHS']}`;
    this.#directory = directory;
    this.#environment = parts.environment;
    this.#pid = parts.pid;
    const passwords = JSON.parse(readFileSync(join(directory, 'data/keys/passwords.json'), 'utf8')) as Passwords;
    this.databaseUrl = `postgres://flotilla_app:${passwords.flotilla_app}@127.0.0.1:${ports['POSTGRES']}/flotilla`;
  }

  /**
   * Starts one and resolves when it is up. Throws with the end of its output when it does not come up, and with the
   * reason of `abandoned` when that comes first; nothing is left running then.
   */
  static async start(abandoned: Promise<never>): Promise<OwnStack> {
    const ports = await freePorts();
    const directory = mkdtempSync(join(tmpdir(), 'flotilla-bench-api-'));
    const logPath = join(directory, 'stack.log');
    const log = openSync(logPath, 'w');
    const environment = {
      ...plainEnvironment(),
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [`FLOTILLA_${name}_PORT`, String(port)])),
      FLOTILLA_DATA_DIR: join(directory, 'data'),
      FLOTILLA_LOG_LEVEL: 'warn',
    };
    const stdio = ['ignore', log, log] as const;
    const child = spawn('npm', ['start'], { cwd: repository, detached: true, stdio: [...stdio], env: environment });
    closeSync(log);
    const said = (): string => readFileSync(logPath, 'utf8');
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    try {
      await Promise.race([eventually(() => said().includes(upWords) || hasEnded(), startMinutes * 60_000), abandoned]);
      if (!said().includes(upWords)) {
        throw new Error(`npm start did not come up:\n${said().split('\n').slice(-30).join('\n')}`);
      }
    } catch (error) {
      await stopGroup(child.pid ?? 0);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      throw error;
    }
    return new OwnStack({ ports, directory, environment, pid: child.pid ?? 0 });
  }

  /** The key the gateway signs identities with. */
  get gatewayKeyPem(): string {
    return readFileSync(join(this.#directory, 'data/keys/gateway.pem'), 'utf8');
  }

  /** What runs, by name. */
  async status(): Promise<readonly ServiceStatus[]> {
    const text = await this.run('npm', ['start', '--silent', '--', '--status', '--json']);
    const { processes } = JSON.parse(text.slice(text.indexOf('{'))) as { processes: ServiceStatus[] };
    return processes;
  }

  /** Runs a program of the repository in the stack's environment; answers what it printed. Its stderr is ours. */
  async run(command: string, words: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<string> {
    const env = { ...this.#environment, ...extra };
    const child = spawn(command, [...words], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'], env });
    this.#helpers.add(child);
    child.once('close', () => this.#helpers.delete(child));
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
    if (printed === '') throw new Error(`${command} ${words.join(' ')} ended with ${child.exitCode} and said nothing`);
    return printed;
  }

  /** Stops it as Ctrl-C does, and whatever `run` still runs, and removes its data. */
  async stop(): Promise<void> {
    for (const helper of this.#helpers) helper.kill();
    await stopGroup(this.#pid);
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

type Passwords = { readonly flotilla_app: string };

async function stopGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGINT');
  if (await eventually(() => !signalGroup(pid, 0), stopSeconds * 1_000)) return;
  signalGroup(pid, 'SIGKILL');
  process.stderr.write(`The stack did not stop within ${stopSeconds} s and was killed.\n`);
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ports nobody listens on, all different. Another process may still take one before the stack does. */
async function freePorts(): Promise<Record<string, number>> {
  const servers: Server[] = [];
  const chosen: [string, number][] = [];
  for (const name of portNames) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    chosen.push([name, (server.address() as AddressInfo).port]);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(chosen);
}
