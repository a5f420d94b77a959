/** Whether the signatures of a key are believed, as glyph, word and ground. */
import type { SigningKeyState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';

/** The four states of a key. */
export function KeyBadge({ state }: { state: SigningKeyState }) {
  const { word, meaning, drawing } = looks[state];
  const color = `var(--color-${looks[state].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}

const looks: Readonly<Record<SigningKeyState, { word: string; meaning: string; color: string; drawing: string }>> = {
  WAITING: {
    word: 'Not yet valid',
    meaning: 'It begins to be valid later.',
    color: 'delayed',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6',
  },
  ACTIVE: { word: 'Active', meaning: 'Its signatures count.', color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  EXPIRED: {
    word: 'Expired',
    meaning: 'No new signatures; what it vouched for in its time stands.',
    color: 'disconnected',
    drawing: 'M4 2.5h8M4 13.5h8M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11',
  },
  REVOKED: {
    word: 'Revoked',
    meaning: 'None of its signatures count, whenever they were made.',
    color: 'quarantined',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8',
  },
};
