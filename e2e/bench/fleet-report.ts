/** What the fleet bench reports, as data and as text. */
import { type Percentiles, percentilesText } from './latencies.ts';
import type { Usage } from './process-stat.ts';

/** Every figure of one run. */
export type FleetReport = {
  readonly devices: number;
  readonly seconds: number;
  /** Batches that were due; the offered load. */
  readonly offeredPerS: number;
  readonly batchesPerS: number;
  readonly samplesPerS: number;
  /** From the moment a batch was due. */
  readonly acknowledgement: Percentiles;
  readonly watchers: number;
  /** From the moment a device made a batch to a watcher's receipt of it. */
  readonly pushToSubscriber: Percentiles;
  /** From the moment the server published an update to a watcher's receipt of it. */
  readonly publishToSubscriber: Percentiles;
  /** Updates that watchers missed, by their numbers. */
  readonly subscriberGaps: number;
  readonly subscriberErrors: number;
  readonly errors: number;
  readonly errorTexts: Readonly<Record<string, number>>;
  readonly acknowledgedSamples: number;
  readonly storedSamples: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly processes: readonly (Usage & { readonly name: string })[];
};

/** The report for people. */
export function fleetReportText(report: FleetReport): string {
  const rows: [string, string][] = [
    ['devices', `${report.devices}, each with its own certificate and TLS connection`],
    ['offered', `${report.offeredPerS} batches/s; all were answered after ${report.seconds} s`],
    ['acknowledged', `${report.batchesPerS} batches/s, ${report.samplesPerS} samples/s`],
    ['acknowledgement', percentilesText(report.acknowledgement)],
    ['watchers', `${report.watchers}; gaps ${report.subscriberGaps}, errors ${report.subscriberErrors}`],
    ['publish to watcher', percentilesText(report.publishToSubscriber)],
    ['push to watcher', percentilesText(report.pushToSubscriber)],
    ['errors', String(report.errors)],
    ...Object.entries(report.errorTexts).map(([words, count]): [string, string] => ['', `${count} × ${words}`]),
    ['stored', `${report.storedSamples} of ${report.acknowledgedSamples} acknowledged samples`],
    ['lost', String(report.lost)],
    ['stored twice', String(report.duplicates)],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(20)}${value}`);
  const processes = report.processes.map(
    ({ name, cpuPct, rssMeanMb, rssMaxMb }) =>
      `${name.padEnd(20)}${`${cpuPct} %`.padStart(9)}${`${rssMeanMb} MB`.padStart(12)}${`${rssMaxMb} MB`.padStart(12)}`,
  );
  const head = `${'process'.padEnd(20)}${'of a core'.padStart(9)}${'RSS mean'.padStart(12)}${'RSS max'.padStart(12)}`;
  return [...lines, '', head, ...processes].join('\n');
}
