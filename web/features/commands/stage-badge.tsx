/** Where a command is in its life, as glyph, word and colour. Every glyph has an outline of its own. */
import type { CommandState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { stageWords } from './command-words.ts';

/** Glyph and word on a tint; with a count where many commands are told together. */
export function StageBadge({ stage, count }: { stage: CommandState; count?: number }) {
  const { word, meaning } = stageWords[stage];
  return (
    <Badge color={stageColor(stage)} title={`${word}: ${meaning}`} glyph={<StageGlyph stage={stage} />}>
      <span>{word}</span>
      {count !== undefined && <span className="figures">{count.toLocaleString('en')}</span>}
    </Badge>
  );
}

/** The glyph alone. Decorative: the word must stand beside it. */
export function StageGlyph({ stage, size = 12 }: { stage: CommandState; size?: number }) {
  return <LineGlyph color={stageColor(stage)} drawing={drawings[stage]} size={size} />;
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

const drawings: Readonly<Record<CommandState, string>> = {
  QUEUED: 'M3 4h10M3 8h10M3 12h6',
  DELIVERED: 'M2.5 8h10m-4-4 4 4-4 4',
  ACKED: 'M8 13.5a5.5 5.5 0 1 1 5.5-5.5',
  APPLIED: 'm2.5 8.5 3.6 3.6L13.5 4',
  FAILED: 'm3.5 3.5 9 9m0-9-9 9',
  EXPIRED: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6',
  CANCELLED: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8',
};
