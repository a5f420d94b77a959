/**
 * The embedded PostgreSQL as a service of the launcher: where its data lies (remembered, since for root it may lie
 * outside the data directory), making it once, and clearing what a killed server left in the way of the next one.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  canEnter,
  makePrivateDirectory,
  reachablePrograms,
  serverAccount,
  systemHome,
  type ServerAccount,
} from '@flotilla/kernel/embedded/placement';
import {
  clusterDirectory,
  initialiseCluster,
  isInitialised,
  postgresUrl,
  serverCommand,
  waitUntilReady,
  type Cluster,
} from '@flotilla/kernel/embedded/postgres';
import type { LauncherConfig } from './config.ts';
import type { Keys } from './keys.ts';
import { endProcessesWorkingIn } from './orphans.ts';
import type { Service } from './service.ts';
import { messageOf, StartFailure } from './start-failure.ts';

/** In a home outside the data directory: which data directory it belongs to. */
const tenantFile = 'data-directory';

const recordPath = (dataDirectory: string): string => join(dataDirectory, 'postgres.json');

/** Where this data directory's cluster lies; undefined before there is one. */
export function recordedHome(dataDirectory: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(recordPath(dataDirectory), 'utf8')) as { home: string }).home;
  } catch {
    return undefined;
  }
}

/** Root may inherit a cluster that an ordinary user made: it is then run as that user, whose files they are. */
function ownerOf(home: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0 || !existsSync(home)) return undefined;
  const { uid, gid } = statSync(home);
  return uid === 0 ? undefined : { uid, gid };
}

/**
 * Homes in the system directory outlive a data directory that was simply deleted. Each names the data directory it
 * belongs to, and is removed once that one knows nothing of it.
 */
function removeAbandonedHomes(directory: string): void {
  for (const name of readdirSync(directory)) {
    const home = join(directory, name);
    const tenant = join(home, tenantFile);
    if (!/^[0-9a-f]{16}$/.test(name) || !existsSync(tenant)) continue;
    const dataDirectory = readFileSync(tenant, 'utf8').trim();
    const isStarting = existsSync(dataDirectory) && !existsSync(recordPath(dataDirectory));
    if (!isStarting && recordedHome(dataDirectory) !== home) rmSync(home, { recursive: true, force: true });
  }
}

function placeCluster(dataDirectory: string): Cluster {
  const recorded = recordedHome(dataDirectory);
  const account = (recorded === undefined ? undefined : ownerOf(recorded)) ?? serverAccount();
  const programs = reachablePrograms(account);
  if (recorded && existsSync(recorded)) return { programs, account, home: recorded };
  const inside = join(dataDirectory, 'postgres');
  const isHidden = account !== undefined && !canEnter(dataDirectory, account);
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const home = isHidden ? join(systemHome(account), name) : inside;
  // Not in our record, so it belongs to a data directory that was deleted: its passwords are gone with it.
  rmSync(home, { recursive: true, force: true });
  makePrivateDirectory(home, account);
  if (isHidden) {
    writeFileSync(join(home, tenantFile), `${dataDirectory}\n`);
    removeAbandonedHomes(systemHome(account));
  }
  writeFileSync(recordPath(dataDirectory), `${JSON.stringify({ home }, undefined, 2)}\n`);
  return { programs, account, home };
}

/** Finds the cluster of the data directory, or makes it. Throws `StartFailure` when neither can be done. */
export async function ensureCluster(dataDirectory: string, keys: Keys): Promise<Cluster> {
  try {
    const cluster = placeCluster(dataDirectory);
    if (!isInitialised(cluster)) await initialiseCluster(cluster, keys.passwords.postgres);
    const version = readFileSync(join(clusterDirectory(cluster), 'PG_VERSION'), 'utf8').trim();
    const wanted = cluster.programs.version.split('.')[0];
    if (version !== wanted) throw new Error(`its data is of version ${version}, its programs are of version ${wanted}`);
    return cluster;
  } catch (error) {
    throw new StartFailure(`PostgreSQL cannot be set up: ${messageOf(error)}`);
  }
}

/**
 * A killed server leaves its lock file, and perhaps children that still hold its memory. The children are ended; the
 * lock names a process number, which may by now be anybody's, and then PostgreSQL would refuse to start for ever.
 */
async function clearRemains(directory: string): Promise<void> {
  await endProcessesWorkingIn(directory);
  rmSync(join(directory, 'postmaster.pid'), { force: true });
}

/** The service. It stops last, by a fast shutdown: open connections are ended, what was committed is kept. */
export function postgresService(config: LauncherConfig, keys: Keys, cluster: Cluster): Service {
  const port = config.ports.FLOTILLA_POSTGRES_PORT;
  const probeUrl = postgresUrl('postgres', keys.passwords.postgres, { port, database: 'postgres' });
  return {
    name: 'postgres',
    run: { ...serverCommand(cluster, port), cwd: '/' },
    probe: () => waitUntilReady(probeUrl, 0),
    // Recovery after a crash replays what was not yet written back, which takes its time on a slow disk.
    readyTimeoutMs: 120_000,
    stopTier: 0,
    stopSignal: 'SIGINT',
    beforeStart: () => clearRemains(clusterDirectory(cluster)),
  };
}
