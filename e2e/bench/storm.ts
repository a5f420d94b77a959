/**
 * `npm run bench -- storm`: what happens when a region's link comes back. Devices that were away for days return within
 * half a minute, each with a signed journal and samples, while others are there all the time and must be heard. At the
 * end every record is accounted for, by what the API says and what the metrics database holds.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { benchStateDir, presetApiUrl, presetBearer } from '../fleet/config.ts';
import { Operator } from '../fleet/operator.ts';
import { rollCall } from '../fleet/roll-call.ts';
import { percentilesOf } from './latencies.ts';
import { runBench, tell } from './on-a-stack.ts';
import { storedRows } from './stored.ts';
import { accountsOf } from './storm/accounts.ts';
import type { LiveOrder, LiveReport } from './storm/live-ones.ts';
import type { MeterOrder, MeterReport } from './storm/meters.ts';
import { ReturningDevice, type ReturnCounts } from './storm/returning-device.ts';
import { type StormReport, stormReportText } from './storm/storm-report.ts';

const usage = `Usage: npm run bench -- storm [options]   (against the running stack, or one of its own)
  --returning N  devices that return (default 2000)
  --live N       devices that are there all the time (default 1000)
  --window S     seconds within which the others return (default 30)
  --hours H      hours they were away (default 72)
  --records N    least journal records of a device; the most is twice as many (default 30)
  --rows N       samples of a device; a fifth of them had to go for want of room (default 150)
  --calm S       seconds of quiet before, for comparison (default 15)
  --json         print JSON
`;

type Options = NonNullable<ReturnType<typeof optionsOf>>;

/** Runs the bench and prints its report; throws when the stack cannot be used at all. */
export async function run(argv: readonly string[]): Promise<void> {
  const options = optionsOf(argv);
  if (!options) return;
  const operator = await Operator.enter(presetApiUrl, presetBearer);
  const epoch = Math.floor(Date.now() / 1_000);
  const devices = await assembled(options, operator, epoch);
  const live = await startLive({ stateDir: benchStateDir, count: options.live, epoch });
  try {
    const report = await measured(options, { operator, devices, live });
    process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : `${stormReportText(report)}\n`);
  } finally {
    live.disconnect();
  }
}

function optionsOf(argv: readonly string[]) {
  const text = (preset: string) => ({ type: 'string', default: preset }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      returning: text('2000'),
      live: text('1000'),
      window: text('30'),
      hours: text('72'),
      records: text('30'),
      rows: text('150'),
      calm: text('15'),
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return null;
  }
  const { json: isJson, help: _, ...numbers } = values;
  const of = (name: keyof typeof numbers): number => Number(numbers[name]);
  return {
    isJson,
    returning: of('returning'),
    live: of('live'),
    windowS: of('window'),
    hours: of('hours'),
    records: of('records'),
    rows: of('rows'),
    calmS: of('calm'),
  };
}

/** Every device is enrolled; the first ones stay, the others were away. */
async function assembled(options: Options, operator: Operator, epoch: number): Promise<ReturningDevice[]> {
  const { live, returning, hours, records, rows } = options;
  const counts = { heartbeats: 0, batches: 0, rows: 0, failures: 0, revoked: 0 };
  const settings = { sampleEveryMs: 1_000, rowsPerBatch: 10, counts, signal: new AbortController().signal };
  const whom = { count: live + returning, stateDir: benchStateDir, settings };
  await rollCall({ ...whom, operator: async () => operator, told: tell });
  tell(`Writing the journals of ${returning} devices.`);
  const endsAtMs = Date.now();
  return Array.from({ length: returning }, (_, place) => {
    const index = live + place;
    const absence = { index, hours, endsAtMs, records: records + (index % (records + 1)), droppedRecords: 4 };
    return new ReturningDevice({ ...absence, stateDir: benchStateDir, epoch, rows, rowsMax: Math.ceil(rows * 0.8) });
  });
}

async function startLive(order: LiveOrder): Promise<ChildProcess> {
  tell(`Connecting ${order.count} live devices.`);
  const child = fork(fileURLToPath(new URL('./storm/live-ones.ts', import.meta.url)), [JSON.stringify(order)]);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the live devices ended with ${code}`)));
  });
  return child;
}

async function startMeters(order: MeterOrder): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./storm/meters.ts', import.meta.url)), [JSON.stringify(order)]);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the meters ended with ${code}`)));
  });
  return child;
}

async function usageBy(meters: ChildProcess): Promise<StormReport['processes']> {
  const answer = new Promise<MeterReport>((resolve) => meters.once('message', (said) => resolve(said as MeterReport)));
  meters.send('end');
  const report = await answer;
  meters.disconnect();
  if (report === 'ready') throw new Error('the meters answered out of turn');
  return report;
}

type Parts = { readonly operator: Operator; readonly devices: readonly ReturningDevice[]; readonly live: ChildProcess };

async function measured(options: Options, { operator, devices, live }: Parts): Promise<StormReport> {
  const { windowS, calmS, hours } = options;
  live.send('begin');
  await pause(calmS * 1_000);
  const before = await seenBy(live);
  tell(`The storm: ${devices.length} devices return within ${windowS} s.`);
  const meters = await startMeters({ 'load: returning': process.pid, 'load: live': live.pid ?? 0 });
  const storm = await raise(devices, windowS * 1_000);
  const processes = await usageBy(meters);
  const during = await seenBy(live);
  tell('Comparing the books.');
  const { counts } = storm;
  const deviceIds = devices.map((device) => device.deviceId);
  const expected = counts.rowsAcknowledged;
  const epoch = devices[0]?.chronicle.epoch ?? 0;
  const stored = await storedRows({ deviceIds, epoch, expected, withinMs: 60_000 });
  return {
    live: options.live,
    returning: devices.length,
    windowS,
    absenceHours: hours,
    heartbeatBefore: percentilesOf(before.latencies),
    heartbeat: percentilesOf(during.latencies),
    intervalsMs: during.intervalsMs,
    heartbeatFaults: during.faults,
    accounts: await accountsOf(operator, devices),
    endings: Object.fromEntries(counts.endings),
    deferred: counts.deferred,
    faults: Object.fromEntries(counts.faults),
    journal: percentilesOf(counts.journalMs),
    samples: percentilesOf(counts.samplesMs),
    journalsDrainedS: storm.journalsDrainedS,
    allDrainedS: storm.allDrainedS,
    rows: {
      acknowledged: expected,
      dropped: counts.rowsDropped,
      queued: devices.reduce((sum, device) => sum + device.rowsQueued, 0),
      stored: stored.rows,
      lost: Math.max(0, expected - stored.distinctRows),
      duplicates: stored.rows - stored.distinctRows,
    },
    processes,
  };
}

/** Lets every device return at a moment of its own within the window, and waits until all of them have told all. */
async function raise(devices: readonly ReturningDevice[], windowMs: number) {
  const counts: ReturnCounts = {
    endings: new Map(),
    faults: new Map(),
    deferred: 0,
    journalMs: [],
    samplesMs: [],
    rowsAcknowledged: 0,
    rowsDropped: 0,
  };
  const startedAt = performance.now();
  const since = (): number => Math.round((performance.now() - startedAt) / 100) / 10;
  let journalsDrainedS = 0;
  const progress = setInterval(() => {
    tell(`${since()} s: ${counts.journalMs.length} journals and ${counts.samplesMs.length} sample backlogs are told.`);
  }, 10_000);
  await Promise.all(
    devices.map(async (device, place) => {
      await pause((windowMs * place) / devices.length);
      await device.return(counts, () => (journalsDrainedS = since()));
    }),
  );
  clearInterval(progress);
  return { counts, journalsDrainedS, allDrainedS: since() };
}

async function seenBy(live: ChildProcess): Promise<Extract<LiveReport, { kind: 'seen' }>> {
  const answer = new Promise<LiveReport>((resolve) => live.once('message', (said) => resolve(said as LiveReport)));
  live.send('end');
  const report = await answer;
  if (report.kind !== 'seen') throw new Error('the live devices answered out of turn');
  return report;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) await runBench({ program: fileURLToPath(import.meta.url), run }, process.argv.slice(2));
