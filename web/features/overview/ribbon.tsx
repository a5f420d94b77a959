'use client';
/**
 * The shares of the states over time. Drag across it to look at that stretch only; the stretch goes into the URL.
 * What nobody observed is hatched, never drawn as healthy.
 */
import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { displayStates, stateColor, stateWord } from '../../ui/states.ts';
import { axisTicks } from './axis-ticks.ts';
import { layOutRibbon, pointAt, type RibbonPoint, type RibbonWindow, totalOf } from './ribbon-layout.ts';

const BRUSH_MIN_PX = 6;

interface RibbonProps {
  points: readonly RibbonPoint[];
  window: RibbonWindow;
  /** The chosen moment; null for the present. */
  moment: number | null;
  onBrush: (stretch: { from: number; to: number }) => void;
}

/** 88 px of ribbon with a time axis and a line that reads out what is under the pointer. */
export function Ribbon({ points, window, moment, onBrush }: RibbonProps) {
  const shape = useMemo(() => layOutRibbon(points, window), [points, window]);
  const brush = useBrush((from, to) => onBrush({ from: timeAt(window, from), to: timeAt(window, to) }));
  const hovered = brush.x === null ? undefined : pointAt(points, timeAt(window, brush.x), window);
  return (
    <figure className="m-0">
      <figcaption className="flex h-6 items-center justify-between gap-3 overflow-hidden text-xs text-muted">
        <span className="shrink-[99] truncate">Share of states over time</span>
        <span className={`truncate ${brush.x === null ? '' : 'figures'}`} aria-live="off">
          {brush.x === null ? 'drag to look closer' : readout(timeAt(window, brush.x), hovered)}
        </span>
      </figcaption>
      <div
        {...brush.handlers}
        className="relative h-22 cursor-crosshair touch-pan-y overflow-hidden rounded-sm bg-hover"
      >
        <svg
          role="img"
          aria-label={describe(points)}
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
          shapeRendering="crispEdges"
        >
          {shape.areas.map(({ state, path }, index) => (
            // Areas have no identity beyond their place in the drawing.
            // oxlint-disable-next-line react/no-array-index-key
            <path key={index} d={path} fill={stateColor(state)} />
          ))}
        </svg>
        {shape.gaps.map(({ from, to }) => (
          <span key={from} title="Not observed" className="hatch absolute inset-y-0" style={extent(from, to)} />
        ))}
        {moment !== null && (
          <span
            className="pointer-events-none absolute inset-y-0 w-1 -translate-x-0.5 border-x border-panel bg-ink"
            style={{ left: `${fractionOf(window, moment) * 100}%` }}
          />
        )}
        {brush.stretch && (
          <span
            className="absolute inset-y-0 border-x border-ink bg-ink/25"
            style={extent(brush.stretch.from, brush.stretch.to)}
          />
        )}
        {brush.x !== null && (
          <span className="pointer-events-none absolute inset-y-0 w-px bg-ink" style={{ left: `${brush.x * 100}%` }} />
        )}
      </div>
      <div aria-hidden="true" className="relative h-5 overflow-hidden text-xs text-muted">
        {axisTicks(window).map(({ at, text }) => (
          <span
            key={at}
            className="figures absolute top-1 -translate-x-1/2"
            style={{ left: `${fractionOf(window, at) * 100}%` }}
          >
            {text}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** Pointer position and dragged stretch, as fractions of the width. */
function useBrush(onBrush: (from: number, to: number) => void) {
  const [x, setX] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const width = useRef(1);
  const place = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    width.current = box.width;
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const stretch = anchor === null || x === null ? null : { from: Math.min(anchor, x), to: Math.max(anchor, x) };
  const finish = () => {
    setAnchor(null);
    if (stretch && (stretch.to - stretch.from) * width.current >= BRUSH_MIN_PX) onBrush(stretch.from, stretch.to);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setAnchor(place(event));
      setX(place(event));
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => setX(place(event)),
    onPointerUp: finish,
    onPointerCancel: () => setAnchor(null),
    onPointerLeave: () => setX(null),
  };
  return { x, stretch, handlers };
}

function timeAt({ from, to }: RibbonWindow, fraction: number): number {
  return from + (to - from) * fraction;
}

function fractionOf({ from, to }: RibbonWindow, at: number): number {
  return (at - from) / (to - from);
}

function extent(from: number, to: number): { left: string; width: string } {
  return { left: `${from * 100}%`, width: `${(to - from) * 100}%` };
}

function readout(at: number, point: RibbonPoint | undefined): string {
  const time = new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (point === undefined) return `${time} not observed`;
  const parts = displayStates
    .filter((state) => (point.counts[state] ?? 0) > 0)
    .map((state) => `${stateWord[state]} ${(point.counts[state] ?? 0).toLocaleString('en')}`);
  return `${time} ${parts.join(' · ')}`;
}

function describe(points: readonly RibbonPoint[]): string {
  const last = points.at(-1);
  if (last === undefined) return 'Share of states over time: nothing was observed in this window.';
  const live = Math.round((100 * (last.counts.LIVE ?? 0)) / Math.max(1, totalOf(last)));
  return `Share of states over time: ${points.length} observations, at the end ${live} percent live.`;
}
