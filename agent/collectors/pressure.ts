/**
 * Pressure stall information: the share of time in which some or all work waited for processor, disk or memory. Taken
 * from the running totals, so that each second has its own value instead of a ten-second average.
 */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';
import { Rate } from './rate.ts';

/** Microseconds stalled since boot; `full` is null where the kernel does not tell (processors before 5.13). */
export type Pressure = { readonly someUs: number; readonly fullUs: number | null };

/** Reads one file of /proc/pressure. Throws when it has no `some` line. */
export function parsePressure(text: string): Pressure {
  const some = totalOf(text, 'some');
  if (some === null) throw new Error('a pressure file has no "some" line');
  return { someUs: some, fullUs: totalOf(text, 'full') };
}

const resources = ['cpu', 'io', 'memory'] as const;

/** Five series. The whole collector is missing on kernels without PSI, or booted with `psi=0`. */
export function pressureCollector(root = ''): Collector {
  const files = resources.map((resource) => new ProcFile(`${root}/proc/pressure/${resource}`));
  const rates = resources.map(() => ({ some: new Rate(), full: new Rate() }));
  return {
    name: 'pressure',
    series: ['psi_cpu_some_pct', 'psi_io_some_pct', 'psi_io_full_pct', 'psi_mem_some_pct', 'psi_mem_full_pct'],
    missingReason: '/proc/pressure is not there: the kernel has no PSI, or was booted with psi=0',
    read(atMs): Values | null {
      const texts = files.map((file) => file.read());
      if (texts.every((text) => text === null)) return null;
      const shares = texts.map((text, index) => {
        const rate = rates[index];
        if (text === null || !rate) return { some: null, full: null };
        const { someUs, fullUs } = parsePressure(text);
        return {
          some: percent(rate.some.perSecond(someUs, atMs)),
          full: fullUs === null ? null : percent(rate.full.perSecond(fullUs, atMs)),
        };
      });
      const [cpu, io, memory] = shares;
      return [cpu?.some, io?.some, io?.full, memory?.some, memory?.full].map((share) => share ?? null);
    },
    close: () => files.forEach((file) => file.close()),
  };
}

function totalOf(text: string, line: 'some' | 'full'): number | null {
  const found = new RegExp(`^${line} .*total=(\\d+)`, 'm').exec(text);
  return found ? Number(found[1]) : null;
}

function percent(microsecondsPerSecond: number | null): number | null {
  return microsecondsPerSecond === null ? null : Math.min(100, microsecondsPerSecond / 10_000);
}
