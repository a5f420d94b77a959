/** Where a batch is in its life, as glyph, word and ground. */
import type { BatchState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { batchWords } from './batch-words.ts';

/** The five places. */
export function BatchBadge({ state }: { state: BatchState }) {
  const { word, meaning } = batchWords[state];
  const { drawing } = looks[state];
  const color = `var(--color-${looks[state].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}

const looks: Readonly<Record<BatchState, { color: string; drawing: string }>> = {
  PLANNED: { color: 'disconnected', drawing: 'M3 4h10M3 8h10M3 12h6' },
  AWAITING_APPROVAL: { color: 'returning', drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6' },
  RUNNING: { color: 'delayed', drawing: 'M4 3l9 5-9 5z' },
  STOPPED: { color: 'replaying', drawing: 'M4 4h8v8H4z' },
  FINISHED: { color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
};
