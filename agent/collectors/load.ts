/** The one-minute load average. */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';

/** Reads /proc/loadavg. Throws when it does not begin with a number. */
export function parseLoad1(text: string): number {
  const load = Number.parseFloat(text);
  if (Number.isNaN(load)) throw new Error('/proc/loadavg does not begin with a number');
  return load;
}

/** Series `load1`. */
export function loadCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/loadavg`);
  return {
    name: 'load',
    series: ['load1'],
    missingReason: '/proc/loadavg is not there',
    read(): Values | null {
      const text = file.read();
      return text === null ? null : [parseLoad1(text)];
    },
    close: () => file.close(),
  };
}
