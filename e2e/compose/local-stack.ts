/**
 * Starts the services of the compose file as plain processes: the very commands, the very environment, only with
 * host names and ports mapped to loopback and volumes to directories. Images that are not ours have a stand-in.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOrder, type ComposeFile, type ComposeService } from './compose-file.ts';

const readyTimeoutMs = 90_000;
/** Ports of services whose image's documentation, not their environment, says what they listen on. */
const imagePorts: Readonly<Record<string, number>> = { postgres: 5432, clickhouse: 8123 };

/** What the stack is made from. */
export type StackOptions = {
  readonly file: ComposeFile;
  /** The root of the repository, which the images have as their working directory. */
  readonly root: string;
  /** Where logs and volumes go. */
  readonly directory: string;
  /** Directories that an image copies to its working directory, by service. */
  readonly workingDirectories?: Readonly<Record<string, string>>;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const portVariable = /(^|_)PORT$/;

function listeningPorts(name: string, service: ComposeService): number[] {
  const own = Object.entries(service.environment ?? {}).filter(([variable]) => portVariable.test(variable));
  const image = imagePorts[name];
  return [...own.map(([, value]) => Number(value)), ...(image === undefined ? [] : [image])];
}

/** The running services. */
export class LocalStack {
  readonly #options: StackOptions;
  readonly #ports = new Map<string, number>();
  readonly #children = new Map<string, ChildProcess>();

  private constructor(options: StackOptions) {
    this.#options = options;
  }

  /** Starts everything in the order of its dependencies. What was started is stopped if something does not come up. */
  static async start(options: StackOptions): Promise<LocalStack> {
    const stack = new LocalStack(options);
    try {
      await stack.#choosePorts();
      for (const name of startOrder(options.file)) await stack.#startService(name);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  /** Where a published port of a service is to be reached. */
  port(name: string, containerPort: number): number {
    const port = this.#ports.get(`${name}:${containerPort}`);
    if (port === undefined) throw new Error(`${name} does not listen on ${containerPort}`);
    return port;
  }

  /** Stops everything, last started first; answers the services that did not end by themselves within 10 s. */
  async stop(): Promise<string[]> {
    const late: string[] = [];
    for (const [name, child] of [...this.#children].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      if ((await Promise.race([ended, delay(10_000, 'late' as const)])) !== 'late') continue;
      late.push(name);
      child.kill('SIGKILL');
      await ended;
    }
    return late;
  }

  async #choosePorts(): Promise<void> {
    for (const [name, service] of Object.entries(this.#options.file.services)) {
      for (const port of listeningPorts(name, service)) this.#ports.set(`${name}:${port}`, await freePort());
    }
  }

  #service(name: string): ComposeService {
    const service = this.#options.file.services[name];
    if (!service) throw new Error(`there is no service ${name}`);
    return service;
  }

  /** `host:port` of a service, an alias or a published port becomes the loopback port it was given. */
  #mapAddresses(text: string, self: string): string {
    let mapped = text;
    for (const [name, service] of Object.entries(this.#options.file.services)) {
      const aliases = Object.values(service.networks ?? {}).flatMap((network) => network.aliases ?? []);
      const published = (service.ports ?? []).map((binding) => binding.split(':').slice(-2).map(Number));
      for (const port of listeningPorts(name, service)) {
        const target = this.port(name, port);
        mapped = mapped.replaceAll(`@${name}:${port}`, `@127.0.0.1:${target}`);
        mapped = mapped.replaceAll(`//${name}:${port}`, `//127.0.0.1:${target}`);
        for (const alias of aliases) mapped = mapped.replaceAll(`//${alias}:${port}`, `//localhost:${target}`);
        for (const [outer, inner] of published) {
          if (inner === port) mapped = mapped.replaceAll(`//localhost:${outer}`, `//localhost:${target}`);
        }
        if (name === self) mapped = mapped.replaceAll(`//127.0.0.1:${port}`, `//127.0.0.1:${target}`);
      }
    }
    return mapped;
  }

  #mapVolumes(text: string, service: ComposeService): string {
    return (service.volumes ?? []).reduce((mapped, binding) => {
      const [volume = '', mountPoint = ''] = binding.split(':');
      const directory = join(this.#options.directory, 'volumes', volume);
      mkdirSync(directory, { recursive: true });
      return mapped === mountPoint || mapped.startsWith(`${mountPoint}/`)
        ? mapped.replace(mountPoint, directory)
        : mapped;
    }, text);
  }

  #environment(name: string): Record<string, string> {
    const service = this.#service(name);
    const entries = Object.entries(service.environment ?? {}).map(([variable, value]): [string, string] => {
      if (portVariable.test(variable)) return [variable, String(this.port(name, Number(value)))];
      if (value === '0.0.0.0') return [variable, '127.0.0.1'];
      return [variable, this.#mapAddresses(this.#mapVolumes(value, service), name)];
    });
    return { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, ...Object.fromEntries(entries) };
  }

  /** What is run: the service's own command, or for somebody else's image the embedded server of the same protocol. */
  #command(name: string): { words: readonly string[]; environment: Record<string, string> } {
    const environment = this.#environment(name);
    const data = join(this.#options.directory, 'volumes', name);
    if (name === 'postgres') {
      const program = 'subgraphs/launcher/postgres-command.ts';
      const words = [data, String(this.port(name, 5432)), environment.POSTGRES_PASSWORD ?? ''];
      return { words: ['node', '--conditions=flotilla-source', program, ...words], environment };
    }
    if (name === 'clickhouse') {
      const { CLICKHOUSE_USER = '', CLICKHOUSE_PASSWORD = '' } = environment;
      const settings = {
        FLOTILLA_DATA_DIR: data,
        FLOTILLA_CLICKHOUSE_PORT: String(this.port(name, 8123)),
        FLOTILLA_CLICKHOUSE_USER: CLICKHOUSE_USER,
        FLOTILLA_CLICKHOUSE_PASSWORD: CLICKHOUSE_PASSWORD,
      };
      return { words: ['node', 'clickhouse/dist/server/main.js'], environment: { ...environment, ...settings } };
    }
    const { command } = this.#service(name);
    if (!command) throw new Error(`${name} has no command in the compose file, so nobody knows what would run`);
    return { words: command, environment };
  }

  async #startService(name: string): Promise<void> {
    const { words, environment } = this.#command(name);
    const [command = '', ...args] = words;
    const cwd = join(this.#options.root, this.#options.workingDirectories?.[name] ?? '.');
    mkdirSync(join(this.#options.directory, 'logs'), { recursive: true });
    const logPath = join(this.#options.directory, 'logs', `${name}.log`);
    const log = openSync(logPath, 'w');
    const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#children.set(name, child);
    const isOneShot = Object.values(this.#options.file.services).some(
      ({ depends_on: needs }) => needs?.[name]?.condition === 'service_completed_successfully',
    );
    const waiting =
      isOneShot || this.#service(name).healthcheck?.disable ? this.#completed(child) : this.#healthy(name, child);
    await waiting.catch((error: Error) => {
      throw new Error(`${name} ${error.message}: ${readFileSync(logPath, 'utf8').trim().slice(-1500)}`);
    });
  }

  async #completed(child: ChildProcess): Promise<void> {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`ended with code ${code}`);
  }

  async #healthy(name: string, child: ChildProcess): Promise<void> {
    const deadline = performance.now() + readyTimeoutMs;
    while (performance.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
      if (await this.#isHealthy(name)) return;
      await delay(200);
    }
    throw new Error('did not become healthy');
  }

  /** The service's own health check, run as Compose would; the stand-ins are asked over their port. */
  async #isHealthy(name: string): Promise<boolean> {
    const [kind, command, ...args] = this.#service(name).healthcheck?.test ?? [];
    if (imagePorts[name] !== undefined || kind !== 'CMD' || command === undefined) return this.#accepts(name);
    const words = args.map((word) => this.#mapAddresses(word, name));
    const check = spawn(command, words, { env: this.#environment(name), stdio: 'ignore' });
    const [code] = (await once(check, 'exit')) as [number | null];
    return code === 0;
  }

  async #accepts(name: string): Promise<boolean> {
    const port = this.port(name, imagePorts[name] ?? 0);
    if (name === 'clickhouse')
      return fetch(`http://127.0.0.1:${port}/ping`).then(
        ({ ok }) => ok,
        () => false,
      );
    return readFileSync(join(this.#options.directory, 'logs', `${name}.log`), 'utf8').includes('listens on');
  }
}
