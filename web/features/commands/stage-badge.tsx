/** Where a command is in its life, as glyph, word and colour. Every glyph has an outline of its own. */
import type { ReactNode } from 'react';
import type { CommandState } from '../../gql/graphql.ts';
import { stageWords } from './command-words.ts';

/** Glyph and word on a tint; with a count where many commands are told together. */
export function StageBadge({ stage, count }: { stage: CommandState; count?: number }) {
  const { word, meaning } = stageWords[stage];
  return (
    <span
      className="inline-flex h-5 items-center gap-1.5 rounded-sm px-1.5 text-xs whitespace-nowrap text-ink"
      style={{
        background: `color-mix(in srgb, ${stageColor(stage)} var(--tint), transparent)`,
      }}
      title={`${word}: ${meaning}`}
    >
      <StageGlyph stage={stage} />
      <span>{word}</span>
      {count !== undefined && <span className="figures">{count.toLocaleString('en')}</span>}
    </span>
  );
}

/** The glyph alone. Decorative: the word must stand beside it. */
export function StageGlyph({ stage, size = 12 }: { stage: CommandState; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ color: stageColor(stage), flex: 'none' }}
    >
      {drawings[stage]}
    </svg>
  );
}

/** The colour of a stage; for grounds, glyphs and bars, never for text. */
export function stageColor(stage: CommandState): string {
  return `var(--color-${colors[stage]})`;
}

const colors: Readonly<Record<CommandState, string>> = {
  QUEUED: 'disconnected',
  DELIVERED: 'delayed',
  ACKED: 'edge-cached',
  APPLIED: 'live',
  FAILED: 'replaying',
  EXPIRED: 'returning',
  CANCELLED: 'autonomous',
};

const drawings: Readonly<Record<CommandState, ReactNode>> = {
  QUEUED: <path d="M3 4h10M3 8h10M3 12h6" />,
  DELIVERED: <path d="M2.5 8h10m-4-4 4 4-4 4" />,
  ACKED: <path d="M8 13.5a5.5 5.5 0 1 1 5.5-5.5" />,
  APPLIED: <path d="m2.5 8.5 3.6 3.6L13.5 4" />,
  FAILED: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  EXPIRED: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6" />,
  CANCELLED: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8" />,
};
