/**
 * `npm run bench -- api`: what the API does per second and per call, on a real stack of its own: calls of devices over
 * mutual TLS, registrations, and lists and counts of fleets of several sizes, beside what they are compared with.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { DeviceKey } from '../../agent/identity/key.ts';
import { DirectFleet } from './api/direct.ts';
import { run as runLoad, type LoadResult } from './api/load.ts';
import { Integration } from './api/operator.ts';
import { OwnStack } from './api/own-stack.ts';
import { FrontDesk, type Claimed, type PoolDevice } from './api/pool.ts';
import { measureReads, type Reads } from './api/reads.ts';
import { textOf, type Report } from './api/report.ts';
import { seedFleet, type Seeding } from './api/seed.ts';
import { ServiceCpu } from './api/service-cpu.ts';
import { measureWrites } from './api/writes.ts';

const usage = `Usage: npm run bench -- api [--devices 1000,10000,50000] [--seconds 10] [--json]

  --devices  sizes of the fleet at which lists and counts are measured, rising, 200000 at most
  --seconds  how long each load runs, 1 to 60
`;
const minutesMax = 30;
const idleMs = 15_000;
const branches = 24;
const lanes = 64;
const registrars = 16;
const poolSize = 200;
/** Seconds of registrations before they are measured: a server that was just started compiles and plans. */
const warmUpS = 5;

type Options = { readonly sizes: readonly number[]; readonly seconds: number };

async function measure(stack: OwnStack, { sizes, seconds }: Options): Promise<Report> {
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const idle = await stack.status();
  const cpu = new ServiceCpu(idle);
  const integration = await Integration.enter(stack.apiUrl, lanes);
  const direct = new DirectFleet(stack.subgraphsUrl, { gatewayKeyPem: stack.gatewayKeyPem, sockets: lanes });
  const domainId = await integration.makeDomains(branches);
  const desk = await FrontDesk.open(integration, { agentsUrl: stack.agentsUrl, domainId, sockets: registrars });
  say('registrations');
  const { byPerson, byRule, pool } = await register(desk, { domainId, seconds, cpu });
  const tenantId = pool[0]?.tenantId ?? '';
  const seeding: Seeding[] = [];
  const reads: Reads[] = [];
  for (const [index, size] of sizes.entries()) {
    const from = sizes[index - 1] ?? 0;
    say(`a fleet of ${size}`);
    seeding.push(await seedFleet(stack, { tenantId, from, count: size - from }));
    reads.push(await measureReads({ integration, direct, tenantId, cpu }));
  }
  say('heartbeats and reports');
  const writes = await measureWrites({ pool, direct, cpu, lanes, seconds });
  const loaded = await stack.status();
  for (const each of [integration, direct, desk, ...pool.map(({ wire }) => wire)]) each.close();
  const [processor] = cpus();
  return {
    bench: 'api',
    machine: { cores: cpus().length, cpu: processor?.model ?? '', memoryGb: Math.round(totalmem() / 1024 ** 3) },
    loadBefore,
    pool: pool.length,
    lanes,
    registrations: { byPerson, byRule },
    seeding,
    reads,
    writes,
    rss: { idle, loaded },
  };
}

/** Registers devices both ways; the first of those a person approved become the pool. */
async function register(
  desk: FrontDesk,
  scene: { domainId: string; seconds: number; cpu: ServiceCpu },
): Promise<{ byPerson: LoadResult; byRule: LoadResult; pool: PoolDevice[] }> {
  const { domainId, seconds, cpu } = scene;
  const claimed: Claimed[] = [];
  const registerOne = async (): Promise<void> => {
    claimed.push(await desk.register(DeviceKey.generate(), domainId));
  };
  for (let n = 0; n < 10; n += 1) await registerOne();
  const byPerson = await runLoad({ lanes: registrars, seconds, warmUpS, call: registerOne }, cpu);
  while (claimed.length < poolSize) await registerOne();
  const pool: PoolDevice[] = [];
  for (const each of claimed.slice(0, poolSize)) pool.push(await desk.collect(each));
  await desk.allowByRule();
  const call = (): Promise<void> => desk.registerByRule(DeviceKey.generate(), domainId);
  return { byPerson, byRule: await runLoad({ lanes: registrars, seconds, warmUpS, call }, cpu), pool };
}

function say(what: string): void {
  process.stderr.write(`  ${what}\n`);
}

function readOptions(values: { devices: string; seconds: string }): Options {
  const sizes = values.devices.split(',').map(Number);
  const seconds = Number(values.seconds);
  const areSizes = sizes.every((size, at) => Number.isInteger(size) && size > (sizes[at - 1] ?? 0) && size <= 200_000);
  if (!areSizes || !(seconds >= 1 && seconds <= 60)) {
    process.stderr.write(usage);
    process.exit(2);
  }
  return { sizes, seconds };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: '1000,10000,50000' },
      seconds: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const options = readOptions(values);
  const ended = Promise.race([isInterrupted(), isTooLong()]);
  say('starting a stack');
  const stack = await OwnStack.start(ended);
  try {
    const report = await Promise.race([measure(stack, options), ended]);
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  } finally {
    say('stopping the stack');
    await stack.stop();
  }
}

function isInterrupted(): Promise<never> {
  return new Promise((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => reject(new Error(`stopped by ${name}`)));
  });
}

function isTooLong(): Promise<never> {
  const fail = (reject: (cause: Error) => void): void => reject(new Error(`not done within ${minutesMax} minutes`));
  return new Promise((_, reject) => void setTimeout(() => fail(reject), minutesMax * 60_000).unref());
}

await main().then(
  () => process.exit(0),
  (fault: unknown) => {
    process.stderr.write(`The bench failed: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exit(1);
  },
);
