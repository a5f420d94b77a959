/**
 * A state is always glyph, word and colour together. The glyphs are drawn here, since Unicode signs are missing from
 * many fonts; each has its own outline, so that it is told apart without colour.
 */
import type { ReactNode } from 'react';
import { Badge } from './badge.tsx';
import { type DisplayState, stateColor, stateMeaning, stateWord } from './states.ts';

/** The glyph alone. Decorative: the word must stand beside it. */
export function StateGlyph({ state, size = 12 }: { state: DisplayState; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      style={{ color: stateColor(state), flex: 'none' }}
    >
      {drawings[state]}
    </svg>
  );
}

/** Glyph and word on the state's tint, with an optional count or detail such as "3h 12m". */
export function StateBadge({ state, count, detail }: { state: DisplayState; count?: number; detail?: ReactNode }) {
  return (
    <Badge
      color={stateColor(state)}
      title={`${stateWord[state]}: ${stateMeaning[state]}`}
      glyph={<StateGlyph state={state} />}
    >
      <span>{stateWord[state]}</span>
      {count !== undefined && <span className="figures">{count.toLocaleString('en')}</span>}
      {detail !== undefined && <span className="figures">{detail}</span>}
    </Badge>
  );
}

const drawings: Readonly<Record<DisplayState, ReactNode>> = {
  LIVE: <circle cx="8" cy="8" r="5.5" fill="currentColor" stroke="none" />,
  DELAYED: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor" stroke="none" />
    </>
  ),
  EDGE_CACHED: <path d="M2.5 4h11M2.5 8h11M2.5 12h11" strokeWidth="2.6" />,
  AUTONOMOUS: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor" stroke="none" />,
  RETURNING: <path d="M14 8H3m4.5-5L2.5 8l5 5" />,
  REPLAYING: <path d="m3 3 5 5-5 5m5-10 5 5-5 5" />,
  DISCONNECTED: <circle cx="8" cy="8" r="5.5" strokeDasharray="3.2 2.56" />,
  QUARANTINED: <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM5.5 5.5l5 5m0-5-5 5" />,
};
