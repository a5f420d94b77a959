/** The drawing of the debt: bands with a hue and a name each, hatched where nothing was measured, outages shaded. */
import { useMemo } from 'react';
import { type DebtBand, drainOf, layOutDebt, outagesOf, type Stretch, totalsOf } from './debt-stack.ts';
import type { Debt } from './use-debt.ts';

/** How much of the width is the future, for the line of the estimate. */
const PAST = 0.8;
/** Minutes of the past, and so many to the right edge. */
const PAST_STEPS = 60;
const FUTURE_STEPS = PAST_STEPS * (1 / PAST - 1);

/** 112 px of drawing with its axis and legend. */
export function DebtTimeline({ debt: { bands, heard } }: { debt: Debt }) {
  const shape = useMemo(() => layOutDebt(bands), [bands]);
  const outages = useMemo(() => outagesOf(heard), [heard]);
  const totals = useMemo(() => totalsOf(bands), [bands]);
  const drain = drainOf(totals);
  const now = totals.findLast((total) => total !== null) ?? 0;
  return (
    <figure className="m-0">
      <div className="relative h-28 overflow-hidden rounded-sm bg-hover">
        {outages.map(({ from, to }) => (
          <span
            key={from}
            title="Half of the devices or more were away"
            className="absolute inset-y-0 border-x border-disconnected bg-disconnected/25"
            style={extent({ from, to })}
          />
        ))}
        {shape.gaps.map(({ from, to }) => (
          <span key={from} title="Not measured" className="hatch absolute inset-y-0" style={extent({ from, to })} />
        ))}
        <svg
          role="img"
          aria-label={describe(bands, now)}
          viewBox={`0 0 ${1 / PAST} 1`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {shape.areas.map(({ band, path }) => (
            <path key={`${band} ${path}`} d={path} fill={`var(--color-series-${band + 1})`} />
          ))}
          {drain.kind === 'draining' && (
            <path
              d={`M1 ${1 - now / shape.top}L${1 + Math.min(1, drain.steps / FUTURE_STEPS) * (1 / PAST - 1)} ${
                1 - Math.max(0, 1 - FUTURE_STEPS / drain.steps) * (now / shape.top)
              }`}
              fill="none"
              stroke="var(--color-ink)"
              strokeWidth="1.5"
              strokeDasharray="4 3"
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
        <span className="absolute inset-y-0 w-px bg-muted" style={{ left: `${PAST * 100}%` }} />
        <span className="figures absolute top-1 left-1 rounded-sm bg-panel px-1 text-xs text-muted">
          {shape.top.toLocaleString('en')}
        </span>
      </div>
      <Axis />
      <Legend bands={bands} />
    </figure>
  );
}

function Axis() {
  return (
    <div aria-hidden="true" className="figures relative h-5 text-xs text-muted">
      <span className="absolute top-1 left-0">1h ago</span>
      <span className="absolute top-1 -translate-x-1/2" style={{ left: `${(PAST / 2) * 100}%` }}>
        30m ago
      </span>
      <span className="absolute top-1 -translate-x-1/2" style={{ left: `${PAST * 100}%` }}>
        now
      </span>
    </div>
  );
}

function Legend({ bands }: { bands: readonly DebtBand[] }) {
  return (
    <figcaption>
      <ul className="mt-1 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-xs">
        {bands.map(({ name, values }, band) => (
          <li key={name} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-[2px]"
              style={{ background: `var(--color-series-${band + 1})` }}
            />
            {name} <span className="figures text-muted">{lastOf(values).toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
    </figcaption>
  );
}

function extent({ from, to }: Stretch): { left: string; width: string } {
  return { left: `${from * PAST * 100}%`, width: `${(to - from) * PAST * 100}%` };
}

function describe(bands: readonly DebtBand[], now: number): string {
  const parts = bands.map(({ name, values }) => `${name} ${lastOf(values)}`);
  return `Records owed over the last hour, now ${now}: ${parts.join(', ')}`;
}

/** The newest minute often has no point yet. */
function lastOf(values: DebtBand['values']): number {
  return values.findLast((value) => value !== null) ?? 0;
}
