/**
 * Everything we ask of the plotting library, in one place: axes with units, a crosshair shared by the page, gaps
 * behind the lines, and no controls of its own. Colours are functions, so a theme change is only a redraw.
 */
import type uPlot from 'uplot';
import type { ChartFrame } from './aligned-series.ts';
import type { ChartTheme } from './chart-theme.ts';
import { drawGaps, drawLosses } from './draw-missing.ts';
import { formatAxis, isByteUnit } from './format-value.ts';

/** What is fixed for the life of one plot. */
interface PlotSetting {
  width: number;
  height: number;
  unit: string;
  labels: readonly string[];
  /** Charts with the same key share their crosshair. */
  crosshair: string;
  /** Fixed limits of the value axis; without an upper one it follows the data. */
  max?: number | undefined;
  /** Fills the area under a single line. */
  isFilled: boolean;
  theme: () => ChartTheme;
  frame: () => ChartFrame;
  onCursor: (plot: uPlot) => void;
  onZoom: (from: number, to: number) => void;
}

const BYTE_STEPS = Array.from({ length: 50 }, (_, i) => 2 ** i);
const AXIS_WIDTH = 54;
const AXIS_HEIGHT = 24;
const DAY_S = 86_400;

/** The library's options for one chart. */
export function plotOptions(setting: PlotSetting): uPlot.Options {
  return {
    width: setting.width,
    height: setting.height,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: cursorOptions(setting),
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: true, range: () => [setting.frame().window.from, setting.frame().window.to] },
      y: { range: (_plot, _low, high) => [0, setting.max ?? upperLimit(high)] },
    },
    axes: [timeAxis(setting), valueAxis(setting)],
    series: [{}, ...setting.labels.map((_, index) => lineOptions(setting, index))],
    hooks: {
      drawClear: [(plot) => drawMissing(plot, setting)],
      setCursor: [setting.onCursor],
      setSelect: [(plot) => zoomToSelection(plot, setting)],
    },
  };
}

function cursorOptions({ crosshair }: PlotSetting): uPlot.Cursor {
  const isMovement = (type: string) => type === 'mousemove' || type === 'mouseleave';
  return {
    y: false,
    points: { size: 6 },
    drag: { x: true, y: false, setScale: false, dist: 8 },
    // Only the crosshair is shared: a selection belongs to the chart it was drawn in and then moves the page's window.
    sync: { key: crosshair, setSeries: false, scales: ['x', null], filters: { pub: isMovement, sub: isMovement } },
  };
}

function lineOptions({ theme, isFilled }: PlotSetting, index: number): uPlot.Series {
  const colour = () => {
    const { lines } = theme();
    return lines[index % Math.max(1, lines.length)] ?? '';
  };
  return {
    stroke: colour,
    width: 1.5,
    points: { show: false },
    spanGaps: false,
    ...(isFilled ? { fill: () => `color-mix(in srgb, ${colour()} 14%, transparent)` } : {}),
    ...(index >= theme().lines.length ? { dash: [5, 3] } : {}),
  };
}

function timeAxis({ theme, frame }: PlotSetting): uPlot.Axis {
  return {
    size: AXIS_HEIGHT,
    font: theme().font,
    stroke: () => theme().muted,
    grid: { stroke: () => theme().grid, width: 1 },
    ticks: { show: false },
    gap: 6,
    space: 64,
    values: (_plot, times) => {
      const { from, to } = frame().window;
      return times.map((time) => formatTick(time, to - from));
    },
  };
}

function valueAxis({ unit, theme }: PlotSetting): uPlot.Axis {
  return {
    size: AXIS_WIDTH,
    font: theme().font,
    stroke: () => theme().muted,
    grid: { stroke: () => theme().grid, width: 1 },
    ticks: { show: false },
    gap: 6,
    space: 30,
    ...(isByteUnit(unit) ? { incrs: BYTE_STEPS } : {}),
    values: (_plot, values) => values.map((value) => formatAxis(value, unit)),
  };
}

/** A little air above the highest value; a flat zero line gets a scale as well, or it would have no height. */
function upperLimit(high: number | null): number {
  return high === null || high <= 0 ? 1 : high * 1.08;
}

/** A tick's text says as much as the length of the window needs: seconds, minutes, or the day. */
function formatTick(time: number, rangeS: number): string {
  const at = new Date(time * 1000);
  const clock = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  if (rangeS <= 300) return `${clock}:${String(at.getSeconds()).padStart(2, '0')}`;
  return rangeS > DAY_S ? `${at.getMonth() + 1}/${at.getDate()} ${clock}` : clock;
}

function drawMissing(plot: uPlot, { frame, theme }: PlotSetting): void {
  const { left, top, width, height } = plot.bbox;
  const area = {
    context: plot.ctx,
    left,
    top,
    width,
    height,
    pixelRatio: devicePixelRatio,
    xOf: (time: number) => plot.valToPos(time, 'x', true),
  };
  const { gaps, losses } = frame();
  drawGaps(area, gaps, theme());
  drawLosses(area, losses, theme());
}

function zoomToSelection(plot: uPlot, { onZoom }: PlotSetting): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
