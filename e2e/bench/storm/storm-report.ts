/** What the storm bench reports, as data and as text. */
import { type Percentiles, percentilesText } from '../latencies.ts';
import type { Usage } from '../process-stat.ts';
import type { StormAccounts } from './accounts.ts';

/** Every figure of one run. */
export type StormReport = {
  readonly live: number;
  readonly returning: number;
  readonly windowS: number;
  readonly absenceHours: number;
  /** From the moment a heartbeat was due to its answer, before the storm and in it. */
  readonly heartbeatBefore: Percentiles;
  readonly heartbeat: Percentiles;
  readonly intervalsMs: readonly [number, number];
  readonly heartbeatFaults: Readonly<Record<string, number>>;
  readonly accounts: StormAccounts;
  readonly endings: Readonly<Record<string, number>>;
  /** Times a device was told to come again later. */
  readonly deferred: number;
  readonly faults: Readonly<Record<string, number>>;
  /** From a device's return to its conclusion, and to its last acknowledged sample. */
  readonly journal: Percentiles;
  readonly samples: Percentiles;
  /** From the first return to the last conclusion, and to the last acknowledged sample. */
  readonly journalsDrainedS: number;
  readonly allDrainedS: number;
  readonly rows: {
    readonly acknowledged: number;
    readonly dropped: number;
    readonly queued: number;
    readonly stored: number;
    readonly lost: number;
    readonly duplicates: number;
  };
  readonly processes: readonly (Usage & { readonly name: string })[];
};

/** The bound of the plan, for the live ones. */
export const heartbeatP99Ms = 2_000;

/** The report for people. */
export function stormReportText(report: StormReport): string {
  const { accounts, rows, heartbeat } = report;
  const verdict = heartbeat.p99 < heartbeatP99Ms ? 'kept' : 'MISSED';
  const lines: [string, string][] = [
    ['live', `${report.live}, told to beat every ${report.intervalsMs.map((ms) => ms / 1_000).join(' to ')} s`],
    ['returning', `${report.returning} within ${report.windowS} s, after ${report.absenceHours} h`],
    ['heartbeat before', percentilesText(report.heartbeatBefore)],
    ['heartbeat in storm', `${percentilesText(heartbeat)}; p99 below ${heartbeatP99Ms / 1_000} s ${verdict}`],
    ...named('heartbeat faults', report.heartbeatFaults),
    ['sessions', `${accounts.concluded} concluded, ${accounts.aborted} aborted; ended ${words(report.endings)}`],
    ['told to wait', `${report.deferred} times`],
    ...named('faults', report.faults),
    ['journal of a device', percentilesText(report.journal)],
    ['and its samples', percentilesText(report.samples)],
    [
      'journals drained',
      `${report.journalsDrainedS} s after the first return; everything after ${report.allDrainedS} s`,
    ],
    ...Object.entries(accounts.byClass).map(([name, { produced, accepted, dropped, queued }]): [string, string] => [
      name,
      `${produced} produced = ${accepted} accepted + ${dropped} declared dropped + ${queued} queued`,
    ]),
    ['records', `${accounts.lost} lost, ${accounts.twice} twice`],
    ['samples', `${rows.acknowledged} acknowledged, ${rows.dropped} declared dropped, ${rows.queued} queued`],
    ['', `${rows.stored} stored, ${rows.lost} lost, ${rows.duplicates} twice`],
  ];
  const head = `${'process'.padEnd(20)}${'of a core'.padStart(9)}${'RSS mean'.padStart(12)}${'RSS max'.padStart(12)}`;
  const processes = report.processes.map(
    ({ name, cpuPct, rssMeanMb, rssMaxMb }) =>
      `${name.padEnd(20)}${`${cpuPct} %`.padStart(9)}${`${rssMeanMb} MB`.padStart(12)}${`${rssMaxMb} MB`.padStart(12)}`,
  );
  return [...lines.map(([name, value]) => `${name.padEnd(20)}${value}`), '', head, ...processes].join('\n');
}

function words(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function named(title: string, counts: Readonly<Record<string, number>>): [string, string][] {
  return Object.entries(counts).map(([text, count], place) => [place === 0 ? title : '', `${count} × ${text}`]);
}
