/**
 * How a rollout goes back: ring by ring, in the order of its waves, the few first again. Nothing soaks on the way back, and
 * nobody who is away holds it up; but it has a stop of its own, because a way back that fails is worse than what it is to
 * mend. The borders are those of each wave. Pure.
 */
import { failureBorder, type Gates, type GateNumbers } from '../gate/gate.ts';

/** The devices of one wave that go back. */
export type Ring = {
  readonly wave: number;
  readonly done: number;
  /** Failures since somebody last accepted them, and devices that took too long. */
  readonly failed: number;
  /** Failures that were accepted. */
  readonly forgiven: number;
  /** At work, and in time. */
  readonly applying: number;
  /** Waiting for their turn or their lease, and can be told. */
  readonly waiting: number;
  /** Waiting and away, or silent in the middle: they come later, and count for nothing. */
  readonly away: number;
};

/** What the way back comes to: it stops, or devices up to `wave` may go; null where none is left to. */
export type WayBack =
  | ({ readonly kind: 'STOP'; readonly wave: number } & GateNumbers)
  | { readonly kind: 'GO'; readonly wave: number | null };

/** Judges the way back by its rings. */
export function judgeWayBack(rings: readonly Ring[], gatesOf: (wave: number) => Gates): WayBack {
  const inOrder = rings.toSorted((a, b) => a.wave - b.wave);
  for (const ring of inOrder) {
    const { done, failed, forgiven, applying, waiting, wave } = ring;
    const base = done + failed + forgiven + applying + waiting;
    const border = failureBorder(gatesOf(wave), { failed, executed: done + failed, base });
    if (border) return { kind: 'STOP', wave, ...border };
  }
  const open = inOrder.find((ring) => !isThrough(ring, gatesOf(ring.wave)));
  return { kind: 'GO', wave: open?.wave ?? inOrder.at(-1)?.wave ?? null };
}

/** Whether the next ring may go: nobody is left that can, or enough of them are back. */
function isThrough({ done, failed, forgiven, applying, waiting }: Ring, { successPercent }: Gates): boolean {
  if (applying + waiting === 0) return true;
  const base = done + failed + forgiven + applying + waiting;
  return done >= Math.max(1, Math.ceil((base * successPercent) / 100));
}
