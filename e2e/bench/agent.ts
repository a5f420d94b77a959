/**
 * `npm run bench -- agent`: what the real agent costs its device. It runs the bundled program against a server on this
 * machine (or a running stack, with --token) and watches it from /proc; beside it, where it is installed, Prometheus'
 * node exporter, scraped once a second.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { WireServer } from '../../agent/testing/wire-server.ts';
import { type Usage, UsageMeter } from './process-stat.ts';

const budget = { rssMb: 64, cpuPct: 1 };
/** What the exporter is called: by distributions, and by those who make it. */
const exporterNames = ['prometheus-node-exporter', 'node_exporter'] as const;
const program = fileURLToPath(new URL('../../agent/dist/flotilla-agent.mjs', import.meta.url));
/** The first seconds are start-up; they count for memory and not for CPU. */
const settleMs = 5_000;

/** A running exporter, with its own defaults but for the address. */
type Exporter = { readonly process: ChildProcess; readonly version: string; readonly url: string };

type Report = {
  readonly minutes: number;
  readonly agent: Usage & { readonly samplesStored: number | null };
  readonly exporter: (Usage & { readonly version: string; readonly scrapes: number }) | null;
  readonly isWithinBudget: boolean;
};

/** Runs the measurement and prints it; throws when the agent does not live through it. */
export async function run(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '10' },
      token: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      'node-flag': { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.help) {
    process.stdout.write('Usage: npm run bench -- agent [--minutes 10] [--token flt1.…] [--node-flag F]… [--json]\n');
    return;
  }
  if (!existsSync(program)) throw new Error('The agent is not built. Run npm run build first.');
  const minutes = Number(values.minutes);
  const state = mkdtempSync(join(tmpdir(), 'flotilla-bench-agent-'));
  const wire = values.token ? null : await WireServer.start();
  if (wire) wire.heartbeatIntervalMs = 10_000;
  const words = [program, 'run', '--state', state, '--token', values.token ?? wire?.token() ?? ''];
  const agent = spawn(process.execPath, [...values['node-flag'], ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exporter = await startExporter();
  try {
    const report = await measure({ minutes, agent, exporter, wire });
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  } finally {
    await Promise.all([ended(agent), exporter && ended(exporter.process)]);
    await wire?.stop();
    rmSync(state, { recursive: true });
  }
}

async function measure(parts: {
  minutes: number;
  agent: ChildProcess;
  exporter: Exporter | null;
  wire: WireServer | null;
}): Promise<Report> {
  const { minutes, agent, exporter, wire } = parts;
  await pause(settleMs);
  const meter = new UsageMeter(() => [agent.pid ?? 0]);
  const exporterMeter = exporter && new UsageMeter(() => [exporter.process.pid ?? 0]);
  let scrapes = 0;
  const startedAt = performance.now();
  for (let second = 1; second <= minutes * 60; second += 1) {
    await pause(startedAt + second * 1_000 - performance.now());
    if (!meter.look()) throw new Error('The agent ended during the measurement.');
    if (exporter && (await scrape(exporter.url))) scrapes += 1;
    exporterMeter?.look();
  }
  const usage = meter.usage();
  return {
    minutes,
    agent: { ...usage, samplesStored: wire ? storedBy(wire) : null },
    exporter: exporterMeter && exporter && { ...exporterMeter.usage(), version: exporter.version, scrapes },
    isWithinBudget: usage.rssMaxMb < budget.rssMb && usage.cpuPct < budget.cpuPct,
  };
}

function storedBy(wire: WireServer): number {
  const { batches } = wire.onlyDevice();
  return batches.reduce((sum, batch) => sum + (batch.samples?.timesMs.length ?? 0), 0);
}

/** Null where none is installed. Throws when one is, and does not answer. */
async function startExporter(): Promise<Exporter | null> {
  const looked = exporterNames.map((name) => ({ name, ...spawnSync(name, ['--version'], { encoding: 'utf8' }) }));
  const found = looked.find(({ error, status }) => !error && status === 0);
  if (!found) return null;
  const version = /version (\S+)/.exec(`${found.stdout}${found.stderr}`)?.[1] ?? 'unknown';
  const address = `127.0.0.1:${await freePort()}`;
  const process = spawn(found.name, [`--web.listen-address=${address}`], { stdio: 'ignore' });
  const url = `http://${address}/metrics`;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (await scrape(url)) return { process, version, url };
    await pause(100);
  }
  await ended(process);
  throw new Error(`${found.name} was started on ${address} and does not answer.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function scrape(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(900) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Asks a process to end, and waits until it has. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

function textOf({ minutes, agent, exporter, isWithinBudget }: Report): string {
  const line = (name: string, { cpuPct, rssMeanMb, rssMaxMb }: Usage, more: string): string =>
    `${name.padEnd(26)}${`${cpuPct} %`.padStart(10)}${`${rssMeanMb} MB`.padStart(12)}${`${rssMaxMb} MB`.padStart(12)}  ${more}`;
  return [
    `The agent over ${minutes} minutes, sampling every second`,
    `${''.padEnd(26)}${'of a core'.padStart(10)}${'RSS mean'.padStart(12)}${'RSS max'.padStart(12)}`,
    line('flotilla-agent', agent, agent.samplesStored === null ? '' : `${agent.samplesStored} samples stored`),
    exporter
      ? line(`node exporter ${exporter.version}`, exporter, `${exporter.scrapes} scrapes, once a second`)
      : `${exporterNames.join(' or ')} is not installed here, so there is nothing to compare with.`,
    `Budget: below ${budget.cpuPct} % of a core and ${budget.rssMb} MB. ${isWithinBudget ? 'Kept.' : 'NOT kept.'}`,
  ].join('\n');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) await run(process.argv.slice(2));
