/** What is thought of a supply chain, as glyph, word and ground. */
import type { SupplyChainVerdict } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { verdictWords } from './supply-chain-words.ts';

/** Trusted, cannot be told, violation. */
export function VerdictBadge({ verdict }: { verdict: SupplyChainVerdict }) {
  const { word, meaning } = verdictWords[verdict];
  const color = `var(--color-${looks[verdict].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={looks[verdict].drawing} />}>
      {word}
    </Badge>
  );
}

const looks: Readonly<Record<SupplyChainVerdict, { color: string; drawing: string }>> = {
  TRUSTED: { color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  UNKNOWN: { color: 'disconnected', drawing: 'M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.7M8 13h.01' },
  VIOLATION: { color: 'quarantined', drawing: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01' },
};
