/** Facts about the machine that identify it or this run of it. */
import { readFileSync } from 'node:fs';

/** Changes at every boot. Where the kernel does not tell, every start of the agent counts as a boot. */
export function bootId(): string {
  return firstLine('/proc/sys/kernel/random/boot_id') ?? `unknown-${process.pid}-${Date.now()}`;
}

/** The host name, for a device that is enrolled without `--name`. */
export function hostName(): string {
  return firstLine('/proc/sys/kernel/hostname') ?? 'unnamed';
}

/** Seconds since boot. */
export function uptimeSeconds(): number {
  const seconds = Number.parseFloat(firstLine('/proc/uptime') ?? '');
  return Number.isNaN(seconds) ? Math.round(process.uptime()) : Math.round(seconds);
}

function firstLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').split('\n')[0]?.trim() || null;
  } catch {
    return null;
  }
}
