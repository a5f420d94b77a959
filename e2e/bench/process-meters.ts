/** The processes of a stack that runs on this machine, found by the ports they listen on, each with its meter. */
import { stackPorts } from '../fleet/config.ts';
import { familyOf, listenerOf } from './listeners.ts';
import { UsageMeter } from './process-stat.ts';

/** A meter with the name its process is reported by. */
export type NamedMeter = readonly [string, UsageMeter];

/** Meters of everything that listens on the stack's ports, families included. They count from now on. */
export function stackMeters(): NamedMeter[] {
  return Object.entries(stackPorts).flatMap(([name, port]) => {
    const pid = listenerOf(port);
    return pid === null ? [] : [[name, new UsageMeter(() => familyOf(pid))] as const];
  });
}
