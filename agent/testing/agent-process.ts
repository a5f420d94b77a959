/** Runs the real, bundled program as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { bundle } from '../build.ts';

/** How a process ended and what it said. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A running agent. */
export type RunningAgent = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

const made: string[] = [];
afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A directory that is gone when the tests of this file are over. */
function temporary(prefix: string): string {
  const path = mkdtempSync(join(tmpdir(), prefix));
  made.push(path);
  return path;
}

/** Builds the program into a directory of its own, and answers its path. */
export async function builtAgent(): Promise<string> {
  const path = join(temporary('flotilla-agent-build-'), 'flotilla-agent.mjs');
  await bundle(path);
  return path;
}

/** A fresh state directory's path; the agent makes it. */
export function freshStateDir(): string {
  return join(temporary('flotilla-agent-'), 'state');
}

/** Starts the program. */
export function startAgent(program: string, ...argv: readonly string[]): RunningAgent {
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece) => (stdout += piece));
  child.stderr.on('data', (piece) => (stderr += piece));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

/** Starts the program and waits for its end. */
export function ranAgent(program: string, ...argv: readonly string[]): Promise<Ended> {
  return startAgent(program, ...argv).ended;
}

/**
 * Waits until something holds; throws with its name when it does not in time. Giving up early would prove nothing where
 * others use the cores as well, and what holds soon costs no more.
 */
export async function until(what: string, holds: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
