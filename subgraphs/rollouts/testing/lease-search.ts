/** Goes through every world that can be reached from the beginning, and holds each one and each step to the invariants. */
import { isOpen } from '../lease/lease.ts';
import { beginning, nameOf, steps, type Setting, type Step, type World } from './lease-world.ts';

/** What a search found: how many worlds, and the shortest way to one that breaks an invariant. */
export type Found = { readonly worlds: number; readonly broken: string | null; readonly path: readonly string[] };

const worldsMax = 2_000_000;

/** Searches breadth first, so that the way it tells is a shortest one. Throws when the world is too large to be sure. */
export function search(setting: Setting): Found {
  const first = beginning(setting);
  const cameFrom = new Map<string, { readonly from: string; readonly by: string } | null>([[nameOf(first), null]]);
  let edge: World[] = [first];
  while (edge.length > 0) {
    const next: World[] = [];
    for (const world of edge) {
      const from = nameOf(world);
      for (const step of steps(world, setting)) {
        const name = nameOf(step.world);
        const isNew = !cameFrom.has(name);
        const broken = brokenStep(world, step, setting) ?? (isNew ? brokenWorld(step.world, setting) : null);
        if (broken !== null) return { worlds: cameFrom.size, broken, path: [...wayTo(from, cameFrom), step.name] };
        if (!isNew) continue;
        cameFrom.set(name, { from, by: step.name });
        next.push(step.world);
      }
    }
    if (cameFrom.size > worldsMax) throw new Error(`more than ${worldsMax} worlds: make the setting smaller`);
    edge = next;
  }
  return { worlds: cameFrom.size, broken: null, path: [] };
}

function wayTo(name: string, cameFrom: ReadonlyMap<string, { from: string; by: string } | null>): string[] {
  const before = cameFrom.get(name);
  return before ? [...wayTo(before.from, cameFrom), before.by] : [];
}

/** I1 to I3 and I5, which hold at every moment. */
function brokenWorld({ devices, use }: World, { limits }: Setting): string | null {
  for (const scope of new Set(['global', ...devices.map(({ area }) => area)])) {
    let [busy, open] = [0, 0];
    for (const { area, journal, server } of devices) {
      if (scope !== 'global' && area !== scope) continue;
      if (busyUnder(journal) !== null) busy += 1;
      if (server.lease && isOpen(server.lease.stage)) open += 1;
    }
    const cap = limits[scope]?.parallelMax ?? Infinity;
    if (busy > cap) return `I1: ${busy} devices are busy in ${scope}, where ${cap} may be`;
    const used = use.get(scope) ?? 0;
    if (used !== open) return `I5: ${used} slots of ${scope} are used by ${open} open leases`;
    if (used < 0 || used > cap) return `I5: ${used} slots of ${scope} are used of ${cap}`;
  }
  for (const { journal, server } of devices) {
    const fence = busyUnder(journal);
    if (fence === null) continue;
    const { lease } = server;
    const isHeld = lease?.facts.fence === fence && (lease.stage === 'ACTIVE' || lease.stage === 'SUSPECT');
    if (!isHeld) return `I3: a device is busy under fence ${fence}, and its lease is ${lease?.stage ?? 'none'}`;
  }
  return null;
}

function busyUnder(journal: World['devices'][number]['journal']): number | null {
  for (const [fence, progress] of journal) if (progress === 'BUSY') return fence;
  return null;
}

/** I4, I6 and I7, which hold at every step. */
function brokenStep(before: World, { world: after, events }: Step, { limits }: Setting): string | null {
  for (const [at, device] of after.devices.entries()) {
    const was = before.devices[at]?.server.fence ?? 0;
    if (device.server.fence < was) return `I4: the fence fell from ${was} to ${device.server.fence}`;
  }
  for (const event of events) {
    const { fence, deviceId, scopes } = event.data;
    const held = before.devices[Number(deviceId)]?.server.fence ?? 0;
    if (event.type === 'LeaseGranted' ? fence <= held : fence !== held)
      return `I4: ${event.type} of the stale fence ${fence}`;
    if (event.type === 'LeaseBegun' && before.isPaused) return 'I7: a device was permitted to start during a pause';
    if (event.type !== 'LeaseBegun' && event.type !== 'LeaseGranted') continue;
    for (const scope of scopes) {
      const max = limits[scope]?.unavailableMax ?? Infinity;
      const here = after.devices.filter(({ area }) => scope === 'global' || area === scope);
      const away = here.filter(({ server, isAway }) => isAway || (server.lease && isOpen(server.lease.stage))).length;
      if (away > max) return `I6: ${away} devices of ${scope} are away, where ${max} may be, at ${event.type}`;
    }
  }
  return null;
}
