/**
 * Runs one program of this device to its end, at most for a given time: by its path and words, never through a shell, in a
 * process group of its own, so that what it started ends with it. The module for it is loaded on first use.
 */

/** How a program ended. */
export type ProgramEnd = { readonly exitCode: number | null; readonly isTimedOut: boolean; readonly tookMs: number };

/** Runs it without input; what it writes is nobody's. A program that cannot be started ends with null. */
export function runProgram([path = '', ...words]: readonly string[], timeoutMs: number): Promise<ProgramEnd> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let isTimedOut = false;
    const child = spawn(path, words, { stdio: 'ignore', detached: true, env: {} });
    const timer = setTimeout(() => {
      isTimedOut = true;
      killGroup(child.pid);
    }, timeoutMs);
    const ended = (exitCode: number | null): void => {
      clearTimeout(timer);
      resolve({ exitCode, isTimedOut, tookMs: Math.round(performance.now() - startedAt) });
    };
    child.once('error', () => ended(null));
    child.once('exit', ended);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
