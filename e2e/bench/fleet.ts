/**
 * `npm run bench -- fleet --devices 1000 --duration 60`: the load of a fleet against a running stack. Every device has
 * its own certificate and TLS connection; batches are due by the clock, not by the last answer, so a slow server makes
 * latency and not a lighter load. What was acknowledged is then counted in the metrics database.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { benchStateDir, presetApiUrl, presetBearer } from '../fleet/config.ts';
import { Operator } from '../fleet/operator.ts';
import { rollCall } from '../fleet/roll-call.ts';
import { type FleetReport, fleetReportText } from './fleet-report.ts';
import { percentilesOf } from './latencies.ts';
import { type LoadCounts, LoadDevice } from './load-device.ts';
import { runBench, tell } from './on-a-stack.ts';
import { type NamedMeter, stackMeters } from './process-meters.ts';
import { UsageMeter } from './process-stat.ts';
import { storedRows } from './stored.ts';
import type { WatchOrder, WatchReport } from './watchers.ts';

const usage = `Usage: npm run bench -- fleet [options]   (against the running stack, or one of its own)
  --devices N    devices (default 1000)
  --duration S   seconds of measured load (default 60)
  --rate N       batches a second of all devices (default 1000)
  --samples N    samples in a batch (default 10)
  --watchers N   operators on live charts (default 200)
  --json         print JSON
`;
const warmUpMs = 5_000;
const tickMs = 10;
/** Looking at memory walks page tables, which would itself be load if done often. */
const lookEveryMs = 5_000;
const greetingAtOnce = 25;

type Options = NonNullable<ReturnType<typeof optionsOf>>;

/** Runs the bench and prints its report; throws when the stack cannot be used at all. */
export async function run(argv: readonly string[]): Promise<void> {
  const options = optionsOf(argv);
  if (!options) return;
  const operator = await Operator.enter(presetApiUrl, presetBearer);
  const epoch = Math.floor(Date.now() / 1_000);
  const devices = await assembled(options, operator, epoch);
  const watchers = await startWatchers(options, operator, devices);
  const report = await measured(options, { devices, watchers, epoch });
  for (const device of devices) device.close();
  process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : `${fleetReportText(report)}\n`);
}

function optionsOf(argv: readonly string[]) {
  const text = (preset: string) => ({ type: 'string', default: preset }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      devices: text('1000'),
      duration: text('60'),
      rate: text('1000'),
      samples: text('10'),
      watchers: text('200'),
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return null;
  }
  return {
    devices: Number(values.devices),
    durationS: Number(values.duration),
    rate: Number(values.rate),
    samples: Number(values.samples),
    watchers: Number(values.watchers),
    isJson: values.json,
  };
}

async function assembled(options: Options, operator: Operator, epoch: number): Promise<LoadDevice[]> {
  const counts = { heartbeats: 0, batches: 0, rows: 0, failures: 0, revoked: 0 };
  const signal = new AbortController().signal;
  const settings = { sampleEveryMs: 1_000, rowsPerBatch: options.samples, counts, signal };
  const call = {
    count: options.devices,
    stateDir: benchStateDir,
    settings,
    operator: async () => operator,
    told: tell,
  };
  await rollCall(call);
  const devices = Array.from({ length: options.devices }, (_, index) => new LoadDevice(index, benchStateDir, epoch));
  tell(`Connecting ${devices.length} devices.`);
  const waiting = [...devices];
  const greet = async (): Promise<void> => {
    for (let device = waiting.shift(); device; device = waiting.shift()) await device.greet();
  };
  await Promise.all(Array.from({ length: greetingAtOnce }, greet));
  return devices;
}

async function startWatchers(
  options: Options,
  operator: Operator,
  devices: readonly LoadDevice[],
): Promise<ChildProcess> {
  const url = `${operator.apiUrl.replace(/^http/, 'ws')}/graphql`;
  const deviceIds = devices.slice(0, Math.max(1, options.watchers)).map((device) => device.deviceId);
  const order: WatchOrder = { url, headers: operator.headers, watchers: options.watchers, deviceIds };
  const child = fork(fileURLToPath(new URL('./watchers.ts', import.meta.url)), [JSON.stringify(order)]);
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

async function measured(
  options: Options,
  { devices, watchers, epoch }: { devices: readonly LoadDevice[]; watchers: ChildProcess; epoch: number },
): Promise<FleetReport> {
  tell(`Load: ${options.rate} batches of ${options.samples} samples a second for ${options.durationS} s.`);
  const warm = newCounts();
  await load(devices, options, { counts: warm, forMs: warmUpMs });
  const meters = processMeters(watchers);
  watchers.send('begin');
  const counts = newCounts();
  const looks = setInterval(() => meters.forEach(([, meter]) => meter.look()), lookEveryMs);
  const startedAt = performance.now();
  await load(devices, options, { counts, forMs: options.durationS * 1_000 });
  const elapsedS = (performance.now() - startedAt) / 1_000;
  clearInterval(looks);
  const usages = meters.map(([name, meter]) => (meter.look(), { name, ...meter.usage() }));
  const seen = await endOf(watchers);
  const expected = warm.acknowledgedRows + counts.acknowledgedRows;
  const deviceIds = devices.map((device) => device.deviceId);
  const stored = await storedRows({ deviceIds, epoch, expected, withinMs: 30_000 });
  return {
    devices: devices.length,
    seconds: Math.round(elapsedS * 10) / 10,
    offeredPerS: Math.round(counts.offered / options.durationS),
    batchesPerS: Math.round(counts.acknowledged / elapsedS),
    samplesPerS: Math.round(counts.acknowledgedRows / elapsedS),
    acknowledgement: percentilesOf(counts.latencies),
    watchers: options.watchers,
    pushToSubscriber: percentilesOf(seen.latencies),
    publishToSubscriber: percentilesOf(seen.hops),
    subscriberGaps: seen.gaps,
    subscriberErrors: seen.errors,
    errors: warm.errors + counts.errors,
    errorTexts: summed(warm.errorTexts, counts.errorTexts),
    acknowledgedSamples: expected,
    storedSamples: stored.rows,
    lost: Math.max(0, expected - stored.distinctRows),
    duplicates: stored.rows - stored.distinctRows,
    processes: usages,
  };
}

/** Batches are due evenly over time; each device has its turn once a round. Resolves when all have their fate. */
async function load(
  devices: readonly LoadDevice[],
  { rate, samples }: Options,
  { counts, forMs }: { counts: LoadCounts; forMs: number },
): Promise<void> {
  const spanMs = (devices.length / rate) * 1_000;
  const startedAt = performance.now();
  const total = Math.round((forMs / 1_000) * rate);
  const pending: Promise<void>[] = [];
  let begun = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * rate));
      for (; begun < due; begun += 1) {
        const device = devices[begun % devices.length];
        if (device) pending.push(device.push({ rows: samples, spanMs }, counts));
      }
      if (begun < total) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
  await Promise.all(pending);
}

function summed(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Record<string, number> {
  const words = new Set([...one.keys(), ...other.keys()]);
  return Object.fromEntries([...words].map((text) => [text, (one.get(text) ?? 0) + (other.get(text) ?? 0)]));
}

function newCounts(): LoadCounts {
  const numbers = { offered: 0, acknowledged: 0, acknowledgedRows: 0, errors: 0, duplicatesAnswered: 0 };
  return { ...numbers, errorTexts: new Map(), latencies: [] };
}

function processMeters(watchers: ChildProcess): NamedMeter[] {
  return [
    ...stackMeters(),
    ['load: devices', new UsageMeter(() => [process.pid])],
    ['load: watchers', new UsageMeter(() => [watchers.pid ?? 0])],
  ];
}

async function endOf(watchers: ChildProcess): Promise<Extract<WatchReport, { kind: 'seen' }>> {
  const answer = new Promise<WatchReport>((resolve) =>
    watchers.once('message', (report) => resolve(report as WatchReport)),
  );
  watchers.send('end');
  const report = await answer;
  if (report.kind !== 'seen') throw new Error('the watchers answered out of turn');
  return report;
}

if (import.meta.main) await runBench({ program: fileURLToPath(import.meta.url), run }, process.argv.slice(2));
