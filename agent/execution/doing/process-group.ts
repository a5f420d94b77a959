/**
 * One program, never a shell, in a process group of its own: with its time, its bounded output, and an end that takes
 * everything with it that the program began. What slipped out of the group is found by the mark in its environment.
 */
import type * as ChildProcess from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { reasonOf } from '../../failure.ts';
import { type KeptOutput, OutputWindow } from './output-window.ts';

/** What is to be run. */
export type Program = {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  readonly outputBytesMax: number;
  /** More of an environment than every program gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether nothing that it began may outlive it. */
  readonly isContained: boolean;
};

/** How it ended. */
export type ProgramEnd = {
  readonly how: 'EXITED' | 'TIMED_OUT' | 'STOPPED' | 'NOT_STARTED';
  readonly exitCode: number | null;
  /** What ended it, or why it did not begin. */
  readonly cause: string | null;
  readonly output: KeptOutput;
};

/** Every program gets this, and nothing of the agent's own. */
const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/',
  LANG: 'C.UTF-8',
};
const mark = 'FLOTILLA_COMMAND';
const graceMs = 1_500;
const drainMs = 500;

/** Runs a program for a command, until its end, its time or the signal. Never throws. */
export function runProgram(commandId: string, program: Program, signal: AbortSignal): Promise<ProgramEnd> {
  const output = new OutputWindow(program.outputBytesMax);
  const child = begun(commandId, program);
  if (typeof child === 'string') {
    return Promise.resolve({ how: 'NOT_STARTED', exitCode: null, cause: child, output: output.kept() });
  }
  return new Promise((resolve) => {
    let how: ProgramEnd['how'] = 'EXITED';
    let hardly: NodeJS.Timeout | undefined;
    const end = (why: 'TIMED_OUT' | 'STOPPED'): void => {
      if (how !== 'EXITED') return;
      how = why;
      signalGroup(child.pid, 'SIGTERM');
      hardly = setTimeout(() => endHard(commandId, child.pid, program.isContained), graceMs);
    };
    const stop = (): void => end('STOPPED');
    const timer = setTimeout(() => end('TIMED_OUT'), program.timeoutMs);
    const settle = (ended: ProgramEnd): void => {
      clearTimeout(timer);
      clearTimeout(hardly);
      signal.removeEventListener('abort', stop);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(ended);
    };
    child.stdout?.on('data', (piece: Buffer) => output.add(piece));
    child.stderr?.on('data', (piece: Buffer) => output.add(piece));
    child.once('error', (fault: Error) => {
      if (child.pid === undefined)
        settle({ how: 'NOT_STARTED', exitCode: null, cause: faultText(fault), output: output.kept() });
    });
    child.once('exit', (exitCode, name) => {
      // What stayed behind in the group of a contained program, or of one that had to be ended, goes with its leader.
      if (program.isContained || how !== 'EXITED') endHard(commandId, child.pid, program.isContained);
      const ended = (): void => settle({ how, exitCode, cause: name, output: output.kept() });
      const waiting = setTimeout(ended, drainMs);
      child.once('close', () => {
        clearTimeout(waiting);
        ended();
      });
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Ends whatever a command of an earlier life of the agent left running. */
export function endLeftovers(commandId: string): void {
  const marked = Buffer.from(`${mark}=${commandId}\0`);
  // Twice, for what is just being forked.
  for (let round = 0; round < 2; round += 1) {
    for (const pid of pidsMarked(marked)) signalOne(pid, 'SIGKILL');
  }
}

function begun(
  commandId: string,
  { argv, environment: more, isContained }: Program,
): ChildProcess.ChildProcess | string {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [file = '', ...rest] = argv;
  try {
    return spawn(file, rest, {
      shell: false,
      detached: true,
      cwd: '/',
      // A service that is restarted here must not look like a leftover of this command later on.
      env: { ...environment, ...more, ...(isContained && { [mark]: commandId }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (fault) {
    return faultText(fault);
  }
}

function endHard(commandId: string, pid: number | undefined, isContained: boolean): void {
  signalGroup(pid, 'SIGKILL');
  if (isContained) endLeftovers(commandId);
}

function pidsMarked(marked: Buffer): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => {
    if (pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`).includes(marked);
    } catch {
      // It ended, or is none of ours.
      return false;
    }
  });
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid !== undefined && pid > 1) signalOne(-pid, name);
}

function signalOne(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Nobody is there any more.
  }
}

function faultText(fault: unknown): string {
  const { code } = fault as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'this device does not have that program';
  if (code === 'EACCES') return 'the agent may not run it';
  return reasonOf(fault);
}
