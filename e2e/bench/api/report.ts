/** The figures of a run as text: each beside what it is compared with, and then plainly where it falls short. */
import { openBalena, targets, times } from './comparison.ts';
import type { LoadResult } from './load.ts';
import type { ServiceStatus } from './own-stack.ts';
import type { Reads } from './reads.ts';
import type { Seeding } from './seed.ts';
import type { CpuMs } from './service-cpu.ts';
import type { Ways, Writes } from './writes.ts';

/** Everything measured. */
export type Report = {
  readonly bench: 'api';
  readonly machine: { readonly cores: number; readonly cpu: string; readonly memoryGb: number };
  /** One-minute load of the machine when the bench began: what else was running. */
  readonly loadBefore: number;
  readonly pool: number;
  readonly lanes: number;
  readonly registrations: { readonly byPerson: LoadResult; readonly byRule: LoadResult };
  readonly seeding: readonly Seeding[];
  readonly reads: readonly Reads[];
  readonly writes: Writes;
  readonly rss: { readonly idle: readonly ServiceStatus[]; readonly loaded: readonly ServiceStatus[] };
};

/** The report for people. */
export function textOf(report: Report): string {
  const { machine, loadBefore, writes, registrations } = report;
  return [
    `api: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, load ${loadBefore} before; the load itself runs here too`,
    '',
    head(`calls of devices, ${report.pool} certificates, ${report.lanes} at a time`),
    ...ways('heartbeats', writes.heartbeats),
    ...ways('reports that write', writes.reports),
    ...ways('reports that change nothing', writes.unchangedReports),
    '',
    head('registrations: token, claim, approval'),
    row('approved by a person', registrations.byPerson),
    row('approved by a rule', registrations.byRule),
    '',
    ...report.reads.flatMap((reads) => [...readRows(reads), '']),
    ...report.seeding.map(seedingRow),
    '',
    ...rssRows(report),
    '',
    `beside open-balena-api on a machine of the same size`,
    ...comparisons(report).map(({ text }) => `  ${text}`),
    '',
    ...shortfalls(report),
  ].join('\n');
}

/** A figure beside the one it is compared with. */
export type Comparison = { readonly text: string; readonly isShort: boolean };

/** Every figure of the comparison. */
export function comparisons(report: Report): Comparison[] {
  const { writes, registrations, reads } = report;
  const largest = reads.at(-1);
  const reports = writes.reports.door;
  const cpuMs = serverCpu(reports.cpuMsPerCall);
  const apiMb = megabytes(report.rss.idle.filter(({ name }) => name === 'subgraphs' || name === 'gateway'));
  const rate = (words: string, perS: number, theirs: number): string =>
    `${words.padEnd(34)} ${perS}/s against ${theirs}/s: ${times(perS, theirs)}`;
  const pace = (words: string, ms: number, theirs: number): string =>
    `${words.padEnd(34)} ${ms} ms against ${theirs} ms: ${times(theirs, ms)} faster`;
  const unchanged = writes.unchangedReports.door.perS;
  const person = registrations.byPerson.perS;
  const { reportsPerS, reportCpuMs, unchangedReportsPerS, registrationsPerS, deepPageMs, computedCountMs } = openBalena;
  return [
    {
      text: rate('writing state reports', reports.perS, reportsPerS),
      isShort: reports.perS < targets.reportsTimes * reportsPerS,
    },
    {
      text: pace('CPU of one, PostgreSQL included', cpuMs, reportCpuMs),
      isShort: cpuMs * targets.reportsTimes > reportCpuMs,
    },
    {
      text: rate('reports that change nothing', unchanged, unchangedReportsPerS),
      isShort: unchanged < unchangedReportsPerS,
    },
    {
      text: rate('registrations', person, registrationsPerS),
      isShort: person < targets.registrationsTimes * registrationsPerS,
    },
    ...(largest
      ? [
          {
            text: pace(`deep page at ${largest.devices}`, largest.deepPage.p50Ms, deepPageMs),
            isShort: largest.deepPage.p95Ms > targets.readP95Ms,
          },
          {
            text: pace(`count by state at ${largest.devices}`, largest.spectrumCount.p50Ms, computedCountMs),
            isShort: largest.spectrumCount.p95Ms > targets.readP95Ms,
          },
        ]
      : []),
    {
      text: `${'idle, gateway and subgraphs'.padEnd(34)} ${apiMb} MB against ${openBalena.idleMb} MB: ${times(apiMb, openBalena.idleMb)}`,
      isShort: apiMb > openBalena.idleMb,
    },
  ];
}

/** CPU of one call in all services of the stack that it passes, without the bench itself. */
export function serverCpu(cpu: CpuMs): number {
  const sum = ['gateway', 'subgraphs', 'postgres'].reduce((total, name) => total + (cpu[name] ?? 0), 0);
  return Math.round(sum * 100) / 100;
}

function shortfalls(report: Report): string[] {
  const short = comparisons(report).filter(({ isShort }) => isShort);
  const slow = report.reads.flatMap((reads) =>
    Object.entries(reads)
      .filter((entry): entry is [string, LoadResult] => typeof entry[1] === 'object')
      .filter(([, { p95Ms }]) => p95Ms > targets.readP95Ms)
      .map(([name, { p50Ms, p95Ms }]) => `${name} at ${reads.devices} devices: p50 ${p50Ms} ms, p95 ${p95Ms} ms`),
  );
  if (short.length + slow.length === 0) return ['Every target is met.'];
  const aims = `${targets.reportsTimes}× reports, ${targets.registrationsTimes}× registrations, reads below ${targets.readP95Ms} ms`;
  return [
    `Short of the target (${aims}):`,
    ...short.map(({ text }) => `  ${text}`),
    ...slow.map((text) => `  ${text}`),
  ];
}

function head(title: string): string {
  const columns = ['per s', 'p50', 'p95', 'p99', 'gateway', 'subgr.', 'pg', 'bench', 'others'];
  return `${title.padEnd(58)}${columns.map((name) => name.padStart(9)).join('')}   (latency, CPU per call: ms; others: cores)`;
}

function row(name: string, result: LoadResult): string {
  const { perS, p50Ms, p95Ms, p99Ms, cpuMsPerCall: cpu } = result;
  const shares = ['gateway', 'subgraphs', 'postgres', 'bench'].map((service) => (cpu[service] ?? 0).toFixed(2));
  const cells = [perS, p50Ms, p95Ms, p99Ms, ...shares, result.othersCores]
    .map((cell) => String(cell).padStart(9))
    .join('');
  const errors = Object.entries(result.errors).map(([code, count]) => `${count} ${code}`);
  return `  ${name.padEnd(56)}${cells}${errors.length > 0 ? `   errors: ${errors.join(', ')}` : ''}`;
}

function ways(name: string, { door, direct }: Ways): string[] {
  const over = times(serverCpu(door.cpuMsPerCall), serverCpu(direct.cpuMsPerCall));
  return [row(`${name}, agents' door (CPU ${over} of direct)`, door), row(`${name}, at the subgraph`, direct)];
}

function readRows(reads: Reads): string[] {
  return [
    head(`reads at ${reads.devices} devices, one after another`),
    row('first page of 50', reads.firstPage),
    row('filtered page: conn, label, name', reads.filteredPage),
    row('broadly filtered page: conn, label', reads.broadPage),
    row('the same, longest unheard first', reads.heardPage),
    row('deep page, at nine tenths', reads.deepPage),
    row('spectrum', reads.spectrumCount),
    row('spectrum as of ten seconds ago', reads.asOfCount),
    row('health of the whole tenant', reads.health),
    row('topology of the whole tenant, 400 dots a way', reads.topology),
    row('count by filter: conn, label', reads.filteredCount),
    row('count by filter: conn, part of the name', reads.namedCount),
    row('first page of 50, at the subgraph', reads.firstPageDirect),
  ];
}

function seedingRow({ devices, events, seconds }: Seeding): string {
  const rate = `${Math.round(devices / seconds)} devices/s, ${Math.round(events / seconds)} events/s`;
  return `seeded ${devices} devices, ${events} events with their rows, in ${seconds.toFixed(1)} s: ${rate}`;
}

function rssRows({ rss }: Report): string[] {
  const loaded = new Map(rss.loaded.map(({ name, rssBytes }) => [name, rssBytes]));
  const line = (name: string, idle: number, under: number): string =>
    `  ${name.padEnd(50)}${String(idle).padStart(9)}${String(under).padStart(9)}`;
  return [
    `${'memory in MB'.padEnd(52)}${'idle'.padStart(9)}${'loaded'.padStart(9)}`,
    ...rss.idle.map((idle) => line(idle.name, megabytes([idle]), toMb(loaded.get(idle.name) ?? 0))),
    line('total', megabytes(rss.idle), megabytes(rss.loaded)),
  ];
}

function megabytes(services: readonly ServiceStatus[]): number {
  return toMb(services.reduce((sum, { rssBytes }) => sum + rssBytes, 0));
}

function toMb(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
