/**
 * `npm run bench -- attention`: how long after a fact of the fleet the attention queue shows it, on a real stack of its
 * own with many devices, while facts come at a steady rate and people read the queue.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Integration } from './api/operator.ts';
import { OwnStack } from './api/own-stack.ts';
import { seedFleet } from './api/seed.ts';
import { perCall, ServiceCpu, type CpuMs } from './api/service-cpu.ts';
import { percentilesOf, percentilesText, type Percentiles } from './latencies.ts';

const usage = `Usage: npm run bench -- attention [--devices 10000] [--rate 1000] [--seconds 30] [--json]

  --devices  devices in the fleet, 100 to 50000
  --rate     facts a second, 50 to 5000
  --seconds  how long the load runs, 1 to 300
`;
const program = 'subgraphs/operations/dist/testing/seed-load.js';
const projection = 'operations.attention';
const minutesMax = 20;
const branches = 24;
const targetMs = 500;
const readEveryMs = 500;
const queueDocument = `query BenchQueue { attentionQueue(first: 50) { totalCount edges { node {
  id title score severity devices state terms { name contribution } } } } }`;

type Options = { readonly devices: number; readonly rate: number; readonly seconds: number };

/** What the load's own program prints. */
type Loaded = {
  readonly events: number;
  readonly offeredPerS: number;
  readonly unseen: number;
  readonly latencies: readonly number[];
};

/** Every figure of one run. */
type AttentionReport = {
  readonly bench: 'attention';
  readonly machine: { readonly cores: number; readonly cpu: string; readonly memoryGb: number };
  readonly loadBefore: number;
  readonly devices: number;
  readonly events: number;
  readonly eventsPerS: number;
  /** From the moment a fact was due in the log to the moment the queue shows it. */
  readonly eventToQueue: Percentiles;
  /** Facts the queue had not followed a minute after the load. */
  readonly unseen: number;
  /** A first page of the queue through the operators' door, meanwhile. */
  readonly queueRead: Percentiles;
  readonly openItems: number;
  readonly cpuMsPerEvent: CpuMs;
  readonly rebuild: 'equal' | 'different';
};

async function measure(stack: OwnStack, options: Options): Promise<AttentionReport> {
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const integration = await Integration.enter(stack.apiUrl, 2);
  await integration.makeDomains(branches);
  const { tenant } = await integration.ask<{ tenant: { id: string } }>('query BenchTenant { tenant { id } }');
  const tenantId = tenant.id;
  say(`a fleet of ${options.devices}`);
  await seedFleet(stack, { tenantId, from: 0, count: options.devices });
  say(`${options.rate} facts a second for ${options.seconds} s`);
  const cpu = new ServiceCpu(await stack.status());
  const before = cpu.read();
  const reading = readQueue(integration);
  const words = [program, '--tenant', tenantId, '--rate', String(options.rate), '--seconds', String(options.seconds)];
  const printed = await stack.run(process.execPath, words, { FLOTILLA_DATABASE_URL: stack.databaseUrl });
  const reads = await reading.stop();
  const loaded = JSON.parse(printed) as Loaded;
  const cpuMsPerEvent = perCall(before, cpu.read(), loaded.events);
  say('a rebuild beside the live rows');
  const rebuilt = await stack.run('npm', ['run', '--silent', 'rebuild', '--', projection]);
  integration.close();
  const [processor] = cpus();
  return {
    bench: 'attention',
    machine: { cores: cpus().length, cpu: processor?.model ?? '', memoryGb: Math.round(totalmem() / 1024 ** 3) },
    loadBefore,
    devices: options.devices,
    events: loaded.events,
    eventsPerS: loaded.offeredPerS,
    eventToQueue: percentilesOf(loaded.latencies),
    unseen: loaded.unseen,
    queueRead: percentilesOf(reads.latencies),
    openItems: reads.openItems,
    cpuMsPerEvent,
    rebuild: rebuilt.includes('DIFFERS') ? 'different' : 'equal',
  };
}

/** Reads the first page of the queue again and again, as an overview that somebody looks at. */
function readQueue(integration: Integration) {
  const latencies: number[] = [];
  let [openItems, isOver] = [0, false];
  const reading = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      const { attentionQueue } = await integration.ask<{ attentionQueue: { totalCount: number } }>(queueDocument);
      latencies.push(performance.now() - startedAt);
      openItems = attentionQueue.totalCount;
      await new Promise((resolve) => setTimeout(resolve, readEveryMs));
    }
  })();
  const stop = async () => {
    isOver = true;
    await reading;
    return { latencies, openItems };
  };
  return { stop };
}

function textOf(report: AttentionReport): string {
  const { machine, eventToQueue, queueRead, cpuMsPerEvent } = report;
  const cpu = Object.entries(cpuMsPerEvent).filter(([, ms]) => ms >= 0.01);
  const rows: [string, string][] = [
    ['machine', `${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, load ${report.loadBefore} before`],
    ['devices', String(report.devices)],
    ['facts', `${report.events} at ${report.eventsPerS}/s, ${report.unseen} never seen`],
    ['fact to queue', percentilesText(eventToQueue)],
    ['first page of it', `${percentilesText(queueRead)}; ${report.openItems} items in the end`],
    ['CPU per fact', cpu.map(([name, ms]) => `${name} ${ms}`).join(', ') + ' ms'],
    ['rebuild', report.rebuild === 'equal' ? 'live = rebuilt' : 'DIFFERS from the live rows'],
    [
      'target',
      `p95 under ${targetMs} ms: ${eventToQueue.p95 < targetMs ? 'met' : `missed by ${eventToQueue.p95 - targetMs} ms`}`,
    ],
  ];
  return rows.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n');
}

function say(what: string): void {
  process.stderr.write(`  ${what}\n`);
}

function readOptions(values: Readonly<Record<keyof Options, string>>): Options {
  const [devices, rate, seconds] = [Number(values.devices), Number(values.rate), Number(values.seconds)];
  const isRight = devices >= 100 && devices <= 50_000 && rate >= 50 && rate <= 5_000 && seconds >= 1 && seconds <= 300;
  if (isRight) return { devices, rate, seconds };
  process.stderr.write(usage);
  process.exit(2);
}

function ended(): Promise<never> {
  return new Promise((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => reject(new Error(`stopped by ${name}`)));
    }
    const late = (): void => reject(new Error(`not done within ${minutesMax} minutes`));
    setTimeout(late, minutesMax * 60_000).unref();
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: '10000' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const options = readOptions(values);
  const end = ended();
  say('starting a stack');
  const stack = await OwnStack.start(end);
  try {
    const report = await Promise.race([measure(stack, options), end]);
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  } finally {
    say('stopping the stack');
    await stack.stop();
  }
}

await main().then(
  () => process.exit(0),
  (fault: unknown) => {
    process.stderr.write(`The bench failed: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exit(1);
  },
);
