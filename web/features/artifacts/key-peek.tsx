'use client';
/** What is known of one key, and what can be done with it. */
import Link from 'next/link';
import { useState } from 'react';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { PersonWords } from '../commands/person-words.tsx';
import { FactList } from '../device/fact-list.tsx';
import { InstantText } from '../device/instant-text.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { keyRoleWords } from './artifact-words.ts';
import { KeyBadge } from './key-badge.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import type { SigningKeyFacts } from './signing-key-fragment.ts';
import type { Threshold } from './verdict-panel.tsx';

interface KeyPeekProps {
  signingKey: SigningKeyFacts;
  keys: readonly SigningKeyFacts[];
  thresholds: readonly Threshold[];
  onChanged: () => void;
  onClose: () => void;
}

/** Open while it is rendered; Esc closes it. */
export function KeyPeek({ signingKey, keys, thresholds, onChanged, onClose }: KeyPeekProps) {
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const whyNotHold = useRoleBlock('TENANT_ADMIN');
  const whyNotRevoke = useRoleBlock('TENANT_ADMIN', 'SECURITY_ANALYST');
  const { name, role, state, revokedAt, revokeReason, successorId, publicKeyPem } = signingKey;
  const successor = keys.find(({ keyId }) => keyId === successorId);
  const whyRevoked = revokedAt === null ? undefined : 'It is revoked already, for good.';
  const whyFollowed = successorId === null ? undefined : `${successor?.name ?? 'Another key'} takes its place already.`;
  const close = () => setAsking(null);
  return (
    <PeekPanel title={name} subtitle={keyRoleWords[role].meaning} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <KeyBadge state={state} />
          <span className="ml-auto flex gap-2">
            <Button disabledBecause={whyNotHold ?? whyRevoked ?? whyFollowed} onClick={() => setAsking('rotate')}>
              Rotate…
            </Button>
            <Button tone="danger" disabledBecause={whyNotRevoke ?? whyRevoked} onClick={() => setAsking('revoke')}>
              Revoke…
            </Button>
          </span>
        </div>
        {revokedAt !== null && (
          <Notice tone="warning" title={`Revoked: ${revokeReason ?? 'nobody said why'}`}>
            <Age at={revokedAt} prefix="" />. None of its signatures count, whenever they were made.
          </Notice>
        )}
        <KeyFactList signingKey={signingKey} successor={successor} />
        <CopyField label="Public key" value={publicKeyPem.trim()} isMultiline />
      </div>
      {asking === 'rotate' && <RotateKeyDialog signingKey={signingKey} onClose={close} onRotated={onChanged} />}
      {asking === 'revoke' && <RevokeKeyDialog {...{ signingKey, thresholds }} onClose={close} onRevoked={onChanged} />}
    </PeekPanel>
  );
}

function KeyFactList(props: { signingKey: SigningKeyFacts; successor: SigningKeyFacts | undefined }) {
  const { keyId, role, algorithm, validFrom, validUntil, addedAt, addedBy, addedByUser } = props.signingKey;
  const { artifactCount, deviceCount, successorId } = props.signingKey;
  return (
    <FactList
      facts={[
        { term: 'Vouches as', value: keyRoleWords[role].word },
        {
          term: 'Vouches for',
          value: (
            <>
              <Link href={`/artifacts?key=${keyId}`} className="text-accent underline">
                {artifactCount.toLocaleString('en')} {artifactCount === 1 ? 'artifact' : 'artifacts'}
              </Link>{' '}
              on {deviceCount.toLocaleString('en')} {deviceCount === 1 ? 'device' : 'devices'}
            </>
          ),
        },
        { term: 'Algorithm', value: <code className="figures">{algorithm}</code> },
        { term: 'Valid from', value: <InstantText at={validFrom} /> },
        { term: 'Valid until', value: validUntil && <InstantText at={validUntil} />, absence: 'no last day' },
        {
          term: 'Followed by',
          value: successorId && (
            <Link href={`/artifacts/keys?key=${successorId}`} className="text-accent hover:underline">
              {props.successor?.name ?? successorId.slice(0, 12)}
            </Link>
          ),
          absence: 'no other key',
        },
        {
          term: 'Added',
          value: (
            <>
              <Age at={addedAt} prefix="" /> by <PersonWords actor={addedBy} person={addedByUser} />
            </>
          ),
        },
        { term: 'Key id', value: <code className="figures break-all select-all">{keyId}</code> },
      ]}
    />
  );
}
