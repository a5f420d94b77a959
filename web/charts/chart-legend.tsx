/**
 * The legend of a chart, which is also its read-out: the newest values, or those under the crosshair. The numbers are
 * written straight into the page because they change with every frame.
 */
import { type Ref, useImperativeHandle, useRef } from 'react';
import type { ChartFrame, Point } from './aligned-series.ts';
import { formatValue } from './format-value.ts';

/** Lets the painter of the chart write into its legend. */
export interface LegendHandle {
  /** Shows the values at an index of the frame, or the newest ones if the index is null. */
  show(frame: ChartFrame, index: number | null): void;
}

interface ChartLegendProps {
  ref: Ref<LegendHandle>;
  labels: readonly string[];
  unit: string;
}

/** Line samples, names and values. */
export function ChartLegend({ ref, labels, unit }: ChartLegendProps) {
  const values = useRef<(HTMLElement | null)[]>([]);
  const clock = useRef<HTMLElement>(null);

  useImperativeHandle(
    ref,
    () => ({
      show(frame, index) {
        frame.values.forEach((line, s) => {
          const point = index === null ? newest(line) : nearest(line, index);
          write(values.current[s] ?? null, formatValue(point, unit));
        });
        write(clock.current, index === null ? '' : clockText(frame.times[index]));
      },
    }),
    [unit],
  );

  return (
    <div className="chart-readout">
      <ul className="chart-legend">
        {labels.map((label, s) => (
          <li key={label} className="chart-legend-item">
            <span aria-hidden className="chart-swatch" data-line={(s % 6) + 1} />
            <span className="chart-legend-label">{label}</span>
            <output
              className="chart-value"
              aria-live="off"
              ref={(element) => {
                values.current[s] = element;
              }}
            />
          </li>
        ))}
      </ul>
      <span ref={clock} className="chart-clock" aria-hidden />
    </div>
  );
}

function newest(line: readonly Point[]): number | null {
  const point = line.findLast((value) => typeof value === 'number');
  return point ?? null;
}

/** The value under the crosshair; a missed beat shows the sample before it, a gap stays a gap. */
function nearest(line: readonly Point[], index: number): number | null {
  let at = index;
  while (at > 0 && line[at] === undefined) at -= 1;
  return line[at] ?? null;
}

function write(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}

function clockText(time: number | undefined): string {
  return time === undefined ? '' : new Date(time * 1000).toLocaleTimeString('en-GB');
}
