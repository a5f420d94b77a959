/**
 * How a long-running agent stays small. Node takes memory for speed that a program with three wake-ups a second does
 * not need; these options give it back, 8 of 70 MB as measured. They must be there when the process starts, so `run`
 * replaces itself once if they are not: same process id, same files, no second process.
 */

import { quietly } from './quiet.ts';

/** No machine code at run time, a small nursery, no helper threads, and only those parts of Node that are used. */
export const frugalFlags = [
  '--jitless',
  '--max-semi-space-size=1',
  '--v8-pool-size=0',
  '--no-node-snapshot',
  '--expose-gc',
] as const;

/** Returns when this process is frugal, or cannot be made so; otherwise it does not return. */
export function becomeFrugal(): void {
  const { execArgv, execPath, argv } = process;
  const missing = frugalFlags.filter((flag) => !execArgv.includes(flag));
  if (missing.length === 0 || typeof process.execve !== 'function') return;
  quietly(() => process.execve?.(execPath, [execPath, ...execArgv, ...missing, ...argv.slice(1)]));
}

/**
 * Collects garbage once a minute until the process ends. The agent makes half a megabyte of it a minute, mostly bodies
 * of requests, which V8 would let grow to tens of megabytes before it finds collecting worth while.
 */
export function stayFrugal(): void {
  setInterval(() => globalThis.gc?.(), 60_000).unref();
}
