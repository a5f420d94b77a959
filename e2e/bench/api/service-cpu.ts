/** CPU of the stack's services from /proc, each with its children, without asking them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceStatus } from './own-stack.ts';

/** CPU by service, in milliseconds; `bench` is this process. */
export type CpuMs = Readonly<Record<string, number>>;

const tickMs = 10;

/** Reads how much CPU the services have used so far. */
export class ServiceCpu {
  readonly #services: readonly ServiceStatus[];

  constructor(services: readonly ServiceStatus[]) {
    this.#services = services.filter(({ name }) => name !== 'launcher');
  }

  /** Everything used since each service began, children that have ended included. */
  read(): CpuMs {
    const table = processTable();
    const used: Record<string, number> = { bench: cpuOf(process.pid, table) };
    for (const { name, pid } of this.#services) {
      if (pid !== null) used[name] = familyOf(pid, table).reduce((sum, each) => sum + cpuOf(each, table), 0);
    }
    return used;
  }
}

/** CPU that everything on the machine has used since it was started, in milliseconds. */
export function machineCpuMs(): number {
  const [, user, nice, system, , , irq, softirq] =
    readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
  return [user, nice, system, irq, softirq].reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs;
}

/** The sum over services. */
export function totalCpu(cpu: CpuMs): number {
  return Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
}

/** What was used between two readings, divided by the calls made meanwhile. */
export function perCall(before: CpuMs, after: CpuMs, calls: number): CpuMs {
  const each = (name: string): number => ((after[name] ?? 0) - (before[name] ?? 0)) / Math.max(1, calls);
  return Object.fromEntries(Object.keys(after).map((name) => [name, Math.round(each(name) * 1_000) / 1_000]));
}

type Entry = { readonly parent: number; readonly cpuMs: number };

function processTable(): ReadonlyMap<number, Entry> {
  const table = new Map<number, Entry>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
      table.set(Number(name), { parent: Number(fields[1]), cpuMs: ticks * tickMs });
    } catch {
      // It ended between the listing and the look.
    }
  }
  return table;
}

function familyOf(leader: number, table: ReadonlyMap<number, Entry>): number[] {
  const children = [...table].filter(([, { parent }]) => parent === leader).map(([pid]) => pid);
  return [leader, ...children.flatMap((child) => familyOf(child, table))];
}

function cpuOf(pid: number, table: ReadonlyMap<number, Entry>): number {
  return table.get(pid)?.cpuMs ?? 0;
}
