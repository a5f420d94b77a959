/**
 * Whether the devices of a wave are worse off than they were, and than their like. A wave is held against its own past
 * and against devices that were not touched, because a bad day of everybody is nobody's fault.
 */

/** One measure over three groups: shares of devices in trouble, e.g. those that count as degraded. */
export type HealthMeasure = {
  readonly name: string;
  /** The wave before its update. */
  readonly before: Share;
  /** The wave since. */
  readonly after: Share;
  /** Devices the rollout is for that were not touched yet, now. */
  readonly control: Share;
};

/** How many of how many. */
export type Share = { readonly troubled: number; readonly devices: number };

/** What the measures come to: PASS, FAIL, or that they do not tell. `have`, `need` and `of` are of what decided. */
export type HealthVerdict = {
  readonly kind: 'PASS' | 'FAIL' | 'INCONCLUSIVE';
  readonly measure: string | null;
  readonly have: number;
  readonly need: number;
  readonly of: number;
};

/** So many devices must have been measured before the shares mean anything. */
export const measuredMin = 1;
/** A wave may be worse by this share before it counts as worse. */
const toleranceShare = 0.1;

/** Judges a wave by its measures: one that fails is enough, one that does not tell holds. */
export function healthVerdict(measures: readonly HealthMeasure[]): HealthVerdict {
  let passed: HealthVerdict = { kind: 'INCONCLUSIVE', measure: null, have: 0, need: measuredMin, of: 0 };
  for (const { name, before, after, control } of measures) {
    if (after.devices < measuredMin) {
      return { kind: 'INCONCLUSIVE', measure: name, have: after.devices, need: measuredMin, of: after.devices };
    }
    const usual = Math.max(shareOf(before), shareOf(control));
    const worseFrom = Math.floor((usual + toleranceShare) * after.devices) + 1;
    const verdict = { measure: name, have: after.troubled, need: worseFrom, of: after.devices };
    if (after.troubled >= worseFrom) return { kind: 'FAIL', ...verdict };
    passed = { kind: 'PASS', ...verdict };
  }
  return passed;
}

function shareOf({ troubled, devices }: Share): number {
  return devices === 0 ? 0 : troubled / devices;
}
