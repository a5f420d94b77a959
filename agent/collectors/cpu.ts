/** Where the processor's time went, from the first line of /proc/stat. */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';
import { Increase } from './rate.ts';

/** Ticks since boot, summed over all processors. */
export type CpuTimes = {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  readonly iowait: number;
  readonly irq: number;
  readonly softirq: number;
  readonly steal: number;
};

/** Reads the `cpu` line. Guest time is already in user time. Throws when the line is not there. */
export function parseCpuTimes(text: string): CpuTimes {
  const end = text.indexOf('\n');
  const [label, ...fields] = text
    .slice(0, end === -1 ? undefined : end)
    .trim()
    .split(/\s+/);
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields.map(Number);
  if (label !== 'cpu' || user === undefined || nice === undefined || system === undefined || idle === undefined) {
    throw new Error('/proc/stat does not begin with a cpu line');
  }
  return { user, nice, system, idle, iowait, irq, softirq, steal };
}

/** Usage leaves out waiting for disks (nothing ran) and time the hypervisor took (something else ran). */
export function cpuCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/stat`);
  const increase = new Increase();
  let iowaitBefore = 0;
  return {
    name: 'cpu',
    series: ['cpu_usage_pct', 'cpu_iowait_pct', 'cpu_steal_pct'],
    missingReason: '/proc/stat is not there',
    read(atMs): Values | null {
      const text = file.read();
      if (text === null) return null;
      const { user, nice, system, idle, iowait, irq, softirq, steal } = parseCpuTimes(text);
      // The kernel lets iowait fall now and then; joined with idle it only rises.
      const since = increase.since([user + nice + system + irq + softirq, idle + iowait, steal], atMs);
      const waited = Math.max(0, iowait - iowaitBefore);
      iowaitBefore = iowait;
      if (!since) return [null, null, null];
      const [busy = 0, rested = 0, stolen = 0] = since;
      const total = busy + rested + stolen;
      if (total === 0) return [null, null, null];
      return [busy, waited, stolen].map((ticks) => (ticks * 100) / total);
    },
    close: () => file.close(),
  };
}
