/**
 * What a device writes down while it is on its own: pure, a function of its number, so that every run of a storm has the
 * same journals. It begins and ends its autonomy, decides, sees to its security, and tells its state now and then.
 */
import { noise } from './character.ts';
import type { DeviceChronicle, Entry } from './chronicle.ts';

/** How long somebody was away, and how much there is to tell. */
export type Absence = {
  readonly index: number;
  readonly hours: number;
  readonly records: number;
  readonly endsAtMs: number;
  /** Snapshots given up in the middle, for want of room. */
  readonly droppedRecords: number;
};

const decisions = ['restart_service', 'policy_applied', 'cache_served', 'buffer'] as const;
const authorityEpoch = 1;

/** The entries of an absence, oldest first. Those in the middle are snapshots. */
export function entriesOf({ index, hours, records, endsAtMs, droppedRecords }: Absence): Entry[] {
  const startsAtMs = endsAtMs - hours * 3_600_000;
  const middle = Math.floor(records / 2);
  return Array.from({ length: records }, (_, place): Entry => {
    const atMs = Math.floor(startsAtMs + ((endsAtMs - startsAtMs) * place) / Math.max(1, records - 1));
    const draw = noise(index, place);
    const isNight = place >= middle && place < middle + droppedRecords;
    if (place === 0) return { class: 'LIFECYCLE', kind: 'autonomy.began', atMs, body: { because: 'LINK' } };
    if (place === records - 1) return { class: 'LIFECYCLE', kind: 'autonomy.ended', atMs, body: { because: 'RETURN' } };
    if (isNight || draw < 0.45) {
      return { class: 'SNAPSHOT', kind: 'snapshot.state', atMs, body: { place, health: 'OK', services: 4 } };
    }
    if (draw < 0.9) {
      const what = decisions[place % decisions.length] ?? 'buffer';
      return {
        class: 'DECISION',
        kind: `decision.${what}`,
        atMs,
        body: { what, policyBundleId: null, authorityEpoch },
      };
    }
    return { class: 'SECURITY', kind: 'security.login_failed', atMs, body: { place, user: 'service' } };
  });
}

/** Lets a device live through an absence. */
export function live(chronicle: DeviceChronicle, absence: Absence): void {
  for (const entry of entriesOf(absence)) chronicle.write(entry);
  const { records, droppedRecords } = absence;
  const from = Math.floor(records / 2) + 1;
  if (droppedRecords > 0) chronicle.drop(from, from + droppedRecords - 1);
}
