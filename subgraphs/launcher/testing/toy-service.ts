/** Small services for tests of the supervisor: real processes with real children, each a few lines of JavaScript. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../service.ts';

/** Runs a program that writes `<name>.pid`, does what the code says and stays. */
export function toyService(directory: string, name: string, code: string): Service {
  const pidFile = join(directory, `${name}.pid`);
  const program = `require('fs').appendFileSync(${JSON.stringify(pidFile)}, process.pid + '\\n'); ${code}; setInterval(() => {}, 1000);`;
  return {
    name,
    run: { command: process.execPath, args: ['-e', program], env: { PATH: '/usr/bin:/bin' } },
    probe: async () => {
      if (!existsSync(pidFile)) throw new Error('it has not written its number yet');
    },
    readyTimeoutMs: 10_000,
    stopTier: 1,
    stopSignal: 'SIGTERM',
  };
}

/** The numbers of every process the service was, oldest first. */
export function pidsOf(directory: string, name: string): number[] {
  const path = join(directory, `${name}.pid`);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
}
