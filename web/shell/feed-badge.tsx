'use client';
/** How the live feed is doing, always in words; a press pauses and resumes it. */
import { feed } from '../live/feed.ts';
import { useFeedBadge } from '../live/use-feed-status.ts';
import { Tooltip } from '../ui/tooltip.tsx';

/** The badge in the top bar. Its width is that of its usual text, so that ticking moves nothing. */
export function FeedBadge() {
  const { kind, text, meaning } = useFeedBadge();
  const [word = '', ...rest] = text.split(' ');
  return (
    <Tooltip text={meaning}>
      <button
        type="button"
        onClick={() => feed.togglePause()}
        className="flex h-7 items-center gap-1.5 rounded border border-line px-2 text-xs whitespace-nowrap hover:bg-hover"
      >
        <FeedGlyph kind={kind} />
        <span className="figures text-left sm:min-w-[9ch]">
          {word}
          <span className="hidden sm:inline">
            {rest.length > 0 && ' '}
            {rest.join(' ')}
          </span>
        </span>
      </button>
    </Tooltip>
  );
}

function FeedGlyph({ kind }: { kind: string }) {
  const [color, drawing] = glyphs[kind] ?? glyphs['QUIET'] ?? ['', null];
  return (
    <svg aria-hidden="true" width="10" height="10" viewBox="0 0 10 10" fill="none" strokeWidth="1.8" style={{ color }}>
      {drawing}
    </svg>
  );
}

const dot = <circle cx="5" cy="5" r="4" fill="currentColor" />;
const ring = <circle cx="5" cy="5" r="4" stroke="currentColor" strokeDasharray="2.4 1.8" />;
const glyphs: Readonly<Record<string, readonly [color: string, drawing: React.ReactNode]>> = {
  QUIET: ['var(--color-muted)', ring],
  CONNECTING: ['var(--color-delayed)', ring],
  LIVE: ['var(--color-live)', dot],
  LAGGING: [
    'var(--color-replaying)',
    <path key="half" d="M5 1a4 4 0 0 0 0 8z M5 1a4 4 0 0 1 0 8" fill="none" stroke="currentColor" />,
  ],
  RECONNECTING: ['var(--color-replaying)', ring],
  OFFLINE: ['var(--color-disconnected)', <path key="cross" d="m2 2 6 6m0-6-6 6" stroke="currentColor" />],
  PAUSED: ['var(--color-muted)', <path key="bars" d="M3 1.5v7M7 1.5v7" stroke="currentColor" />],
};
