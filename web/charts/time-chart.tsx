'use client';
/**
 * A live time chart. React renders its frame once; every number that moves afterwards is written by the paint of an
 * animation frame, so a fast feed costs no rendering. Its height is fixed before the first byte of data arrives.
 */
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import type { ChartFrame, ChartSource } from './aligned-series.ts';
import './chart.css';
import { ChartLegend, type LegendHandle } from './chart-legend.tsx';
import { ChartTable } from './chart-table.tsx';
import { describeChart } from './describe-chart.ts';
import { mountPlot } from './mount-plot.ts';

const PLOT_HEIGHT = 150;
const DESCRIBE_EVERY_MS = 5000;

interface TimeChartProps {
  title: string;
  unit: string;
  labels: readonly string[];
  source: ChartSource;
  crosshair: string;
  /** Upper limit of the value axis, for quantities that have one. */
  max?: number;
  onZoom: (from: number, to: number) => void;
}

/** Lines over time with their legend, the gaps between them, and the same content as a table. */
export function TimeChart({ title, unit, labels, source, crosshair, max, onZoom }: TimeChartProps) {
  const titleId = useId();
  const plotElement = useRef<HTMLDivElement>(null);
  const legend = useRef<LegendHandle>(null);
  const zoom = useEffectEvent(onZoom);
  const [tableFrame, setTableFrame] = useState<ChartFrame | null>(null);
  const [isEmpty, setIsEmpty] = useState(false);
  const labelKey = labels.join('\n');

  useEffect(() => {
    const element = plotElement.current;
    if (element === null) return undefined;
    const lineLabels = labelKey.split('\n');
    let painted: ChartFrame | null = null;
    let cursor: number | null = null;
    let describedAt = Number.NEGATIVE_INFINITY;
    return mountPlot(element, {
      source,
      unit,
      labels: lineLabels,
      crosshair,
      height: PLOT_HEIGHT,
      max,
      onZoom: (from, to) => zoom(from, to),
      onCursor: (index) => {
        cursor = index;
        if (painted !== null) legend.current?.show(painted, cursor);
      },
      onFrame: (frame) => {
        painted = frame;
        legend.current?.show(frame, cursor);
        setIsEmpty(frame.values.every((line) => !line.some((point) => typeof point === 'number')));
        if (performance.now() - describedAt < DESCRIBE_EVERY_MS) return;
        describedAt = performance.now();
        element.setAttribute('aria-label', describeChart(frame, { title, unit, labels: lineLabels }));
      },
    });
  }, [source, unit, labelKey, crosshair, max, title]);

  return (
    <figure className="chart" aria-labelledby={titleId}>
      <figcaption className="chart-caption">
        <h2 id={titleId} className="chart-title">
          {title}
        </h2>
        <button
          type="button"
          className="chart-button"
          aria-pressed={tableFrame !== null}
          onClick={() => setTableFrame(tableFrame === null ? source.read() : null)}
        >
          {tableFrame === null ? 'Table' : 'Chart'}
        </button>
        <ChartLegend ref={legend} labels={labels} unit={unit} />
      </figcaption>
      <div className="chart-body" style={{ height: PLOT_HEIGHT }}>
        <div ref={plotElement} role="img" aria-label={`${title}: loading`} className="chart-plot" />
        {isEmpty && tableFrame === null ? <ChartEmpty /> : null}
        {tableFrame === null ? null : <ChartTable title={title} unit={unit} labels={labels} frame={tableFrame} />}
      </div>
    </figure>
  );
}

function ChartEmpty() {
  return (
    <p className="chart-empty">
      <span>No data in this window</span>
    </p>
  );
}
