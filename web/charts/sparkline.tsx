'use client';
/**
 * A word-sized chart on a canvas. It has no axes, so it always stands beside the number it explains; gaps break the
 * line, as everywhere.
 */
import { useEffect, useRef } from 'react';
import type { Point } from './aligned-series.ts';
import { watchTheme } from './chart-theme.ts';

interface SparklineProps {
  points: readonly Point[];
  /** What it shows, in words, including the newest value. */
  label: string;
  /** The most it takes; narrower where there is less room. */
  widthMax?: number;
  height?: number;
  /** Upper limit, for quantities that have one; otherwise the highest point. */
  max?: number;
}

/** Draws in the text colour of its surroundings. */
export function Sparkline({ points, label, widthMax = 120, height = 24, max }: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = () => drawSparkline(element, points, { width: element.clientWidth, height, max });
    const stopTheme = watchTheme(draw);
    const sizes = new ResizeObserver(draw);
    sizes.observe(element);
    return () => {
      stopTheme();
      sizes.disconnect();
    };
  }, [points, height, max]);
  const style = { width: '100%', maxWidth: widthMax, height };
  return <canvas ref={canvas} role="img" aria-label={label} style={style} className="sparkline" />;
}

interface Size {
  width: number;
  height: number;
  max: number | undefined;
}

function drawSparkline(canvas: HTMLCanvasElement, points: readonly Point[], { width, height, max }: Size): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  // A little air above: a steady value is a line within its row and not one on the edge of it.
  const top = max ?? 1.3 * Math.max(0, ...points.filter((point) => typeof point === 'number'));
  const xOf = (index: number) => 1 + (index / Math.max(1, points.length - 1)) * (width - 2);
  const yOf = (value: number) => height - 1.5 - (top === 0 ? 0 : Math.min(1, value / top)) * (height - 3);
  context.beginPath();
  let isPenDown = false;
  points.forEach((point, index) => {
    if (point === undefined) return;
    if (point === null) {
      isPenDown = false;
      return;
    }
    if (isPenDown) context.lineTo(xOf(index), yOf(point));
    else context.moveTo(xOf(index), yOf(point));
    isPenDown = true;
  });
  context.stroke();
}
