/**
 * The backlog of a domain over time, stacked by the domains below it, in a box of 1 × 1; and when it would be gone. Pure:
 * what a gap and an outage look like, and what an estimate is worth, is proven and not looked at.
 */

/** One band: a value per step, oldest first; null where nothing was measured. */
export type DebtBand = { readonly name: string; readonly values: readonly (number | null)[] };

/** A stretch of the box. */
export type Stretch = { readonly from: number; readonly to: number };

/** What is drawn. `areas` are SVG paths, one per band and measured stretch. */
export type DebtShape = {
  readonly areas: readonly { readonly band: number; readonly path: string }[];
  readonly gaps: readonly Stretch[];
  /** The value at the top of the box. */
  readonly top: number;
};

/** Lays bands out. A step in which any band was measured is drawn with the others as zero; one without any is a gap. */
export function layOutDebt(bands: readonly DebtBand[]): DebtShape {
  const steps = Math.max(0, ...bands.map(({ values }) => values.length));
  const totals = totalsOf(bands);
  const top = niceTop(Math.max(0, ...totals.map((total) => total ?? 0)));
  const runs = runsOf(totals);
  const areas = runs.flatMap(({ first, last }) => {
    const floor = new Map<number, number>();
    return bands.flatMap(({ values }, band) => {
      const corners: string[] = [];
      const back: string[] = [];
      let isSeen = false;
      for (let step = first; step <= last; step++) {
        const below = floor.get(step) ?? 0;
        const value = values[step] ?? 0;
        if (value > 0) isSeen = true;
        floor.set(step, below + value);
        for (const x of [step / steps, (step + 1) / steps]) {
          corners.push(`${round(x)} ${round(1 - (below + value) / top)}`);
          back.unshift(`${round(x)} ${round(1 - below / top)}`);
        }
      }
      return isSeen ? [{ band, path: `M${[...corners, ...back].join('L')}Z` }] : [];
    });
  });
  return { areas, gaps: gapsOf(runs, steps), top };
}

/** The sum of all bands at each step; null where none was measured. */
export function totalsOf(bands: readonly DebtBand[]): (number | null)[] {
  const steps = Math.max(0, ...bands.map(({ values }) => values.length));
  return Array.from({ length: steps }, (_, step) => {
    const known = bands.map(({ values }) => values[step] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

/** What is known of the way down: nothing owed, growing or still, or gone in so many steps. */
export type Drain =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'growing'; readonly perStep: number }
  | { readonly kind: 'draining'; readonly perStep: number; readonly steps: number };

/** Looks at the last steps; fewer than three of them tell nothing. */
export function drainOf(totals: readonly (number | null)[], look = 10): Drain {
  const recent = totals.slice(-look).flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined) return { kind: 'unknown' };
  if (last.value === 0) return { kind: 'none' };
  if (recent.length < 3) return { kind: 'unknown' };
  const perStep = (last.value - first.value) / (last.at - first.at);
  if (perStep >= 0) return { kind: 'growing', perStep };
  return { kind: 'draining', perStep: -perStep, steps: last.value / -perStep };
}

/** A step is an outage when at least half of the devices that take part were not heard in it. */
export function outagesOf(points: readonly { away: number; total: number }[]): Stretch[] {
  const isOut = points.map(({ away, total }) => (total > 0 && away * 2 >= total ? 1 : null));
  return runsOf(isOut).map(({ first, last }) => ({ from: first / points.length, to: (last + 1) / points.length }));
}

function runsOf(values: readonly (number | null)[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  values.forEach((value, step) => {
    if (value === null) return;
    const run = runs.at(-1);
    if (run?.last === step - 1) run.last = step;
    else runs.push({ first: step, last: step });
  });
  return runs;
}

function gapsOf(runs: readonly { first: number; last: number }[], steps: number): Stretch[] {
  const edges = [0, ...runs.flatMap(({ first, last }) => [first, last + 1]), steps];
  const gaps: Stretch[] = [];
  for (let at = 0; at < edges.length; at += 2) {
    const [from = 0, to = 0] = [edges[at], edges[at + 1]];
    if (to > from) gaps.push({ from: from / steps, to: to / steps });
  }
  return gaps;
}

/** The next of 1, 2, 5, 10, 20 …, so that the axis has a round end. */
function niceTop(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? 10 * power;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
