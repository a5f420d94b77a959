/**
 * `npm run bench -- rollout`: virtual devices and two orchestrators on a durable PostgreSQL. Devices note from when to when
 * they work; the checker then says how many ever did at once. Afterwards rollouts that fail tell how long a stop takes.
 */
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { systemViewer } from '@flotilla/kernel/viewer';
import { budgetAggregate, leaseAggregate, rolloutAggregate } from '../aggregates.ts';
import { Desk } from '../desk/desk.ts';
import { presetGates } from '../gate/gate.ts';
import type { LeaseGranted } from '../lease/events.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import type { RolloutCommand } from '../rollout/rollout.ts';
import { startDurablePostgres } from '../testing/durable-postgres.ts';
import { mostAtOnce, type Interval } from '../testing/intervals.ts';
import { somePlan } from '../testing/plans.ts';
import { putArtifact } from '../testing/registry.ts';
import { everybody } from '../wave/selection.ts';
import { Orchestrator } from './orchestrator.ts';

const usage = `Usage: npm run bench -- rollout [--devices 10000] [--max-parallel 20] [--seconds 60] [--stops 20] [--json]

  --devices       devices of the rollout, 20 to 50000
  --max-parallel  devices that may be busy at once
  --seconds       how long it is watched, unless it ends before
  --stops         rollouts that fail afterwards
`;
const logger = createLogger({ name: 'bench', level: 'silent' });
const workMs = { min: 20, max: 120 };
const sites = 500;
const stopDevices = 40;
const stopWaitMs = 30_000;

type Options = {
  readonly devices: number;
  readonly maxParallel: number;
  readonly seconds: number;
  readonly stops: number;
};

/** The devices: each begins when it hears of a lease, works, and reports. */
class VirtualFleet {
  readonly intervals: Interval[] = [];
  readonly refused: string[] = [];
  reported = 0;
  failShare = 0;
  readonly #desk: Desk;
  readonly #open = new Set<Promise<void>>();
  #isOver = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  hear(tenantId: string, data: LeaseGranted['data']): void {
    if (this.#isOver) return;
    const working = this.#work(tenantId, data).catch((error: unknown) => void this.refused.push(String(error)));
    this.#open.add(working);
    void working.finally(() => this.#open.delete(working));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#open);
  }

  async #work(tenantId: string, { deviceId, leaseId, fence, intentDigest }: LeaseGranted['data']): Promise<void> {
    const of = { tenantId, deviceId };
    const verdict = await this.#desk.begin(of, { leaseId, fence, intentDigest }, async () => undefined);
    if (verdict !== 'PERMITTED') return void this.refused.push(verdict);
    const from = performance.now();
    await delay(workMs.min + Math.random() * (workMs.max - workMs.min));
    this.intervals.push({ from, to: performance.now() });
    const outcome = Math.random() < this.failShare ? 'FAILED' : 'SUCCEEDED';
    await this.#desk.report(of, { leaseId, fence, outcome, code: null, detail: null }, async () => undefined);
    this.reported += 1;
  }
}

/** Everything that runs: two orchestrators and the fleet, each with connections of its own. */
class Bench {
  readonly tenantId = randomUUID();
  readonly database: Database;
  readonly fleet: VirtualFleet;
  readonly #stops: (() => Promise<void>)[];

  private constructor(database: Database, fleet: VirtualFleet, stops: (() => Promise<void>)[]) {
    this.database = database;
    this.fleet = fleet;
    this.#stops = stops;
  }

  static async open(url: string): Promise<Bench> {
    const stops: (() => Promise<void>)[] = [];
    const process = async () => {
      const database = await Database.open({ url, searchPath: ['rollouts'], entities: [], poolMax: 12 });
      const tail = new LogTail(database, { url, logger });
      await tail.start();
      const desk = new Desk({ database, tail, leases: leaseAggregate });
      const orchestrator = new Orchestrator({ database, tail, logger, desk });
      stops.push(async () => {
        await orchestrator.stop();
        await tail.stop();
        await database.close();
      });
      return { database, tail, desk, orchestrator };
    };
    const [first, second, devices] = [await process(), await process(), await process()];
    const fleet = new VirtualFleet(devices.desk);
    devices.tail.subscribe<LeaseGranted>(['LeaseGranted'], ({ tenantId, data }) => fleet.hear(tenantId, data));
    first.orchestrator.start();
    second.orchestrator.start();
    return new Bench(first.database, fleet, stops);
  }

  async close(): Promise<void> {
    await this.fleet.end();
    for (const stop of this.#stops) await stop();
  }

  async budget(parallelMax: number): Promise<void> {
    const command = { type: 'SetBudget', scope: 'global', parallelMax, unavailableMax: null } as const;
    await handle(this.database, budgetAggregate, { id: this.tenantId, command, viewer: systemViewer(this.tenantId) });
  }

  async seed(count: number): Promise<void> {
    await this.sql(
      `insert into devices (tenant_id, id, name, kind, labels, channel, domain_id, location_id, trust, fingerprints, mode,
         is_reachable, is_relay, is_degraded, heard_since, reachable_changed_at, reachable_ms, away_ms)
       select ?, gen_random_uuid(), 'device ' || n, 'EDGE',
         jsonb_build_array(jsonb_build_object('key', 'group', 'value', 'g' || n % ${Math.ceil(count / stopDevices)})),
         'prod', md5('domain' || n % 20)::uuid, md5('site' || n % ${sites})::uuid, 'TRUSTED', array['f'], 'LIVE',
         true, false, false, now(), now(), 0, 0
       from generate_series(1, ?) as n`,
      [this.tenantId, count],
    );
  }

  async tell(rolloutId: string, command: RolloutCommand): Promise<void> {
    const viewer = systemViewer(this.tenantId);
    await handle(this.database, rolloutAggregate, { id: rolloutId, command, viewer });
  }

  async start(plan: Partial<RolloutPlan>): Promise<string> {
    const rolloutId = randomUUID();
    const whole = { ...somePlan(), ...plan };
    await this.database.inTenant(this.tenantId, (em) => putArtifact(em, this.tenantId, whole.artifact));
    await this.tell(rolloutId, { type: 'CreateRollout', rolloutId, plan: whole });
    await this.tell(rolloutId, { type: 'StartRollout' });
    return rolloutId;
  }

  sql<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.inTenant(this.tenantId, (em) => em.execute<Row[]>(sql, [...values]));
  }

  async stageOf(rolloutId: string): Promise<string> {
    const [row] = await this.sql<{ stage: string }>('select stage from rollouts where id = ?', [rolloutId]);
    return row?.stage ?? '';
  }

  /** Waits until something is so; false when it took too long. */
  async until(isSo: () => Promise<boolean>, waitMs: number): Promise<boolean> {
    const end = performance.now() + waitMs;
    while (performance.now() < end) {
      if (await isSo()) return true;
      await delay(20);
    }
    return false;
  }
}

/** From the failure that reached the threshold to the fact that stopped the wave, and to the last grant forward. */
async function measureStop(bench: Bench, group: number): Promise<{ stopMs: number; lastGrantMs: number } | null> {
  const wave = { name: 'all', selector: null, limit: null, gates: { ...presetGates, lostMax: null } };
  const selection = { ...everybody, labels: [{ key: 'group', value: `g${group}` }] };
  const artifact = { ...somePlan().artifact, name: `app ${group}` };
  const id = await bench.start({ selection, waves: [wave], onFailure: 'PAUSE', artifact });
  const isStopped = await bench.until(async () => (await bench.stageOf(id)) !== 'RUNNING', stopWaitMs);
  if (!isStopped) return null;
  const [row] = await bench.sql<{ stop: number; granted: number }>(
    `with stop as (
       select recorded_at as at, (data ->> 'have')::integer as have from log.events
       where stream = 'rollout-' || ? and type = 'WaveStopped'),
     failed as (
       select recorded_at as at, row_number() over (order by position) as nth from log.events
       where type = 'LeaseReported' and data ->> 'rolloutId' = ? and data ->> 'outcome' = 'FAILED'),
     reached as (select at from failed where nth = (select least(12, have) from stop)),
     granted as (select max(recorded_at) as at from log.events where type = 'LeaseGranted' and data ->> 'rolloutId' = ?)
     select extract(epoch from (select at from stop) - (select at from reached))::float8 * 1000 as stop,
       extract(epoch from (select at from granted) - (select at from reached))::float8 * 1000 as granted`,
    [id, id, id],
  );
  return row ? { stopMs: Number(row.stop), lastGrantMs: Math.max(0, Number(row.granted)) } : null;
}

async function measure(bench: Bench, options: Options) {
  const { devices, maxParallel, seconds, stops } = options;
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  await bench.budget(maxParallel);
  await bench.seed(devices);
  const plannedFrom = performance.now();
  const id = await bench.start({});
  const isPlanned = async () => {
    const [row] = await bench.sql<{ n: number }>('select count(*)::int as n from targets where rollout_id = ?', [id]);
    return row?.n === devices;
  };
  if (!(await bench.until(isPlanned, 120_000))) throw new Error('the rollout was not planned within two minutes');
  const planningMs = performance.now() - plannedFrom;
  const [from, before] = [performance.now(), bench.fleet.reported];
  await bench.until(async () => (await bench.stageOf(id)) !== 'RUNNING', seconds * 1_000);
  const leasesPerS = (bench.fleet.reported - before) / ((performance.now() - from) / 1_000);
  const updated = bench.fleet.reported;
  if ((await bench.stageOf(id)) === 'RUNNING') {
    await bench.tell(id, { type: 'AbortRollout', reason: 'watched for long enough' });
  }
  // What was granted and not begun holds its slot until it expires, also when its rollout was given up.
  const isFree = async () => (await bench.sql("select from leases where stage = 'GRANTED' limit 1", [])).length === 0;
  await bench.until(isFree, 2 * somePlan().beginWithinS * 1_000);
  const most = mostAtOnce(bench.fleet.intervals);
  bench.fleet.failShare = 0.6;
  const measured = [];
  for (let group = 0; group < stops; group += 1) measured.push(await measureStop(bench, group));
  const told = measured.filter((each) => each !== null);
  return {
    bench: 'rollout',
    machine: { cores: cpus().length, loadBefore },
    devices,
    maxParallel,
    updated,
    planningMs: Math.round(planningMs),
    leasesPerS: Math.round(leasesPerS * 10) / 10,
    mostBusyAtOnce: Math.max(most, mostAtOnce(bench.fleet.intervals)),
    refused: [...Map.groupBy(bench.fleet.refused, (why) => why)].map(([why, all]) => [why, all.length] as const),
    stops: { told: told.length, of: stops },
    thresholdToStopMs: spread(told.map(({ stopMs }) => stopMs)),
    thresholdToLastGrantMs: spread(told.map(({ lastGrantMs }) => lastGrantMs)),
  };
}

function spread(values: readonly number[]): { p50: number; p95: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function textOf(report: Awaited<ReturnType<typeof measure>>): string {
  const { machine, thresholdToStopMs: stop, thresholdToLastGrantMs: grant } = report;
  const isKept = report.mostBusyAtOnce <= report.maxParallel;
  const rows: [string, string][] = [
    ['machine', `${machine.cores} cores, load ${machine.loadBefore} before; durable PostgreSQL, two orchestrators`],
    ['devices', `${report.devices}, of which ${report.updated} were updated while it was watched`],
    ['planning', `${report.planningMs} ms from start to every device in its wave`],
    ['leases', `${report.leasesPerS}/s granted, begun and reported`],
    ['busy at once', `${report.mostBusyAtOnce} at most of ${report.maxParallel}: ${isKept ? 'kept' : 'BROKEN'}`],
    ['not permitted', report.refused.map(([why, count]) => `${count} × ${why}`).join(', ') || 'none'],
    [
      'threshold to stop',
      `p50 ${stop.p50}  p95 ${stop.p95}  max ${stop.max} ms  (${report.stops.told} of ${report.stops.of})`,
    ],
    ['… to last grant', `p50 ${grant.p50}  p95 ${grant.p95}  max ${grant.max} ms; target p95 under 2000 ms`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n');
}

function readOptions(): (Options & { readonly isJson: boolean }) | null {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: '10000' },
      'max-parallel': { type: 'string', default: '20' },
      seconds: { type: 'string', default: '60' },
      stops: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [devices, maxParallel] = [Number(values.devices), Number(values['max-parallel'])];
  const [seconds, stops] = [Number(values.seconds), Number(values.stops)];
  const isRight = devices >= 20 && devices <= 50_000 && maxParallel >= 1 && seconds >= 1 && stops >= 0;
  return values.help || !isRight ? null : { devices, maxParallel, seconds, stops, isJson: values.json };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return void process.stdout.write(usage);
  const server = await startDurablePostgres();
  try {
    await migrate(server.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'rollouts', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const bench = await Bench.open(server.url);
    try {
      const report = await measure(bench, options);
      process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
      if (report.mostBusyAtOnce > options.maxParallel) process.exitCode = 1;
    } finally {
      await bench.close();
    }
  } finally {
    await server.stop();
  }
}

await main();
