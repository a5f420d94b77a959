/**
 * An embedded PostgreSQL server: making a cluster, the command that runs it, and its roles. The launcher supervises
 * that command as one of its services; integration tests start it for themselves. It only ever listens on loopback.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { makePrivateDirectory, type PostgresPrograms, type ServerAccount } from './placement.ts';

/** A placed cluster: which programs run it, as whom, over which directory. */
export type Cluster = {
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount | undefined;
  /** Belongs to the account; the cluster itself is its subdirectory `cluster`. */
  readonly home: string;
};

/** The passwords of the three roles: the superuser, the owner who migrates, and the application. */
export type RolePasswords = { readonly postgres: string; readonly flotilla: string; readonly flotilla_app: string };

/** A program to run, in the form `spawn` takes. */
export type ServerCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
};

/** The directory PostgreSQL calls its data directory. */
export const clusterDirectory = (cluster: Cluster): string => join(cluster.home, 'cluster');

/** Whether the cluster has been made completely: `initdb` writes this file last. */
export const isInitialised = (cluster: Cluster): boolean => existsSync(join(cluster.home, 'initialised'));

// Messages in English whatever the machine's locale, and nothing else of the environment: PG* variables of the
// caller's shell must not change what the server does.
const serverEnvironment = { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' };

async function runToEnd({ command, args, env, ...identity }: ServerCommand): Promise<void> {
  const child = spawn(command, args, { ...identity, env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  // Whoever gives up meanwhile takes it along.
  const end = (): boolean => child.kill();
  process.once('exit', end);
  child.once('close', () => process.removeListener('exit', end));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  const last =
    complaint
      .trim()
      .split('\n')
      .find((line) => /error|fatal/i.test(line)) ?? complaint.trim();
  throw new Error(`initdb failed (code ${code}): ${last}`);
}

/**
 * Makes the cluster: UTF-8, sorting by code point on every machine alike, passwords required. A half-made one, left
 * by an interrupted run, is replaced. Throws with initdb's own complaint when it fails.
 */
export async function initialiseCluster(cluster: Cluster, superuserPassword: string): Promise<void> {
  makePrivateDirectory(cluster.home, cluster.account);
  rmSync(clusterDirectory(cluster), { recursive: true, force: true });
  const passwordFile = join(cluster.home, 'password');
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  if (cluster.account) chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const identity = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await runToEnd({
    command: join(cluster.programs.root, 'bin', 'initdb'),
    args: [`--pgdata=${clusterDirectory(cluster)}`, '--no-instructions', ...locale, ...identity],
    env: serverEnvironment,
    ...cluster.account,
  }).finally(() => rmSync(passwordFile, { force: true }));
  writeFileSync(join(cluster.home, 'initialised'), `${cluster.programs.version}\n`);
}

/** The command that runs the server in the foreground, listening on loopback only; it stops cleanly on SIGINT. */
export function serverCommand(
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>> = {},
): ServerCommand {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // A plan is kept until the next statistics, and an installation grows most in its first minute.
    autovacuum_naptime: '10s',
    max_connections: '200',
    ...settings,
  };
  return {
    command: join(cluster.programs.root, 'bin', 'postgres'),
    args: [
      '-D',
      clusterDirectory(cluster),
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: serverEnvironment,
    ...cluster.account,
  };
}

/** A connection URL of the loopback server. */
export function postgresUrl(role: string, password: string, place: { port: number; database: string }): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${place.port}/${place.database}`;
}

/** Waits until the server takes connections. Throws when it has not within the time, or when `exited` says it died. */
export async function waitUntilReady(
  url: string,
  timeoutMs: number,
  exited: () => boolean = () => false,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    const refusal = await client.connect().then(
      () => undefined,
      (error: Error) => error,
    );
    await client.end().catch(() => undefined);
    if (!refusal) return;
    if (exited()) throw new Error('PostgreSQL ended while it was starting.');
    if (performance.now() > deadline) throw new Error(`PostgreSQL does not answer: ${refusal.message}`);
    await delay(50);
  }
}

/**
 * Makes sure of the two roles, with these passwords, and of the database. The application's role is nobody's
 * superuser, owns nothing and cannot step around row-level security; what it may touch, the migrations grant.
 */
export async function prepareDatabase(superuserUrl: string, database: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const role of ['flotilla', 'flotilla_app'] as const) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      const verb = rowCount === 0 ? 'create' : 'alter';
      const password = client.escapeLiteral(passwords[role]);
      await client.query(
        `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${password}`,
      );
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)} owner flotilla`);
  } finally {
    await client.end();
  }
}

/** Starts the server as a child of this process and resolves when it takes connections. */
export async function startServer(command: ServerCommand, superuserUrl: string): Promise<ChildProcess> {
  const { command: program, args, env, ...identity } = command;
  const child = spawn(program, args, { ...identity, env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-2000)));
  try {
    await waitUntilReady(superuserUrl, 30_000, () => child.exitCode !== null || child.signalCode !== null);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`PostgreSQL did not start: ${lastWords.trim().split('\n').at(-1) ?? ''}`, { cause: error });
  }
  return child;
}

/** Stops a server that `startServer` started: fast shutdown, then by force. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
