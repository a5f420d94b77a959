/**
 * One data directory with ports of its own, on which `npm start` is run, killed and run again: what a person has on
 * their machine. `../stack.ts` is for journeys, which want one stack that lives; here it is the dying that is looked at.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from '../config.ts';
import { eventually, freePorts, repository, type Ports } from '../stack.ts';
import { processesOf, signalGroup, signalProcess } from './process-table.ts';

const startMs = 100_000;

/** One service as `run/record.json` tells of it. */
export type RecordedService = { readonly name: string; readonly pid: number | undefined; readonly restarts: number };

/** How an `npm start` that came to its end went. */
export type Ending = { readonly code: number | null; readonly output: string; readonly seconds: number };

/** Builds what is out of date, so that what is timed afterwards is starting. What does not build says so when started. */
export function buildProduct(): void {
  spawnSync('npm', ['run', 'build'], { cwd: repository, stdio: 'ignore', env: plainEnvironment() });
}

/** A data directory, and at most one `npm start` on it. */
export class Installation {
  readonly dataDirectory: string;
  readonly ports: Ports;
  readonly #home: string;
  readonly #variables: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #starts = 0;

  private constructor(home: string, ports: Ports, variables: Readonly<Record<string, string>>) {
    this.#home = home;
    this.dataDirectory = join(home, 'data');
    this.ports = ports;
    this.#variables = variables;
  }

  /** Chooses a directory and free ports. Nothing is started. */
  static async make(variables: Readonly<Record<string, string>> = {}): Promise<Installation> {
    const home = mkdtempSync(join(tmpdir(), 'flotilla-chaos-'));
    // The system user that runs PostgreSQL for root must be able to enter, or the cluster would lie elsewhere.
    chmodSync(home, 0o755);
    mkdirSync(join(home, 'data'));
    return new Installation(home, await freePorts(), variables);
  }

  /** The operators' door. */
  get apiUrl(): string {
    return `http://localhost:${this.ports.API}`;
  }

  /** The metrics database, with the account that opens it. */
  get clickhouseUrl(): string {
    const file = join(this.dataDirectory, 'keys/passwords.json');
    const { clickhouse } = JSON.parse(readFileSync(file, 'utf8')) as { clickhouse: string };
    return `http://default:${clickhouse}@127.0.0.1:${this.ports.CLICKHOUSE}`;
  }

  /** Everything the running `npm start` has printed so far, or the last one if none runs. */
  get output(): string {
    return readFileSync(join(this.#home, `start-${this.#starts}.log`), 'utf8');
  }

  /** What it has printed, without the lines npm prints before it. */
  get lines(): string[] {
    return this.output.split('\n').filter((line) => line.trim() !== '' && !/^(?:> |npm )/.test(line));
  }

  /** Runs `npm start` and resolves once it says that it is up; answers after how many seconds it said so. */
  async start(...words: readonly string[]): Promise<number> {
    const startedAt = performance.now();
    const child = this.#run(['npm', 'start', ...(words.length > 0 ? ['--', ...words] : [])]);
    const isUp = (): boolean => this.output.includes('Flotilla is up');
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    await eventually(() => isUp() || hasEnded(), startMs);
    if (!isUp()) throw new Error(`npm start did not come up:\n${this.lines.slice(-40).join('\n')}`);
    return (performance.now() - startedAt) / 1000;
  }

  /** Runs a command line that is expected to fail, `npm start` unless told otherwise, to its end. */
  async startInVain(words: readonly [string, ...string[]] = ['npm', 'start']): Promise<Ending> {
    const startedAt = performance.now();
    const child = this.#run(words);
    const timer = setTimeout(() => this.killAll(), startMs);
    await once(child, 'exit');
    clearTimeout(timer);
    return { code: child.exitCode, output: this.output, seconds: (performance.now() - startedAt) / 1000 };
  }

  /** Runs a program beside it, as a person does in another terminal, to its end. Answers what it printed. */
  run(command: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: repository,
      encoding: 'utf8',
      env: this.#environment,
    });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** The services that the run record names. */
  get services(): RecordedService[] {
    const record = JSON.parse(readFileSync(join(this.dataDirectory, 'run/record.json'), 'utf8')) as {
      services: { name: string; process?: { pid: number }; restarts: number }[];
    };
    return record.services.map(({ name, process: found, restarts }) => ({ name, pid: found?.pid, restarts }));
  }

  /** The process number of a service that runs. */
  pidOf(name: string): number {
    const pid = this.services.find((service) => service.name === name)?.pid;
    if (pid === undefined) throw new Error(`${name} does not run:\n${this.lines.slice(-20).join('\n')}`);
    return pid;
  }

  /** The lines in which the supervisor says that a service ended or came back. */
  get incidents(): string[] {
    return this.lines.filter((line) => / was killed | ended with | is back$/.test(line));
  }

  /** Every process of it, whoever started it. */
  get processes(): string[] {
    return processesOf(this.#home).map(({ pid, title }) => `${pid} ${title}`);
  }

  /** Presses Ctrl-C; answers after how many seconds the last process of the group was gone. */
  async interrupt(): Promise<number> {
    const child = this.#child;
    if (child?.pid === undefined) throw new Error('nothing runs');
    const group = child.pid;
    const pressedAt = performance.now();
    signalGroup(group, 'SIGINT');
    await eventually(() => !signalGroup(group, 0), 15_000);
    return (performance.now() - pressedAt) / 1000;
  }

  /** Kills the launcher with its whole process group, and the named services with it. The others are left behind. */
  async killLauncherAnd(...names: readonly string[]): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) throw new Error('nothing runs');
    const others = names.map((name) => this.pidOf(name));
    const gone = once(child, 'exit');
    signalGroup(child.pid, 'SIGKILL');
    for (const pid of others) signalProcess(pid, 'SIGKILL');
    await gone;
  }

  /** Kills whatever is left, at once. */
  killAll(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
    for (const { pid } of processesOf(this.#home)) signalProcess(pid, 'SIGKILL');
  }

  /** Kills whatever is left and removes every file. */
  async remove(): Promise<void> {
    this.killAll();
    await eventually(() => this.processes.length === 0, 5000);
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  get #environment(): Record<string, string> {
    const ports = Object.entries(this.ports).map(([name, port]) => [`FLOTILLA_${name}_PORT`, String(port)]);
    return {
      ...plainEnvironment(),
      ...Object.fromEntries(ports),
      FLOTILLA_DATA_DIR: this.dataDirectory,
      FLOTILLA_HEARTBEAT_INTERVAL_MS: '1000',
      ...this.#variables,
    };
  }

  #run([command, ...args]: readonly [string, ...string[]]): ChildProcess {
    this.#starts += 1;
    const log = openSync(join(this.#home, `start-${this.#starts}.log`), 'w');
    this.#child = spawn(command, args, {
      cwd: repository,
      detached: true,
      stdio: ['ignore', log, log],
      env: this.#environment,
    });
    closeSync(log);
    return this.#child;
  }
}
