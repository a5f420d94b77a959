/** Where a batch is in its life, as glyph, word and ground. */
import type { BatchState } from '../../gql/graphql.ts';
import { batchWords } from './batch-words.ts';

/** The five places. */
export function BatchBadge({ state }: { state: BatchState }) {
  const { word, meaning } = batchWords[state];
  const { color, drawing } = looks[state];
  return (
    <span
      className="inline-flex h-5 items-center gap-1.5 rounded-sm px-1.5 text-xs whitespace-nowrap text-ink"
      style={{ background: `color-mix(in srgb, var(--color-${color}) var(--tint), transparent)` }}
      title={meaning}
    >
      <svg
        aria-hidden="true"
        width="12"
        height="12"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        style={{ color: `var(--color-${color})`, flex: 'none' }}
      >
        <path d={drawing} />
      </svg>
      {word}
    </span>
  );
}

const looks: Readonly<Record<BatchState, { color: string; drawing: string }>> = {
  PLANNED: { color: 'disconnected', drawing: 'M3 4h10M3 8h10M3 12h6' },
  AWAITING_APPROVAL: { color: 'returning', drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6' },
  RUNNING: { color: 'delayed', drawing: 'M4 3l9 5-9 5z' },
  STOPPED: { color: 'replaying', drawing: 'M4 4h8v8H4z' },
  FINISHED: { color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
};
