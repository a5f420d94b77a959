/**
 * Owns one plot in the page, outside React: it loads the plotting library when the first chart appears, paints in the
 * shared animation frame, follows the size of its box and the theme, and leaves nothing behind.
 */
import type uPlot from 'uplot';
import type { ChartFrame, ChartSource } from './aligned-series.ts';
import { type ChartTheme, readChartTheme, watchTheme } from './chart-theme.ts';
import { cancelDraw, drawOnNextFrame } from './frame-loop.ts';
import { plotOptions } from './plot-options.ts';

/** What a chart shows and whom it tells. */
interface PlotRequest {
  source: ChartSource;
  unit: string;
  labels: readonly string[];
  crosshair: string;
  height: number;
  max?: number | undefined;
  onZoom: (from: number, to: number) => void;
  /** A frame was painted. Called at most once per animation frame. */
  onFrame: (frame: ChartFrame) => void;
  /** The crosshair stands on this index of the frame, or left the charts. */
  onCursor: (index: number | null) => void;
}

/** Puts a plot into an element and keeps it up to date. Returns how to take it away again. */
export function mountPlot(element: HTMLElement, request: PlotRequest): () => void {
  const isGone = { value: false };
  let unmount: (() => void) | undefined;
  import('uplot').then(
    ({ default: Plot }) => {
      if (!isGone.value) unmount = mountWith(Plot, element, request);
    },
    () => {
      element.textContent = 'The chart could not be loaded. Reload the page to try again.';
    },
  );
  return () => {
    isGone.value = true;
    unmount?.();
  };
}

function mountWith(Plot: typeof uPlot, element: HTMLElement, request: PlotRequest): () => void {
  let theme: ChartTheme = readChartTheme(element);
  let frame = request.source.read();
  const options = plotOptions({
    ...request,
    width: element.clientWidth,
    isFilled: request.labels.length === 1,
    theme: () => theme,
    frame: () => frame,
    onCursor: (plot) => request.onCursor(plot.cursor.idx ?? null),
  });
  const plot = new Plot(options, dataOf(frame), element);

  const paint = () => {
    frame = request.source.read();
    // New data resets the scales, whose ranges are functions of the frame: so the window slides with the data.
    plot.setData(dataOf(frame));
    request.onFrame(frame);
  };
  const schedule = () => drawOnNextFrame(paint);
  const stopSource = request.source.subscribe(schedule);
  const stopTheme = watchTheme(() => {
    theme = readChartTheme(element);
    plot.redraw(false, true);
  });
  const sizes = new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: request.height });
  });
  sizes.observe(element);
  schedule();

  return () => {
    stopSource();
    stopTheme();
    sizes.disconnect();
    cancelDraw(paint);
    plot.destroy();
  };
}

function dataOf(frame: ChartFrame): uPlot.AlignedData {
  return [frame.times, ...frame.values];
}
