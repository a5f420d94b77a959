/** Seconds since the device booted. */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';

/** Reads /proc/uptime. Throws when it does not begin with a number. */
export function parseUptime(text: string): number {
  const seconds = Number.parseFloat(text);
  if (Number.isNaN(seconds)) throw new Error('/proc/uptime does not begin with a number');
  return seconds;
}

/** Series `uptime_s`. */
export function uptimeCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/uptime`);
  return {
    name: 'uptime',
    series: ['uptime_s'],
    missingReason: '/proc/uptime is not there',
    read(): Values | null {
      const text = file.read();
      return text === null ? null : [parseUptime(text)];
    },
    close: () => file.close(),
  };
}
