/**
 * Lays the segments of a ribbon out on its width, as shares of the window. Pure, so that what falls outside the window
 * and what is too short to be seen is decided in one tested place.
 */

/** A time during which one thing stayed the same, as the API tells it. */
export interface Segment {
  state: string;
  from: string;
  to: string;
  reason?: string | null;
}

/** A segment with its place, in percent of the width. */
export interface PlacedSegment extends Segment {
  left: number;
  width: number;
}

/** The window, in milliseconds. */
export interface Window {
  from: number;
  to: number;
}

/** A change has to be seen, however short it was. */
const WIDTH_MIN = 0.15;

/** The segments that touch the window, clipped to it. */
export function placeSegments(segments: readonly Segment[], { from, to }: Window): PlacedSegment[] {
  const length = Math.max(1, to - from);
  return segments.flatMap((segment) => {
    const begins = Math.max(from, Date.parse(segment.from));
    const ends = Math.min(to, Date.parse(segment.to));
    if (!(ends > begins)) return [];
    const width = Math.max(WIDTH_MIN, ((ends - begins) / length) * 100);
    return [{ ...segment, left: Math.min(100 - WIDTH_MIN, ((begins - from) / length) * 100), width }];
  });
}

/** The segment that holds at a moment. */
export function segmentAt<Each extends Segment>(segments: readonly Each[], at: number): Each | undefined {
  return segments.findLast((segment) => Date.parse(segment.from) <= at && at <= Date.parse(segment.to));
}
