/**
 * The ribbon's geometry: shares of the states over time as stacked areas in a box of 1 × 1, with the stretches nobody
 * observed left out. Pure, so that what a gap looks like is proven and not looked at.
 */
import { type DisplayState, displayStates } from '../../ui/states.ts';

/** Counts at one moment, in milliseconds. */
export type RibbonPoint = { readonly at: number; readonly counts: Readonly<Partial<Record<DisplayState, number>>> };

/** The window that is shown and how far apart two neighbouring points are. */
export type RibbonWindow = { readonly from: number; readonly to: number; readonly stepMs: number };

/** A horizontal stretch of the box, 0 to 1. */
export type Stretch = { readonly from: number; readonly to: number };

/** Everything to draw. `areas` holds one outline per state and observed stretch, as an SVG path in a 1 × 1 box. */
export type RibbonShape = {
  readonly areas: readonly { readonly state: DisplayState; readonly path: string }[];
  readonly gaps: readonly Stretch[];
};

const POINTS_MAX = 400;
const MINUTE_MS = 60_000;

/** How far apart the API's points are in a window: a minute, or more where there would be over 400. */
export function stepOf({ from, to }: { from: number; to: number }): number {
  return Math.max(1, Math.ceil((to - from) / MINUTE_MS / POINTS_MAX)) * MINUTE_MS;
}

/** Lays the points out. Each holds for one step; a step without a point is a gap, and so is one without devices. */
export function layOutRibbon(points: readonly RibbonPoint[], window: RibbonWindow): RibbonShape {
  const inside = points.filter(
    (point) => point.at + window.stepMs > window.from && point.at <= window.to && totalOf(point) > 0,
  );
  const runs = splitIntoRuns(inside, window.stepMs);
  const stretches = runs.map((run) => stretchOf(run, window));
  return {
    areas: runs.flatMap((run, index) => areasOf(run, stretches[index] ?? { from: 0, to: 0 }, window)),
    gaps: complementOf(stretches),
  };
}

/** The newest point at or before a moment, if it still holds then. */
export function pointAt(
  points: readonly RibbonPoint[],
  at: number,
  { stepMs }: { stepMs: number },
): RibbonPoint | undefined {
  const point = points.findLast((each) => each.at <= at);
  return point !== undefined && at - point.at < 1.5 * stepMs ? point : undefined;
}

/** Devices counted at a point. */
export function totalOf(point: RibbonPoint): number {
  return displayStates.reduce((sum, state) => sum + (point.counts[state] ?? 0), 0);
}

function splitIntoRuns(points: readonly RibbonPoint[], stepMs: number): RibbonPoint[][] {
  const runs: RibbonPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    // Half a step of grace: pictures are taken by a timer, not by the clock.
    if (run && previous && point.at - previous.at <= 1.5 * stepMs) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

function stretchOf(run: readonly RibbonPoint[], { from, to, stepMs }: RibbonWindow): Stretch {
  const x = (at: number) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  return { from: x(run[0]?.at ?? from), to: x((run.at(-1)?.at ?? from) + stepMs) };
}

function areasOf(run: readonly RibbonPoint[], stretch: Stretch, { from, to }: RibbonWindow): RibbonShape['areas'] {
  const xs = run.map((point, index) => (index === 0 ? stretch.from : Math.min(1, (point.at - from) / (to - from))));
  const floor = run.map(() => 0);
  return displayStates.flatMap((state) => {
    if (run.every((point) => (point.counts[state] ?? 0) === 0)) return [];
    const bottom = [...floor];
    run.forEach((point, index) => {
      floor[index] = (floor[index] ?? 0) + (point.counts[state] ?? 0) / totalOf(point);
    });
    return [{ state, path: outline(xs, { bottom, top: [...floor], end: stretch.to }) }];
  });
}

/** There along the top, back along the bottom; the last point holds to the end of its step. */
function outline(xs: readonly number[], band: { bottom: number[]; top: number[]; end: number }): string {
  const along = (heights: readonly number[]) => [
    ...xs.map((x, index) => [x, 1 - (heights[index] ?? 0)] as const),
    [band.end, 1 - (heights.at(-1) ?? 0)] as const,
  ];
  const corners = [...along(band.top), ...along(band.bottom).toReversed()];
  return `M${corners.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

function complementOf(stretches: readonly Stretch[]): Stretch[] {
  const edges = [0, ...stretches.flatMap(({ from, to }) => [from, to]), 1];
  const gaps: Stretch[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    const from = edges[index] ?? 0;
    const to = edges[index + 1] ?? 1;
    if (to - from > 0.0005) gaps.push({ from, to });
  }
  return gaps;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
