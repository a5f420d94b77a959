'use client';
/** The guarded dialog before a key is believed no more: which artifacts it vouches for, and which of them fall. */
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { devicesText } from '../batch/batch-words.ts';
import { revocationEffect } from './revocation-effect.ts';
import type { SigningKeyFacts } from './signing-key-fragment.ts';
import type { Threshold } from './verdict-panel.tsx';

const RevokeKeyDialog_ArtifactsQuery = graphql(`
  query RevokeKeyDialog_ArtifactsQuery($keyId: ID!) {
    artifacts(first: 200, signedBy: $keyId) {
      edges {
        node {
          id
          name
          version
          state
          signers {
            keyId
            role
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const RevokeKeyDialog_RevokeMutation = graphql(`
  mutation RevokeKeyDialog_RevokeMutation($input: RevokeSigningKeyInput!) {
    revokeSigningKey(input: $input) {
      ...SigningKey_KeyFragment
    }
  }
`);

interface RevokeKeyDialogProps {
  signingKey: SigningKeyFacts;
  thresholds: readonly Threshold[];
  onClose: () => void;
  onRevoked: () => void;
}

/** Open while it is rendered. What is typed is the key's name and how many artifacts it vouches for. */
export function RevokeKeyDialog({ signingKey, thresholds, onClose, onRevoked }: RevokeKeyDialogProps) {
  const { keyId, name, artifactCount } = signingKey;
  const [, revoke] = useMutation(RevokeKeyDialog_RevokeMutation);
  const whyNotNow = useDestructionBlock();
  const confirm = async ({ reason, ticket }: { reason: string; ticket: string }) => {
    const words = ticket === '' ? reason : `${reason} (${ticket})`;
    const { data, error } = await revoke({ input: { keyId, reason: words } });
    if (error || !data) throw new Error(error ? describeFailure(error).message : 'Nothing came back.');
    toast({
      title: `${name} is revoked`,
      detail: 'What it vouched for is judged anew.',
      href: '/artifacts?state=REJECTED',
      hrefLabel: 'Show what is rejected',
    });
    onRevoked();
  };
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={`Revoke ${name}`}
      verb="Revoke"
      width="600px"
      phrase={`${name} ${artifactCount}`}
      disabledBecause={whyNotNow}
      blastRadius={<RevocationRadius {...{ signingKey, thresholds }} />}
      onConfirm={confirm}
    />
  );
}

const NAMES_SHOWN = 12;

function RevocationRadius({ signingKey, thresholds }: Pick<RevokeKeyDialogProps, 'signingKey' | 'thresholds'>) {
  const { keyId, role, deviceCount } = signingKey;
  const { data, error, retry } = useLiveQuery(RevokeKeyDialog_ArtifactsQuery, { keyId });
  if (data === undefined) {
    if (error) return <Failed what="What it vouches for" height={120} {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height={120} label="Counting what it vouches for" />;
  }
  const threshold = thresholds.find((each) => each.role === role)?.threshold ?? 0;
  const artifacts = data.artifacts.edges.map(({ node }) => node);
  const { rejected, standing } = revocationEffect(artifacts, { keyId, role, threshold });
  const more = data.artifacts.pageInfo.hasNextPage ? ' or more' : '';
  return (
    <div className="flex min-h-30 flex-col gap-2">
      <p>
        It vouches for{' '}
        <span className="figures text-base font-medium">
          {artifacts.length}
          {more}
        </span>{' '}
        {artifacts.length === 1 ? 'artifact' : 'artifacts'};{' '}
        {deviceCount === 0 ? 'no device runs one of them.' : `${devicesText(deviceCount)} run one of them.`}
      </p>
      <ul className="list-disc pl-4 text-xs">
        <li>
          <span className="figures">{rejected.length}</span> will be rejected, for want of {threshold}{' '}
          {threshold === 1 ? 'other key' : 'other keys'}: {namesOf(rejected)}
        </li>
        <li>
          <span className="figures">{standing.length}</span> will not change: {namesOf(standing)}
        </li>
        <li>Devices go on running what they run; their supply chain says from then on that nobody vouches for it.</li>
        <li>It cannot be taken back. What is signed anew by another key is verified again.</li>
      </ul>
      {rejected.length > 0 && deviceCount > 0 && (
        <Notice tone="critical" title="Devices run what will be rejected">
          No rollout can bring them back to it. Have a version ready that another key vouches for.
        </Notice>
      )}
    </div>
  );
}

function namesOf(artifacts: readonly { name: string; version: string }[]): string {
  if (artifacts.length === 0) return 'none';
  const names = artifacts.slice(0, NAMES_SHOWN).map(({ name, version }) => `${name} ${version}`);
  const more = artifacts.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
