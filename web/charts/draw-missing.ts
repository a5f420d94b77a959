/**
 * Draws what a chart does not know: hatching where nothing arrived, and a tinted band where the device itself said
 * that it dropped measurements. Both lie behind the lines and stay inside the plotting area.
 */
import type { LossBand, TimeSpan } from './aligned-series.ts';
import type { ChartTheme } from './chart-theme.ts';

/** The plotting area in canvas pixels, and how time maps onto it. */
interface PlotArea {
  context: CanvasRenderingContext2D;
  left: number;
  top: number;
  width: number;
  height: number;
  pixelRatio: number;
  xOf: (time: number) => number;
}

const HATCH_DISTANCE = 7;
const LOSS_TINT = 0.16;

/** Hatches every gap. */
export function drawGaps(area: PlotArea, gaps: readonly TimeSpan[], theme: ChartTheme): void {
  const { context } = area;
  for (const gap of gaps) {
    const [left, width] = clampSpan(area, gap);
    if (width <= 0) continue;
    context.save();
    context.beginPath();
    context.rect(left, area.top, width, area.height);
    context.clip();
    context.strokeStyle = theme.muted;
    context.globalAlpha = 0.35;
    context.lineWidth = area.pixelRatio;
    context.beginPath();
    const step = HATCH_DISTANCE * area.pixelRatio;
    // The lines start from a multiple of the step, so that hatching does not crawl while the window slides.
    const start = Math.floor((left - area.height) / step) * step;
    for (let x = start; x < left + width; x += step) {
      context.moveTo(x, area.top + area.height);
      context.lineTo(x + area.height, area.top);
    }
    context.stroke();
    context.restore();
  }
}

/** Tints every declared loss and closes it with a bar on the top edge. */
export function drawLosses(area: PlotArea, losses: readonly LossBand[], theme: ChartTheme): void {
  const { context } = area;
  for (const loss of losses) {
    const [left, width] = clampSpan(area, loss);
    if (width <= 0) continue;
    const visibleWidth = Math.max(width, 2 * area.pixelRatio);
    context.save();
    context.fillStyle = theme.loss;
    context.globalAlpha = LOSS_TINT;
    context.fillRect(left, area.top, visibleWidth, area.height);
    context.globalAlpha = 1;
    context.fillRect(left, area.top, visibleWidth, 3 * area.pixelRatio);
    context.restore();
  }
}

function clampSpan(area: PlotArea, span: TimeSpan): [left: number, width: number] {
  const left = Math.max(area.left, area.xOf(span.from));
  const right = Math.min(area.left + area.width, area.xOf(span.to));
  return [left, right - left];
}
