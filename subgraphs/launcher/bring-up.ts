/**
 * Bringing everything up, in the order things need each other: what nobody waits for starts side by side, so that a
 * warm start takes as long as its longest chain (PostgreSQL, migrations, subgraphs, gateway).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { postgresUrl, prepareDatabase } from '@flotilla/kernel/embedded/postgres';
import type { Arguments } from './arguments.ts';
import { buildWhatIsStale } from './build.ts';
import { repositoryRoot, type LauncherConfig } from './config.ts';
import { seedDemo } from './demo/seed.ts';
import { startOver } from './fresh.ts';
import { ensureKeys, type Keys } from './keys.ts';
import { describeLayout, fleetProgram, metricsEnvironment, ownerEnvironment, type Layout } from './layout.ts';
import { runOnce } from './once.ts';
import { endOrphans } from './orphans.ts';
import { ensureCluster, postgresService } from './postgres-service.ts';
import { checkDiskSpace, checkPorts } from './preflight.ts';
import type { Progress } from './progress.ts';
import type { Service } from './service.ts';
import { StartFailure } from './start-failure.ts';
import { describeStart } from './summary.ts';
import { Supervisor } from './supervisor.ts';

/** What the steps below share. */
type Scene = {
  readonly config: LauncherConfig;
  readonly progress: Progress;
  readonly supervisor: Supervisor;
  readonly keys: Keys;
  readonly layout: Layout;
};

async function check(config: LauncherConfig, asked: Arguments): Promise<void> {
  if (asked.fleetSize > 0 && !existsSync(join(repositoryRoot, fleetProgram))) {
    throw new StartFailure(`There is no ${fleetProgram} in this installation, so --fleet has nothing to start`);
  }
  checkDiskSpace(config.dataDirectory, config.diskFreeMinMb);
  await checkPorts(config);
}

/** Signals this close together are one press of Ctrl-C: the terminal sends one, and npm passes its own on. */
const onePressMs = 1000;

/** Ctrl-C stops in order; a second one does not wait. */
function stopOnSignals(supervisor: Supervisor, progress: Progress): void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt < onePressMs) return;
      supervisor.kill();
      progress.say('Killed.');
      process.exit(130);
    }
    firstAt = performance.now();
    progress.say('\nStopping; once more to kill at once.');
    void supervisor.stop().then(() => {
      progress.say('Stopped.');
      process.exit(0);
    });
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
}

async function startService({ progress, supervisor }: Scene, service: Service): Promise<void> {
  await progress.step(service.name, () => supervisor.start(service));
}

async function startPostgres(scene: Scene): Promise<void> {
  const { config, keys, layout, progress } = scene;
  const cluster = await ensureCluster(config.dataDirectory, keys);
  await startService(scene, postgresService(config, keys, cluster));
  const place = { port: config.ports.FLOTILLA_POSTGRES_PORT, database: 'postgres' };
  await prepareDatabase(postgresUrl('postgres', keys.passwords.postgres, place), 'flotilla', keys.passwords);
  const log = join(config.dataDirectory, 'logs', 'migrations.log');
  const migrate = layout.program('subgraphs/dist/main.js', ['migrate'], ownerEnvironment(config, keys));
  await progress.step(
    'migrations',
    () => runOnce('The migration of PostgreSQL', migrate, log),
    () => 'PostgreSQL',
  );
}

async function startClickhouse(scene: Scene): Promise<void> {
  const { config, keys, layout, progress } = scene;
  await startService(scene, layout.clickhouse);
  const log = join(config.dataDirectory, 'logs', 'migrations.log');
  const migrate = layout.program('clickhouse/dist/migrate.js', [], metricsEnvironment(keys));
  await progress.step(
    'migrations',
    () => runOnce('The migration of ClickHouse', migrate, log),
    () => 'ClickHouse',
  );
}

async function startServices(scene: Scene): Promise<void> {
  const { config, layout } = scene;
  const issuer = config.hasOwnIssuer ? startService(scene, layout.issuer) : Promise.resolve();
  const console = startService(scene, layout.console);
  const core = Promise.all([startPostgres(scene), startClickhouse(scene), issuer]).then(async () => {
    await startService(scene, layout.subgraphs);
    await startService(scene, layout.gateway);
  });
  await Promise.all([core, console]);
}

/** Starts everything and prints the summary. Throws when something does not come up, after stopping what did. */
export async function bringUp(config: LauncherConfig, asked: Arguments, progress: Progress): Promise<void> {
  const startedAt = performance.now();
  progress.say('Starting Flotilla');
  await endOrphans(config.dataDirectory, progress);
  if (asked.fresh) startOver(config.dataDirectory);
  // From here on the data directory is this launcher's: its record says so to any other.
  const supervisor = new Supervisor(config, progress);
  stopOnSignals(supervisor, progress);
  try {
    await progress.step('check', () => check(config, asked));
    await progress.step(
      'build',
      () => buildWhatIsStale((line) => progress.say(line)),
      ({ built }) => (built.length > 0 ? built.join(', ') : 'nothing to do'),
    );
    const keys = await progress.step('keys', async () => ensureKeys(config.dataDirectory));
    const scene: Scene = { config, progress, supervisor, keys, layout: describeLayout(config, keys) };
    await startServices(scene);
    await seedDemo(scene);
    if (asked.fleetSize > 0) await startService(scene, scene.layout.fleet(asked.fleetSize));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  progress.say(describeStart(config, (performance.now() - startedAt) / 1000));
}
