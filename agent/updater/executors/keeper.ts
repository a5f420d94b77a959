/**
 * Starts again what should run and does not, after the machine was off: each service's version that was switched to. What an
 * update is being applied to is left to that update.
 */
import { readdirSync } from 'node:fs';
import { ServiceExecutor } from './service.ts';

/** Services that could not be started, with why. `busy` is the one that is being updated. */
export async function keepServices(servicesDir: string, busy: string | null): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const name of namesIn(servicesDir)) {
    if (name === busy) continue;
    const service = new ServiceExecutor(servicesDir, name, null);
    const current = await service.current();
    if (!current || (await service.isRunning(current))) continue;
    await service.start(current).catch((fault: unknown) => {
      faults.push(fault instanceof Error ? fault.message : String(fault));
    });
  }
  return faults;
}

function namesIn(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    // Nothing was ever installed here.
    return [];
  }
}
