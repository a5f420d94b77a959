/**
 * Says in words what a chart shows, for people who do not see it. A chart is one image to a screen reader, so this
 * sentence has to carry what a glance would: the newest value, the extremes and how much is missing.
 */
import type { ChartFrame, Point } from './aligned-series.ts';
import { formatDuration, formatValue } from './format-value.ts';

interface DescribeChartOptions {
  title: string;
  unit: string;
  labels: readonly string[];
}

/** One short paragraph about a frame. */
export function describeChart(frame: ChartFrame, { title, unit, labels }: DescribeChartOptions): string {
  const range = formatDuration(frame.window.to - frame.window.from);
  const lines = labels.map((label, s) => `${label}: ${describeLine(frame.values[s] ?? [], unit)}`);
  const missing = frame.gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const gaps = frame.gaps.length === 0 ? '' : ` No data for ${formatDuration(missing)} in total.`;
  const lost = frame.losses.reduce((sum, loss) => sum + loss.count, 0);
  const losses = lost === 0 ? '' : ` The device declared ${lost} dropped samples.`;
  return `${title}, ${range}. ${lines.join('; ')}.${gaps}${losses}`;
}

function describeLine(line: readonly Point[], unit: string): string {
  let newest: number | null = null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of line) {
    if (typeof point !== 'number') continue;
    newest = point;
    low = Math.min(low, point);
    high = Math.max(high, point);
  }
  if (newest === null) return 'no data';
  return `now ${formatValue(newest, unit)}, lowest ${formatValue(low, unit)}, highest ${formatValue(high, unit)}`;
}
