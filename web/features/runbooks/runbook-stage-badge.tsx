/** Where a version of a runbook is in its life, as glyph, word and ground. */
import type { RunbookState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';

/** Draft, approved or retired. */
export function RunbookStageBadge({ stage }: { stage: RunbookState }) {
  const { word, meaning, drawing } = looks[stage];
  const color = `var(--color-${looks[stage].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}

const looks: Readonly<Record<RunbookState, { word: string; meaning: string; color: string; drawing: string }>> = {
  DRAFT: {
    word: 'Draft',
    meaning: 'A second person must approve it before anybody can run it.',
    color: 'returning',
    drawing: 'M3 13l1-4 7-7 3 3-7 7z',
  },
  APPROVED: { word: 'Approved', meaning: 'It can be run.', color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  RETIRED: {
    word: 'Retired',
    meaning: 'It is not run any more.',
    color: 'disconnected',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8',
  },
};
