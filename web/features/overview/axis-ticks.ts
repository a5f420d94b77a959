/** Round times for the axis of a window, few enough to be read. */

const MINUTE = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);
const TICKS_MAX = 7;

/** A labelled moment. */
export type Tick = { readonly at: number; readonly text: string };

/** At most seven ticks on round local times, none at the very edges where they would be cut off. */
export function axisTicks({ from, to }: { from: number; to: number }): Tick[] {
  const step = steps.find((each) => (to - from) / each <= TICKS_MAX) ?? 1440 * MINUTE;
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  const ticks: Tick[] = [];
  const margin = (to - from) * 0.03;
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to - margin; at += step) {
    if (at > from + margin) ticks.push({ at, text: label(at, step) });
  }
  return ticks;
}

function label(at: number, step: number): string {
  const date = new Date(at);
  if (step >= 1440 * MINUTE) return date.toLocaleDateString('en-GB', { day: '2-digit', month: 'short' });
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
