/**
 * Starts again what should run and does not, after the machine was off: each service's version that was switched to. What an
 * update is being applied to is left to that update.
 */
import { ServiceExecutor } from './service.ts';
import { servicesIn } from './service-note.ts';

/** Services that could not be started, with why. `busy` is the one that is being updated. */
export async function keepServices(directory: string, busy: string | null): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const name of servicesIn(directory)) {
    if (name === busy) continue;
    const service = new ServiceExecutor(directory, name, null);
    const current = await service.current();
    if (!current || (await service.isRunning(current))) continue;
    await service.start(current).catch((fault: unknown) => {
      faults.push(fault instanceof Error ? fault.message : String(fault));
    });
  }
  return faults;
}
