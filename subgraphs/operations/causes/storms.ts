/** Storms: many devices of one tree of domains that leave, or return, within two minutes. */
import type { Scope } from '../grouping/scope.ts';
import { addTo, countSince } from '../grouping/slots.ts';
import { storm, stormSize, unexplainedAway, unexplainedLeaves } from '../grouping/storm.ts';
import type { Moment } from '../ledger/moment.ts';
import { raise, settle } from '../ledger/occurrences.ts';

/** The key of the item about devices that left a root together. */
export function leaveStormKey(root: Scope): string {
  return `leave-storm:${root.id}`;
}

/** A device left; its counts are moved already. */
export function afterLeaving(moment: Moment, root: Scope): void {
  const { ledger, atMs } = moment;
  const key = leaveStormKey(root);
  const known = ledger.items.get(key);
  if (known?.isActive) {
    if (root.isDown || unexplainedAway(root, ledger.down) < storm.overShare * known.deviceCount) {
      return settle(moment, key);
    }
    // What leaves long after a storm is no part of it.
    if (atMs > (known.foldUntilMs ?? 0)) return;
    const devices = known.deviceCount + 1;
    const peak = Math.max(devices, Number(known.facts['peak'] ?? 0));
    return raiseLeaveStorm(moment, root, { devices, peak, fromMs: known.foldFromMs ?? atMs });
  }
  const left = root.isDown ? 0 : unexplainedLeaves(root, atMs, ledger.down);
  if (left < stormSize(root)) return;
  raiseLeaveStorm(moment, root, { devices: left, peak: left, fromMs: atMs - storm.windowMs });
}

/** A device came back after it had been away since a moment. */
export function afterReturning(moment: Moment, root: Scope, awaySinceMs: number): void {
  const { ledger, atMs } = moment;
  const returned = addTo(root.returned, atMs, 1);
  ledger.putScope({ ...root, returned });
  calm(moment, root, awaySinceMs);
  const recent = countSince(returned, atMs - storm.windowMs);
  const key = `return-storm:${root.id}`;
  if (recent < stormSize(root) && !ledger.items.get(key)?.isActive) return;
  const endsMs = atMs + storm.windowMs;
  raise(moment, {
    key,
    kind: 'RETURN_STORM',
    subject: { domainId: root.id, deviceId: null, locationId: null, name: root.name },
    devices: recent,
    measure: root.population === 0 ? 0 : recent / root.population,
    facts: { endsMs },
    dueMs: endsMs,
  });
}

/** One fewer of those a storm took; it is over when most are back. */
function calm(moment: Moment, root: Scope, awaySinceMs: number): void {
  const known = moment.ledger.items.get(leaveStormKey(root));
  const [fromMs, untilMs] = [known?.foldFromMs ?? null, known?.foldUntilMs ?? null];
  if (!known?.isActive || fromMs === null || untilMs === null) return;
  if (awaySinceMs < fromMs || awaySinceMs > untilMs) return;
  const devices = known.deviceCount - 1;
  const peak = Number(known.facts['peak'] ?? devices);
  if (devices < storm.overShare * peak) return settle(moment, known.key);
  raiseLeaveStorm(moment, root, { devices, peak, fromMs, untilMs });
}

type Extent = {
  readonly devices: number;
  readonly peak: number;
  readonly fromMs: number;
  /** Absent while it goes on: then until its window after now. */
  readonly untilMs?: number;
};

function raiseLeaveStorm(moment: Moment, root: Scope, { devices, peak, fromMs, untilMs }: Extent): void {
  raise(moment, {
    key: leaveStormKey(root),
    kind: 'LEAVE_STORM',
    subject: { domainId: root.id, deviceId: null, locationId: null, name: root.name },
    devices,
    measure: root.population === 0 ? 0 : devices / root.population,
    facts: { peak },
    foldKeys: [root.key],
    foldFromMs: fromMs,
    foldUntilMs: untilMs ?? moment.atMs + storm.windowMs,
  });
}
