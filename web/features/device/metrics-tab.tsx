'use client';
/**
 * The measurements of a device as charts over one window with one crosshair: stored history continued by the live
 * feed. It says which rollup is shown and what was never seen.
 */
import { useMemo } from 'react';
import { TimeChart } from '../../charts/time-chart.tsx';
import { type TimeRange, formatTimeRange } from '../../charts/time-range.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Failed } from '../../ui/failed.tsx';
import { type ChartDefinition, DEVICE_CHARTS } from './chart-set.ts';
import type { MetricsFeed } from './metrics-feed.ts';
import { MetricsNote } from './metrics-note.tsx';
import { RangePicker } from './range-picker.tsx';
import { useMetrics } from './use-metrics.ts';
import { useTimeWindow } from './use-time-window.ts';

interface MetricsTabProps {
  deviceId: string;
}

/** The window's chooser and its charts. */
export function MetricsTab({ deviceId }: MetricsTabProps) {
  const { isPaused, togglePause, ...control } = useTimeWindow();
  const { range, setRange } = control;
  return (
    <section aria-label="Metrics">
      <RangePicker control={control} isPaused={isPaused} onPause={togglePause} />
      <MetricsWindow
        key={`${deviceId} ${formatTimeRange(range)}`}
        deviceId={deviceId}
        range={range}
        isPaused={isPaused}
        onRange={setRange}
      />
    </section>
  );
}

interface MetricsWindowProps {
  deviceId: string;
  range: TimeRange;
  isPaused: boolean;
  onRange: (range: TimeRange) => void;
}

function MetricsWindow({ deviceId, range, isPaused, onRange }: MetricsWindowProps) {
  const { feed, status, readAgain } = useMetrics({ deviceId, range, isPaused });
  const zoom = (from: number, to: number) => onRange({ kind: 'fixed', from: Math.floor(from), to: Math.ceil(to) });
  return (
    <>
      <MetricsNote status={status} isPaused={isPaused} />
      {status.kind === 'failed' ? (
        <Failed what="The history" {...describeFailure(status.error)} onRetry={readAgain} />
      ) : null}
      <div className="metrics-grid">
        {DEVICE_CHARTS.map((chart) => (
          <DeviceChart key={chart.id} chart={chart} feed={feed} crosshair={deviceId} onZoom={zoom} />
        ))}
      </div>
    </>
  );
}

interface DeviceChartProps {
  chart: ChartDefinition;
  feed: MetricsFeed;
  crosshair: string;
  onZoom: (from: number, to: number) => void;
}

function DeviceChart({ chart, feed, crosshair, onZoom }: DeviceChartProps) {
  const source = useMemo(() => feed.source(chart.lines.map(({ series }) => series)), [feed, chart]);
  const labels = useMemo(() => chart.lines.map(({ label }) => label), [chart]);
  return (
    <TimeChart
      title={chart.title}
      unit={chart.unit}
      labels={labels}
      source={source}
      crosshair={crosshair}
      onZoom={onZoom}
      {...(chart.max === undefined ? {} : { max: chart.max })}
    />
  );
}
