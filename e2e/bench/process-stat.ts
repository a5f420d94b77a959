/** Memory and CPU of processes, from /proc, without asking them. */
import { readFileSync } from 'node:fs';

/** One look at a process. */
export type ProcessLook = { readonly memoryBytes: number; readonly cpuMs: number };

/** Ticks are hundredths of a second on every Linux that Node runs on. */
const tickMs = 10;

/** Looks at a process; null when it is gone. With `isShared`, memory it shares with others is divided among them. */
export function lookAt(pid: number, isShared = false): ProcessLook | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * tickMs;
    return { memoryBytes: kilobytesOf(pid, isShared) * 1_024, cpuMs };
  } catch {
    return null;
  }
}

function kilobytesOf(pid: number, isShared: boolean): number {
  const [path, field] = isShared ? ['smaps_rollup', 'Pss'] : ['status', 'VmRSS'];
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${path}`, 'utf8'));
  return Number(found?.[1] ?? 0);
}

/** What a process used over a while. */
export type Usage = { readonly cpuPct: number; readonly rssMeanMb: number; readonly rssMaxMb: number };

/** Looks again and again at a process, or at a family whose members come and go. */
export class UsageMeter {
  readonly #members: () => readonly number[];
  readonly #startedAt = performance.now();
  readonly #cpuMsByPid = new Map<number, number>();
  #cpuMs = 0;
  #memorySum = 0;
  #memoryMax = 0;
  #looks = 0;

  constructor(members: () => readonly number[]) {
    this.#members = members;
    for (const pid of members()) this.#cpuMsByPid.set(pid, lookAt(pid)?.cpuMs ?? 0);
  }

  /** Takes one look. False when nobody is there any more. */
  look(): boolean {
    const pids = this.#members();
    let memory = 0;
    for (const pid of pids) {
      const look = lookAt(pid, pids.length > 1);
      if (!look) continue;
      // A member that came since the last look has used all of its time since then.
      this.#cpuMs += look.cpuMs - (this.#cpuMsByPid.get(pid) ?? 0);
      this.#cpuMsByPid.set(pid, look.cpuMs);
      memory += look.memoryBytes;
    }
    if (memory === 0) return false;
    this.#memorySum += memory;
    this.#memoryMax = Math.max(this.#memoryMax, memory);
    this.#looks += 1;
    return true;
  }

  /** Share of one core, and memory in MB of a million bytes. */
  usage(): Usage {
    const elapsedMs = performance.now() - this.#startedAt;
    const mb = (bytes: number): number => Math.round(bytes / 100_000) / 10;
    return {
      cpuPct: Math.round((this.#cpuMs / elapsedMs) * 10_000) / 100,
      rssMeanMb: mb(this.#looks === 0 ? 0 : this.#memorySum / this.#looks),
      rssMaxMb: mb(this.#memoryMax),
    };
  }
}
