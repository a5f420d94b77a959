/**
 * The same content as a chart, as a table: for people who read rather than look, and for copying numbers. It shows the
 * frame of the moment it was opened, thinned to what a person reads.
 */
import type { ChartFrame } from './aligned-series.ts';
import { formatValue } from './format-value.ts';

const ROWS_MAX = 60;

interface ChartTableProps {
  title: string;
  unit: string;
  labels: readonly string[];
  frame: ChartFrame;
}

/** Newest row first; an unmeasured moment says so. */
export function ChartTable({ title, unit, labels, frame }: ChartTableProps) {
  const rows = thinned(frame);
  return (
    // Focusable, since a keyboard must be able to scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="chart-table-scroll" tabIndex={0} role="region" aria-label={`${title} as a table`}>
      <table className="chart-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => (
            <tr key={index}>
              <th scope="row">{new Date((frame.times[index] ?? 0) * 1000).toLocaleTimeString('en-GB')}</th>
              {labels.map((label, s) => (
                <td key={label}>{formatValue(frame.values[s]?.[index], unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function thinned(frame: ChartFrame): number[] {
  const every = Math.max(1, Math.ceil(frame.times.length / ROWS_MAX));
  const rows: number[] = [];
  for (let index = frame.times.length - 1; index >= 0; index -= every) rows.push(index);
  return rows;
}
