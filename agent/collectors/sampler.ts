/** All collectors together: one row of all series per reading. */
import type { CollectorReport } from '../wire.ts';
import { type Collector, type Happening, Watched } from './collector.ts';
import { cpuCollector } from './cpu.ts';
import { diskCollector } from './disk.ts';
import { loadCollector } from './load.ts';
import { memoryCollector } from './memory.ts';
import { networkCollector } from './network.ts';
import { pressureCollector } from './pressure.ts';
import { tcpCollector } from './tcp.ts';
import { uptimeCollector } from './uptime.ts';

/** One reading of everything. `values` is in the order of the sampler's `series`. */
export type Reading = { readonly values: readonly (number | null)[]; readonly happenings: readonly Happening[] };

/** Every collector there is. `root` stands before /proc and /sys, for tests and for containers that mount the host's. */
export function allCollectors(root = ''): Collector[] {
  return [
    cpuCollector(root),
    loadCollector(root),
    memoryCollector(root),
    pressureCollector(root),
    diskCollector(root),
    networkCollector(root),
    tcpCollector(root),
    uptimeCollector(root),
  ];
}

/** Reads all collectors. A collector that is missing or failing gives nulls and says why in `reports`. */
export class Sampler {
  readonly series: readonly string[];
  readonly #watched: readonly Watched[];

  constructor(collectors: readonly Collector[]) {
    this.#watched = collectors.map((collector) => new Watched(collector));
    this.series = collectors.flatMap((collector) => collector.series);
  }

  /** One row, at a monotonic time. Values keep three decimals: more would be noise on the wire. */
  read(atMs: number): Reading {
    const values: (number | null)[] = [];
    const happenings: Happening[] = [];
    for (const watched of this.#watched) {
      for (const value of watched.read(atMs)) values.push(value === null ? null : Math.round(value * 1_000) / 1_000);
      happenings.push(...(watched.collector.happenings?.() ?? []));
    }
    return { values, happenings };
  }

  /** How each collector's last reading went. */
  reports(): CollectorReport[] {
    return this.#watched.map((watched) => watched.report());
  }

  /** Lets go of all files. */
  close(): void {
    for (const { collector } of this.#watched) collector.close();
  }
}
