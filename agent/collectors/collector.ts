/**
 * What a collector is: it owns some series, reads one part of /proc or /sys when told to, and may be missing or
 * failing without harm to the others. Collectors never start a process and keep their files open between readings.
 */
import type { CollectorReport, KernelEventType } from '../wire.ts';

/** One value per series of the collector, in its order; null is not measured. */
export type Values = readonly (number | null)[];

/** What happened in the kernel since the last reading. */
export type Happening = {
  readonly type: KernelEventType;
  readonly pid: number;
  readonly comm: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** A source of series. `read` throws when the source is there and makes no sense. */
export interface Collector {
  readonly name: string;
  readonly series: readonly string[];
  /** The values at a monotonic time; null when the source is missing on this device. */
  read(atMs: number): Values | null;
  /** Kernel events the last reading found, if this collector finds any. */
  happenings?(): readonly Happening[];
  /** Why the source is missing, when `read` answered null. */
  readonly missingReason: string;
  close(): void;
}

/** A collector with its health: a fault of one is reported, never thrown. */
export class Watched {
  readonly collector: Collector;
  #state: CollectorReport['state'] = 'OK';
  #reason: string | null = null;

  constructor(collector: Collector) {
    this.collector = collector;
  }

  /** The values now, all null when the collector is missing or failing. */
  read(atMs: number): Values {
    try {
      const values = this.collector.read(atMs);
      this.#state = values ? 'OK' : 'MISSING';
      this.#reason = values ? null : this.collector.missingReason;
      return values ?? this.#nothing();
    } catch (fault) {
      this.#state = 'FAILING';
      this.#reason = fault instanceof Error ? fault.message : String(fault);
      return this.#nothing();
    }
  }

  /** How the last reading went. */
  report(): CollectorReport {
    return { name: this.collector.name, state: this.#state, reason: this.#reason };
  }

  #nothing(): Values {
    return this.collector.series.map(() => null);
  }
}
