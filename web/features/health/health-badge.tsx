/** How a signal or a scope stands, as glyph, word and ground. */
import type { HealthState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { healthWords } from './signal-words.ts';

/** Four states, four outlines. */
export function HealthBadge({ state }: { state: HealthState }) {
  const { drawing } = looks[state];
  const color = `var(--color-${looks[state].color})`;
  return (
    <Badge color={color} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {healthWords[state]}
    </Badge>
  );
}

const looks: Readonly<Record<HealthState, { color: string; drawing: string }>> = {
  OK: { color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  WARN: { color: 'replaying', drawing: 'M8 2 14.5 13.5h-13z' },
  BAD: { color: 'quarantined', drawing: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 5v3.5M8 11h.01' },
  UNKNOWN: { color: 'disconnected', drawing: 'M3 8h2.5M7 8h2M11 8h2' },
};
