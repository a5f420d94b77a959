/**
 * The services that updates brought: which of them ended without anybody having ended them. Nobody else on the device
 * notices, and a wave is judged by it.
 */
import { join } from 'node:path';
import { isThere, notedService, servicesIn, type ServiceNote } from '../updater/executors/service-note.ts';
import type { Collector, Happening, Values } from './collector.ts';

/** What it has to know of the device. */
export type ServicesAbout = {
  /** Where services live. */
  readonly directory: string;
  /** Whether an update is being applied: what ends then was ended by it, or is judged by it. */
  readonly isApplying: () => boolean;
};

const nothing: Values = [];
/** A service that an update brings is there for good: who came new is looked for now and then. */
const namesEveryMs = 10_000;

/** Reports a PROCESS_EXIT event for each service that ended by itself; how, only its parent could say. */
export function servicesCollector({ directory, isApplying }: ServicesAbout): Collector {
  const running = new Map<string, ServiceNote>();
  let names: readonly string[] = [];
  let namesAt = -Infinity;
  let happened: readonly Happening[] = [];

  function exitOf(name: string): Happening | null {
    const last = running.get(name);
    if (last && isThere(last)) return null;
    const now = notedService(join(directory, name));
    if (now) running.set(name, now);
    else running.delete(name);
    // Another version that runs came by an update; the same one was started again, by whoever noticed.
    if (!last || (now && now.digest !== last.digest) || isApplying()) return null;
    const details = { service: name, digest: last.digest, source: 'agent' };
    return { type: 'PROCESS_EXIT', pid: last.pid, comm: name.slice(0, 64), details };
  }

  return {
    name: 'services',
    series: [],
    missingReason: 'no update brought a service',
    read(atMs): Values {
      if (atMs - namesAt >= namesEveryMs) [names, namesAt] = [servicesIn(directory), atMs];
      happened = names.map(exitOf).filter((happening) => happening !== null);
      return nothing;
    },
    happenings: () => happened,
    close: () => undefined,
  };
}
