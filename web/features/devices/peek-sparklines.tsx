/**
 * Four measurements as sparklines with their newest value: enough to see whether the device is busy or starved.
 */
import { formatValue } from '../../charts/format-value.ts';
import type { Point } from '../../charts/aligned-series.ts';
import { SampleWindow } from '../../charts/sample-window.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';

const PeekSparklines_MetricsFragment = graphql(`
  fragment PeekSparklines_MetricsFragment on DeviceMetrics {
    from
    to
    stepS
    series {
      name
      times
      avg
    }
  }
`);

const LINES = [
  { series: 'cpu_usage_pct', label: 'CPU', unit: '%', max: 100 },
  { series: 'mem_used_bytes', label: 'Memory used', unit: 'bytes' },
  { series: 'psi_io_some_pct', label: 'I/O pressure', unit: '%' },
  { series: 'net_rx_bytes_per_s', label: 'Received', unit: 'bytes/s' },
] as const;

/** The series the panel asks for. */
export const PEEK_SERIES: readonly string[] = LINES.map(({ series }) => series);

interface PeekSparklinesProps {
  metrics: FragmentType<typeof PeekSparklines_MetricsFragment>;
}

/** One line each: name, curve, newest value. */
export function PeekSparklines({ metrics }: PeekSparklinesProps) {
  const { series, ...window } = getFragmentData(PeekSparklines_MetricsFragment, metrics);
  return (
    <ul className="peek-lines" aria-label="The last fifteen minutes">
      {LINES.map((line) => {
        const found = series.find(({ name }) => name === line.series);
        const points = onGrid(found ?? { times: [], avg: [] }, window);
        const newest = points.findLast((point) => typeof point === 'number') ?? null;
        const value = formatValue(newest, line.unit);
        return (
          <li key={line.series} className="peek-line">
            <span className="text-muted">{line.label}</span>
            <Sparkline
              points={points}
              label={`${line.label}, last fifteen minutes, now ${value}`}
              widthMax={420}
              height={28}
              {...('max' in line ? { max: line.max } : {})}
            />
            <span className="figures text-right">{value}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Puts the points on an even grid, so that times for which nothing was stored take their place as gaps. */
function onGrid(
  { times, avg }: { times: readonly number[]; avg: readonly (number | null)[] },
  { from, to, stepS }: { from: string; to: string; stepS: number },
): Point[] {
  const window = new SampleWindow({ seriesCount: 1, stepS });
  window.setHistory({ times, columns: [avg] });
  return window.read(Date.parse(from) / 1000, Date.parse(to) / 1000, 2 * stepS).values[0] ?? [];
}
