/** Who vouches for an artifact: each signature and statement with its keys, whether it counts, and why not. */
import Link from 'next/link';
import { formatValue } from '../../charts/format-value.ts';
import { apiUrl } from '../../live/runtime-config.ts';
import { Age } from '../../ui/age.tsx';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ArtifactFacts } from './artifact-fragment.ts';
import { keyRoleWords } from './artifact-words.ts';
import { type SignatureRow, signatureRows, type SignatureStanding } from './signature-rows.ts';

/** One item per piece of evidence. */
export function SignaturesPanel({ artifact }: { artifact: ArtifactFacts }) {
  const rows = signatureRows(artifact);
  return (
    <Panel title="Signatures" flush>
      {rows.length === 0 ? (
        <p className="p-3 text-muted">Nobody signed it yet, and nobody said where it comes from.</p>
      ) : (
        <ul aria-label="Signatures and statements">
          {rows.map((row) => (
            <SignatureItem key={row.evidence.evidenceId} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SignatureItem({ row: { evidence, keys, faults, standing } }: { row: SignatureRow }) {
  const { kind, mediaType, attachedAt, size, digest } = evidence;
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StandingBadge standing={standing} />
        <span className="font-medium">
          {keys.length === 0
            ? 'No key that counts'
            : keys.map((key, index) => (
                <span key={`${key.keyId} ${key.role}`}>
                  {index > 0 && ', '}
                  <Link href={`/artifacts/keys?key=${key.keyId}`} className="text-accent underline">
                    {key.name}
                  </Link>{' '}
                  <span className="font-normal text-muted">
                    as {keyRoleWords[key.role].word.toLowerCase()}
                    {key.state === 'EXPIRED' && ', expired since; it was valid in its time'}
                  </span>
                </span>
              ))}
        </span>
        <span className="ml-auto text-xs text-muted max-sm:ml-0">
          <Age at={attachedAt} prefix="" />
        </span>
      </div>
      {faults.map(({ reason, words }) => (
        <p key={reason + words} className="border-l-[3px] border-double border-replaying pl-2">
          <code className="figures text-xs">{reason}</code> {words}
        </p>
      ))}
      <p className="text-xs text-muted">
        {kindWords[kind]} · <code className="figures break-all">{mediaType}</code> ·{' '}
        <a href={`${apiUrl()}/artifacts/${digest}`} download className="text-accent underline">
          {formatValue(size, 'bytes')}
        </a>
      </p>
    </li>
  );
}

function StandingBadge({ standing }: { standing: SignatureStanding }) {
  const { word, meaning, drawing } = standings[standing];
  const color = `var(--color-${standings[standing].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}

const standings: Readonly<
  Record<SignatureStanding, { word: string; meaning: string; color: string; drawing: string }>
> = {
  VALID: { word: 'Valid', meaning: 'It counts.', color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  REVOKED: {
    word: 'Revoked',
    meaning: 'The key was revoked: it counts no more.',
    color: 'quarantined',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8',
  },
  FAULTY: { word: 'Does not count', meaning: 'See why below.', color: 'replaying', drawing: 'm4 4 8 8m0-8-8 8' },
  UNJUDGED: {
    word: 'Not judged yet',
    meaning: 'It is judged once the bytes are here.',
    color: 'disconnected',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6',
  },
  UNUSED: {
    word: 'Not counted',
    meaning: 'Nothing was found wrong with it, and the artifact is not verified.',
    color: 'disconnected',
    drawing: 'M3 8h10',
  },
};

const kindWords: Readonly<Record<ArtifactFacts['evidence'][number]['kind'], string>> = {
  SIMPLE_SIGNING: 'Signature of the digest',
  BLOB_SIGNATURE: 'Signature of the bytes',
  SIGSTORE_BUNDLE: 'Sigstore bundle',
  DSSE_ENVELOPE: 'Signed statement',
  SBOM: 'Bill of materials',
};
