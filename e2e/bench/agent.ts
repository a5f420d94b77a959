/**
 * `npm run bench -- agent`: what the real agent costs its device. It runs the bundled program against a server on this
 * machine (or a running stack, with --token) and watches it from /proc; beside it, where it is installed,
 * `prometheus-node-exporter` scraped once a second.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { WireServer } from '../../agent/testing/wire-server.ts';
import { type Usage, UsageMeter } from './process-stat.ts';

const budget = { rssMb: 64, cpuPct: 1 };
const exporterPort = 19_100;
const program = fileURLToPath(new URL('../../agent/dist/flotilla-agent.mjs', import.meta.url));
/** The first seconds are start-up; they count for memory and not for CPU. */
const settleMs = 5_000;

type Report = {
  readonly minutes: number;
  readonly agent: Usage & { readonly samplesStored: number | null };
  readonly exporter: (Usage & { readonly scrapes: number }) | null;
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
  const exporter = startExporter();
  try {
    const report = await measure({ minutes, agent, exporter, wire });
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  } finally {
    agent.kill('SIGTERM');
    exporter?.kill('SIGTERM');
    await new Promise((resolve) => (agent.exitCode === null ? agent.once('exit', resolve) : resolve(null)));
    await wire?.stop();
    rmSync(state, { recursive: true });
  }
}

async function measure(parts: {
  minutes: number;
  agent: ChildProcess;
  exporter: ChildProcess | null;
  wire: WireServer | null;
}): Promise<Report> {
  const { minutes, agent, exporter, wire } = parts;
  await pause(settleMs);
  const meter = new UsageMeter(() => [agent.pid ?? 0]);
  const exporterMeter = exporter && new UsageMeter(() => [exporter.pid ?? 0]);
  let scrapes = 0;
  const end = performance.now() + minutes * 60_000;
  while (performance.now() < end) {
    await pause(1_000);
    if (!meter.look()) throw new Error('The agent ended during the measurement.');
    if (exporterMeter?.look() && (await scrape())) scrapes += 1;
  }
  const usage = meter.usage();
  return {
    minutes,
    agent: { ...usage, samplesStored: wire ? storedBy(wire) : null },
    exporter: exporterMeter && { ...exporterMeter.usage(), scrapes },
    isWithinBudget: usage.rssMaxMb < budget.rssMb && usage.cpuPct < budget.cpuPct,
  };
}

function storedBy(wire: WireServer): number {
  const { batches } = wire.onlyDevice();
  return batches.reduce((sum, batch) => sum + (batch.samples?.timesMs.length ?? 0), 0);
}

function startExporter(): ChildProcess | null {
  const found = spawnSync('prometheus-node-exporter', ['--version'], { stdio: 'ignore' });
  if (found.error) return null;
  const words = [`--web.listen-address=127.0.0.1:${exporterPort}`];
  return spawn('prometheus-node-exporter', words, { stdio: 'ignore' });
}

async function scrape(): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${exporterPort}/metrics`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function textOf({ minutes, agent, exporter, isWithinBudget }: Report): string {
  const line = (name: string, { cpuPct, rssMeanMb, rssMaxMb }: Usage, more: string): string =>
    `${name.padEnd(26)}${`${cpuPct} %`.padStart(10)}${`${rssMeanMb} MB`.padStart(12)}${`${rssMaxMb} MB`.padStart(12)}  ${more}`;
  return [
    `The agent over ${minutes} minutes, sampling every second`,
    `${''.padEnd(26)}${'of a core'.padStart(10)}${'RSS mean'.padStart(12)}${'RSS max'.padStart(12)}`,
    line('flotilla-agent', agent, agent.samplesStored === null ? '' : `${agent.samplesStored} samples stored`),
    exporter
      ? line('prometheus-node-exporter', exporter, `${exporter.scrapes} scrapes`)
      : 'prometheus-node-exporter is not installed here, so there is nothing to compare with.',
    `Budget: below ${budget.cpuPct} % of a core and ${budget.rssMb} MB. ${isWithinBudget ? 'Kept.' : 'NOT kept.'}`,
  ].join('\n');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) await run(process.argv.slice(2));
