/**
 * What a killed launcher left running is ended before a new one starts. Only processes the old launcher wrote down
 * are touched, each recognised by number, start time and the session it leads.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './progress.ts';
import { familyOf, listProcesses, readProcess, workingDirectoryOf } from './processes.ts';
import { isRunning, readRunRecord, removeRunRecord } from './run-record.ts';
import { StartFailure } from './start-failure.ts';
import { killFamily } from './supervised-process.ts';

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone, which is what was wanted.
  }
}

async function waitUntilGone(isGone: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!isGone()) {
    if (performance.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

/**
 * Ends the services of a launcher that is no more. Throws `StartFailure` when the recorded launcher still runs: two
 * of them over one data directory would fight.
 */
export async function endOrphans(dataDirectory: string, progress: Progress): Promise<void> {
  const record = readRunRecord(dataDirectory);
  if (!record) return;
  if (isRunning(record.launcher)) {
    throw new StartFailure(
      `Flotilla already runs on ${dataDirectory} (process ${record.launcher.pid}); stop that one first, ` +
        'or see it with: npm start -- --status',
    );
  }
  const leaders = record.services.flatMap(({ name, process: identity }) => {
    if (!identity) return [];
    const found = readProcess(identity.pid);
    // The leader itself, or children that outlived it: Linux gives its number to nobody while its session has members.
    const isOurs = found ? found.startTime === identity.startTime : familyOf(identity.pid).length > 0;
    return isOurs ? [{ name, pid: identity.pid }] : [];
  });
  if (leaders.length > 0) {
    progress.say(`  ! ending what a killed launcher left: ${leaders.map(({ name }) => name).join(', ')}`);
    for (const { name, pid } of leaders) signal(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    await waitUntilGone(() => leaders.every(({ pid }) => familyOf(pid).length === 0), 5000);
    for (const { pid } of leaders) killFamily(pid);
    await waitUntilGone(() => leaders.every(({ pid }) => familyOf(pid).length === 0), 1000);
  }
  removeRunRecord(dataDirectory);
}

/**
 * Ends processes that still work inside a directory only our own server uses. PostgreSQL's children move into their
 * data directory, and leave their parent's session, so this is how they are told.
 */
export async function endProcessesWorkingIn(directory: string): Promise<void> {
  const within = (): number[] =>
    listProcesses()
      .filter(({ pid, isZombie }) => !isZombie && workingDirectoryOf(pid) === directory)
      .map(({ pid }) => pid);
  for (const pid of within()) signal(pid, 'SIGINT');
  if (await waitUntilGone(() => within().length === 0, 4000)) return;
  for (const pid of within()) signal(pid, 'SIGKILL');
  await waitUntilGone(() => within().length === 0, 1000);
}
