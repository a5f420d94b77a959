/** Where an artifact is in its life, as glyph, word and ground. */
import type { ArtifactState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { artifactWords } from './artifact-words.ts';

/** The five places. */
export function ArtifactBadge({ state }: { state: ArtifactState }) {
  const { word, meaning } = artifactWords[state];
  const color = `var(--color-${looks[state].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={looks[state].drawing} />}>
      {word}
    </Badge>
  );
}

const looks: Readonly<Record<ArtifactState, { color: string; drawing: string }>> = {
  REGISTERED: { color: 'disconnected', drawing: 'M3 4h10M3 8h10M3 12h6' },
  UPLOADED: { color: 'delayed', drawing: 'M8 13V3M4 7l4-4 4 4' },
  VERIFIED: { color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  REJECTED: { color: 'quarantined', drawing: 'm4 4 8 8m0-8-8 8' },
  WITHDRAWN: { color: 'replaying', drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8' },
};
