'use client';
/** Keys as rows; the name of each opens what is known of it. On a phone the rows are cards. */
import { Age } from '../../ui/age.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { useIsNarrow } from '../devices/use-is-narrow.ts';
import { keyRoleWords } from './artifact-words.ts';
import { KeyBadge } from './key-badge.tsx';
import type { SigningKeyFacts } from './signing-key-fragment.ts';
import { useRowLinks } from './use-row-links.ts';

interface KeyTableProps {
  keys: readonly SigningKeyFacts[];
  chosen: string | null;
  onChoose: (keyId: string) => void;
}

/** One key per row. */
export function KeyTable(props: KeyTableProps) {
  const isNarrow = useIsNarrow();
  const place = useRowLinks<HTMLDivElement>();
  return <div ref={place}>{isNarrow ? <KeyCards {...props} /> : <KeyRows {...props} />}</div>;
}

function KeyRows({ keys, chosen, onChoose }: KeyTableProps) {
  return (
    <Table label="Signing keys, newest first">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Vouches as</HeadCell>
          <HeadCell>Algorithm</HeadCell>
          <HeadCell>Valid until</HeadCell>
          <HeadCell align="right">Artifacts</HeadCell>
          <HeadCell align="right">Devices</HeadCell>
          <HeadCell align="right">Added</HeadCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.keyId} isSelected={key.keyId === chosen}>
            <Cell>
              <KeyButton signingKey={key} onChoose={onChoose} />
            </Cell>
            <Cell>
              <KeyBadge state={key.state} />
            </Cell>
            <Cell>
              <span title={keyRoleWords[key.role].meaning}>{keyRoleWords[key.role].word}</span>
            </Cell>
            <Cell figures>{key.algorithm}</Cell>
            <Cell>
              <ValidityWords signingKey={key} />
            </Cell>
            <Cell align="right" figures>
              {key.artifactCount.toLocaleString('en')}
            </Cell>
            <Cell align="right" figures>
              {key.deviceCount.toLocaleString('en')}
            </Cell>
            <Cell align="right">
              <Age at={key.addedAt} prefix="" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function KeyCards({ keys, onChoose }: KeyTableProps) {
  return (
    <ul aria-label="Signing keys, newest first">
      {keys.map((key) => (
        <li key={key.keyId} className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
          <span className="flex items-center justify-between gap-3">
            <KeyButton signingKey={key} onChoose={onChoose} />
            <KeyBadge state={key.state} />
          </span>
          <span className="flex items-center justify-between gap-3 text-xs text-muted">
            <span>
              {keyRoleWords[key.role].word} · {key.algorithm}
            </span>
            <span>
              {key.validUntil !== null && 'until '}
              <ValidityWords signingKey={key} />
            </span>
          </span>
          <span className="text-xs text-muted">
            vouches for {key.artifactCount.toLocaleString('en')} {key.artifactCount === 1 ? 'artifact' : 'artifacts'} on{' '}
            {key.deviceCount.toLocaleString('en')} {key.deviceCount === 1 ? 'device' : 'devices'}
          </span>
        </li>
      ))}
    </ul>
  );
}

function KeyButton({
  signingKey: { keyId, name },
  onChoose,
}: {
  signingKey: SigningKeyFacts;
  onChoose: (id: string) => void;
}) {
  return (
    <button
      type="button"
      data-row-link
      onClick={() => onChoose(keyId)}
      className="min-w-0 truncate py-1 font-medium text-accent hover:underline"
    >
      {name}
    </button>
  );
}

function ValidityWords({ signingKey: { validUntil, revokedAt } }: { signingKey: SigningKeyFacts }) {
  if (revokedAt !== null) return <span className="text-muted">revoked</span>;
  return validUntil === null ? (
    <span className="text-muted">no last day</span>
  ) : (
    <span className="figures">{validUntil.slice(0, 10)}</span>
  );
}
