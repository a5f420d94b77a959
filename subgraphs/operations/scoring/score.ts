/**
 * How much an item needs a person, 0 to 100, as a sum anyone can check: four terms, each a weight times a value from
 * 0 to 1. Time enters in steps, because an item is only looked at again when something happens or a deadline passes.
 */
import { rulesOf, type AttentionKind } from './kinds.ts';

/** One term of the sum. `contribution` is `weight` times `value`, to a tenth. */
export type Term = {
  readonly name: string;
  readonly weight: number;
  readonly value: number;
  readonly contribution: number;
};

/** What the score is made from. */
export type Measures = {
  /** Devices concerned, 1 for one device, 0 where none is. */
  readonly devices: number;
  /** How long it has lasted. */
  readonly lastedMs: number;
  /** The kind's own measure, 0 to 1. */
  readonly measure: number;
};

/** How loud an item is on the screen. */
export type Severity = 'CRITICAL' | 'MAJOR' | 'MINOR';

/** The weights; they add up to 100. */
export const weights = { gravity: 60, reach: 20, duration: 10, measure: 10 } as const;

/** A device count of this much has the full reach. */
const reachFull = 1_000;
const hourMs = 3_600_000;

/** After each of these the duration counts for more; an item is looked at again then. */
export const durationSteps = [1, 6, 24, 72].map((hours) => hours * hourMs);

/** The score of an item and the terms it is the sum of. */
export function scoreOf(
  kind: AttentionKind,
  measures: Measures,
): { readonly score: number; readonly terms: readonly Term[] } {
  const rules = rulesOf(kind);
  const steps = durationSteps.filter((step) => measures.lastedMs >= step).length;
  const terms = [
    termOf('gravity of the kind', weights.gravity, rules.gravity),
    termOf('devices concerned', weights.reach, Math.log10(Math.max(1, measures.devices)) / Math.log10(reachFull)),
    termOf('time it has lasted', weights.duration, steps / durationSteps.length),
    termOf(rules.measure, weights.measure, measures.measure),
  ];
  return { score: Math.round(terms.reduce((sum, { contribution }) => sum + contribution, 0)), terms };
}

/** How loud a score is. */
export function severityOf(score: number): Severity {
  if (score >= 60) return 'CRITICAL';
  return score >= 35 ? 'MAJOR' : 'MINOR';
}

/** When the duration's next step comes, or null after the last. */
export function nextStepMs(lastedMs: number): number | null {
  return durationSteps.find((step) => step > lastedMs) ?? null;
}

function termOf(name: string, weight: number, raw: number): Term {
  const value = Math.round(Math.min(1, Math.max(0, raw)) * 1_000) / 1_000;
  return { name, weight, value, contribution: Math.round(weight * value * 10) / 10 };
}
