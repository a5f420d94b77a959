/** Memory and swap from /proc/meminfo, and the kernel's count of processes it killed for want of memory. */
import type { Collector, Happening, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';

/** Bytes. */
export type Memory = {
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
};

/** Reads /proc/meminfo. Kernels before 3.14 do not tell what is available; free and cached come close. */
export function parseMemory(text: string): Memory {
  const total = kilobytes(text, 'MemTotal');
  if (total === null) throw new Error('/proc/meminfo has no MemTotal');
  const nearly =
    (kilobytes(text, 'MemFree') ?? 0) + (kilobytes(text, 'Cached') ?? 0) + (kilobytes(text, 'Buffers') ?? 0);
  return {
    totalBytes: total * 1_024,
    availableBytes: (kilobytes(text, 'MemAvailable') ?? nearly) * 1_024,
    swapTotalBytes: (kilobytes(text, 'SwapTotal') ?? 0) * 1_024,
    swapFreeBytes: (kilobytes(text, 'SwapFree') ?? 0) * 1_024,
  };
}

/** The `oom_kill` counter of /proc/vmstat, or null on a kernel before 4.13. */
export function parseOomKills(text: string): number | null {
  const found = /^oom_kill (\d+)$/m.exec(text);
  return found ? Number(found[1]) : null;
}

/** Reports an OOM_KILL event for each rise of the counter; which process it was only a tracer could say. */
export function memoryCollector(root = ''): Collector {
  const meminfo = new ProcFile(`${root}/proc/meminfo`);
  const vmstat = new ProcFile(`${root}/proc/vmstat`);
  let oomKills: number | null = null;
  let happened: readonly Happening[] = [];

  function noteOomKills(): void {
    const before = oomKills;
    const text = vmstat.read();
    oomKills = text === null ? null : parseOomKills(text);
    const rise = before !== null && oomKills !== null ? oomKills - before : 0;
    const details = { kills: rise, source: '/proc/vmstat' };
    happened = rise > 0 ? [{ type: 'OOM_KILL', pid: 0, comm: '', details }] : [];
  }

  return {
    name: 'memory',
    series: ['mem_used_bytes', 'mem_available_bytes', 'swap_used_bytes'],
    missingReason: '/proc/meminfo is not there',
    read(): Values | null {
      noteOomKills();
      const text = meminfo.read();
      if (text === null) return null;
      const memory = parseMemory(text);
      const { totalBytes, availableBytes, swapTotalBytes, swapFreeBytes } = memory;
      return [totalBytes - availableBytes, availableBytes, swapTotalBytes - swapFreeBytes];
    },
    happenings: () => happened,
    close(): void {
      meminfo.close();
      vmstat.close();
    },
  };
}

function kilobytes(text: string, field: string): number | null {
  const at = text.startsWith(`${field}:`) ? 0 : text.indexOf(`\n${field}:`) + 1;
  if (at === 0 && !text.startsWith(`${field}:`)) return null;
  const amount = Number.parseInt(text.slice(at + field.length + 1), 10);
  return Number.isNaN(amount) ? null : amount;
}
