/** Memory and CPU of a process, from /proc, without asking it. */
import { readFileSync } from 'node:fs';

/** One look at a process. Ticks are hundredths of a second on every Linux that Node runs on. */
export type ProcessLook = { readonly rssBytes: number; readonly cpuMs: number };

const tickMs = 10;

/** Looks at a process; null when it is gone. */
export function lookAt(pid: number): ProcessLook | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const rss = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { rssBytes: Number(rss?.[1] ?? 0) * 1024, cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
  } catch {
    return null;
  }
}

/** What a process used over a while. */
export type Usage = { readonly cpuPct: number; readonly rssMeanMb: number; readonly rssMaxMb: number };

/** Looks at a process again and again. */
export class UsageMeter {
  readonly #pid: number;
  readonly #startedAt = performance.now();
  readonly #first: ProcessLook | null;
  #last: ProcessLook | null;
  #rssSum = 0;
  #rssMax = 0;
  #looks = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#first = this.#last = lookAt(pid);
  }

  /** Takes one look. False when the process is gone. */
  look(): boolean {
    const look = lookAt(this.#pid);
    if (!look) return false;
    this.#last = look;
    this.#rssSum += look.rssBytes;
    this.#rssMax = Math.max(this.#rssMax, look.rssBytes);
    this.#looks += 1;
    return true;
  }

  /** Share of one core, and memory in MB of a million bytes. */
  usage(): Usage {
    const elapsedMs = performance.now() - this.#startedAt;
    const cpuMs = (this.#last?.cpuMs ?? 0) - (this.#first?.cpuMs ?? 0);
    const mb = (bytes: number): number => Math.round(bytes / 100_000) / 10;
    return {
      cpuPct: Math.round((cpuMs / elapsedMs) * 10_000) / 100,
      rssMeanMb: mb(this.#looks === 0 ? 0 : this.#rssSum / this.#looks),
      rssMaxMb: mb(this.#rssMax),
    };
  }
}
