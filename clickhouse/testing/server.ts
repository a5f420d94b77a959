/**
 * The embedded server as a process of its own for tests: started on a free port in a temporary folder, and killed the
 * hard way when a test asks for it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** The account of test servers, as the stock client and its options name it. */
export const testAccount = { username: 'default', password: 'a-password-of-the-test' } as const;

/** A running server process, which can be restarted on the same data and the same port. */
export type TestServer = {
  readonly url: string;
  readonly dataDirectory: string;
  /** Kills the process without warning and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts the process again after `kill`. */
  start(): Promise<void>;
  /** Asks the process to end and answers its exit code. */
  terminate(): Promise<number | null>;
  /** Kills the process and removes its data. */
  remove(): Promise<void>;
};

/** Starts a server on new data. */
export async function startTestServer(environment: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'flotilla-clickhouse-'));
  const first = await spawnServer(dataDirectory, { FLOTILLA_CLICKHOUSE_PORT: '0', ...environment });
  const { url } = first;
  let { child } = first;
  const gone = async () => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined);
  const kill = async () => {
    child.kill('SIGKILL');
    await gone();
  };
  return {
    url,
    dataDirectory,
    kill,
    async start() {
      ({ child } = await spawnServer(dataDirectory, { FLOTILLA_CLICKHOUSE_PORT: new URL(url).port, ...environment }));
    },
    async terminate() {
      child.kill('SIGTERM');
      await gone();
      return child.exitCode;
    },
    async remove() {
      await kill();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Runs the server and resolves with its address once it is ready. Throws what it printed when it ends instead. */
export async function spawnServer(
  dataDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--conditions=flotilla-source', '--no-warnings', mainFile()], {
    env: { FLOTILLA_DATA_DIR: dataDirectory, FLOTILLA_CLICKHOUSE_PASSWORD: testAccount.password, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = (JSON.parse(line) as { url?: string }).url;
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url };
  }
  if (child.exitCode === null) await once(child, 'exit');
  throw new Error(complaint.trim());
}

/** The entry point's source, also when this file runs compiled. */
function mainFile(): string {
  const folder = import.meta.dirname;
  const packageFolder = basename(dirname(folder)) === 'dist' ? join(folder, '..', '..') : join(folder, '..');
  return join(packageFolder, 'server', 'main.ts');
}
