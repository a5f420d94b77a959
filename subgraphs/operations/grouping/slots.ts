/**
 * Counts over a moving window, without remembering every event: how much fell into each half minute. What is older
 * than the window is forgotten when something newer comes; a late correction of a forgotten slot changes nothing.
 */

/** Pairs of slot and count, oldest first; a slot is half a minute since 1970. */
export type Slots = readonly (readonly [number, number])[];

/** Width of a slot. */
export const slotMs = 30_000;
/** Slots older than this are forgotten. */
export const keptMs = 600_000;

/** Adds to the slot of a moment. Never below zero. */
export function addTo(slots: Slots, atMs: number, count: number): Slots {
  const slot = Math.floor(atMs / slotMs);
  const newest = Math.max(slot, slots.at(-1)?.[0] ?? slot);
  const kept = slots.filter(([each]) => each > newest - keptMs / slotMs);
  if (slot <= newest - keptMs / slotMs) return kept;
  const before = kept.find(([each]) => each === slot)?.[1] ?? 0;
  const others = kept.filter(([each]) => each !== slot);
  const after = Math.max(0, before + count);
  return after === 0 ? others : [...others, [slot, after] as const].sort(([a], [b]) => a - b);
}

/** How much fell into the slots that end after a moment. */
export function countSince(slots: Slots, sinceMs: number): number {
  return slots.reduce((sum, [slot, count]) => ((slot + 1) * slotMs > sinceMs ? sum + count : sum), 0);
}
