/**
 * `npm run bench -- log`: how many events per second a durable PostgreSQL takes in and a projection follows, and how
 * late the projection is. It makes its own server in a temporary directory, with every durability setting on.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Database, everyTenant } from '../database.ts';
import { canEnter, reachablePrograms, serverAccount, systemHome } from '../embedded/placement.ts';
import {
  initialiseCluster,
  postgresUrl,
  prepareDatabase,
  serverCommand,
  startServer,
  stopServer,
} from '../embedded/postgres.ts';
import type { Event, Recorded } from '../event.ts';
import { createLogger } from '../logger.ts';
import { migrate, sqlFolder } from '../migrate.ts';
import type { AsyncProjection } from '../projection/projection.ts';
import { ProjectionRunner } from '../projection/runner.ts';
import { append } from './append.ts';
import { LogTail } from './tail.ts';

type Moved = Event<'Moved', { readonly to: number; readonly atMs: number }>;

const lagsMs: number[] = [];
let projected = 0;

const places: AsyncProjection = {
  name: 'bench.places',
  mode: 'async',
  tables: ['places'],
  handles: ['Moved'],
  project: (em, event) => projectBatch(em, [event]),
  projectBatch,
};

async function projectBatch(em: Parameters<AsyncProjection['project']>[0], events: readonly Recorded[]): Promise<void> {
  const last = new Map(events.map((event) => [event.stream, (event as Recorded<Moved>).data.to]));
  await em.execute(
    `insert into log.places (stream, place) select * from jsonb_to_recordset(?::jsonb) as p (stream text, place int)
     on conflict (stream) do update set place = excluded.place`,
    [JSON.stringify([...last].map(([stream, place]) => ({ stream, place })))],
  );
  const now = performance.timeOrigin + performance.now();
  for (const event of events) lagsMs.push(now - (event as Recorded<Moved>).data.atMs);
  projected += events.length;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function spread(values: number[]): { p50Ms: number; p95Ms: number; p99Ms: number } {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => Math.round(percentile(sorted, share) * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startDurablePostgres(): Promise<{ url: string; adminUrl: string; stop(): Promise<void> }> {
  const account = serverAccount();
  const parent = canEnter(tmpdir(), account) || !account ? tmpdir() : systemHome(account);
  const home = mkdtempSync(join(parent, 'flotilla-bench-'));
  chmodSync(home, 0o700);
  const cluster = { programs: reachablePrograms(account), account, home };
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, password);
  const at = (role: string, database = 'flotilla') => postgresUrl(role, password, { port, database });
  const server = await startServer(serverCommand(cluster, port), at('postgres', 'postgres'));
  const passwords = { postgres: password, flotilla: password, flotilla_app: password };
  await prepareDatabase(at('postgres', 'postgres'), 'flotilla', passwords);
  const stop = async () => {
    await stopServer(server);
    rmSync(home, { recursive: true, force: true });
  };
  return { url: at('flotilla_app'), adminUrl: at('flotilla'), stop };
}

type Load = { readonly seconds: number; readonly writers: number; readonly batch: number; readonly rate: number };

/** Appends at a steady rate until the time is over; answers each append's latency. */
async function write(
  database: Database,
  tail: LogTail,
  load: Load,
): Promise<{ events: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = [];
  const until = performance.now() + load.seconds * 1000;
  const pauseMs = load.rate > 0 ? (load.writers * load.batch * 1000) / load.rate : 0;
  let events = 0;
  const writer = async () => {
    const tenantId = randomUUID();
    for (let next = performance.now(); performance.now() < until; next += pauseMs) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
      const startedAt = performance.now();
      const atMs = performance.timeOrigin + startedAt;
      const moved: Moved[] = Array.from({ length: load.batch }, (_, to) => ({ type: 'Moved', data: { to, atMs } }));
      const write = { stream: `place-${tenantId}-${events % 500}`, expectedVersion: null, events: moved };
      await database.inTenant(tenantId, (em) =>
        append<Moved>(em, { tenantId, metadata: { actor: 'system' }, writes: [write] }),
      );
      tail.committed();
      latenciesMs.push(performance.now() - startedAt);
      events += load.batch;
    }
  };
  await Promise.all(Array.from({ length: load.writers }, writer));
  return { events, latenciesMs };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '15' },
      writers: { type: 'string', default: '16' },
      batch: { type: 'string', default: '50' },
      rate: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const load = {
    seconds: Number(values.seconds),
    writers: Number(values.writers),
    batch: Number(values.batch),
    rate: Number(values.rate),
  };
  const server = await startDurablePostgres();
  try {
    await migrate(server.adminUrl, [{ schema: 'log', folder: sqlFolder(import.meta.url, 'migrations') }]);
    const owner = await Database.open({ url: server.adminUrl, searchPath: ['log'], entities: [] });
    await owner.inTenant(everyTenant, (em) =>
      em.execute(
        'create table log.places (stream text primary key, place int); grant all on log.places to flotilla_app',
      ),
    );
    await owner.close();
    await measure(server.url, load, values.json);
  } finally {
    await server.stop();
  }
}

async function measure(url: string, load: Load, isJson: boolean): Promise<void> {
  const logger = createLogger({ name: 'bench', level: 'silent' });
  const database = await Database.open({ url, searchPath: ['log'], entities: [], poolMax: load.writers + 4 });
  const tail = new LogTail(database, { url, logger });
  await tail.start();
  const runner = new ProjectionRunner(database, places, logger);
  await runner.start(tail);
  const startedAt = performance.now();
  const { events, latenciesMs } = await write(database, tail, load);
  const appendedS = (performance.now() - startedAt) / 1000;
  while ((await runner.status()).lagEvents > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const projectedS = (performance.now() - startedAt) / 1000;
  await runner.stop();
  await tail.stop();
  await database.close();
  const report = {
    bench: 'log',
    load,
    events,
    projected,
    appendedPerS: Math.round(events / appendedS),
    appendedAndProjectedPerS: Math.round(projected / projectedS),
    append: spread(latenciesMs),
    eventToRow: spread(lagsMs),
  };
  if (isJson) return void process.stdout.write(`${JSON.stringify(report)}\n`);
  process.stdout.write(
    `log: ${load.writers} writers, ${load.batch} events an append, ${load.seconds} s, durable PostgreSQL on this machine\n` +
      `  appended              ${report.appendedPerS} events/s\n` +
      `  appended + projected  ${report.appendedAndProjectedPerS} events/s (${projected} of ${events})\n` +
      `  append                p50 ${report.append.p50Ms} ms, p95 ${report.append.p95Ms} ms, p99 ${report.append.p99Ms} ms\n` +
      `  append → row          p50 ${report.eventToRow.p50Ms} ms, p95 ${report.eventToRow.p95Ms} ms, p99 ${report.eventToRow.p99Ms} ms\n`,
  );
}

await main();
