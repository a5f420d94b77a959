'use client';
/** The guarded dialog before an artifact is withdrawn: how many devices run it, and what becomes of them. */
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { ArtifactFacts } from './artifact-fragment.ts';

const WithdrawDialog_WithdrawMutation = graphql(`
  mutation WithdrawDialog_WithdrawMutation($input: WithdrawArtifactInput!) {
    withdrawArtifact(input: $input) {
      ...ArtifactPage_ArtifactFragment
    }
  }
`);

interface WithdrawDialogProps {
  artifact: ArtifactFacts;
  onChanged: () => void;
  onClose: () => void;
}

/** Open while it is rendered. What is typed is the version and how many devices run it. */
export function WithdrawDialog({ artifact, onChanged, onClose }: WithdrawDialogProps) {
  const { id, name, version, deviceCount, channel, retentionDays } = artifact;
  const [, withdraw] = useMutation(WithdrawDialog_WithdrawMutation);
  const whyNotNow = useDestructionBlock();
  const confirm = async ({ reason, ticket }: { reason: string; ticket: string }) => {
    const words = ticket === '' ? reason : `${reason} (${ticket})`;
    const { data, error } = await withdraw({ input: { artifactId: id, reason: words } });
    if (error || !data) throw new Error(error ? describeFailure(error).message : 'Nothing came back.');
    toast({ title: `${name} ${version} is withdrawn` });
    onChanged();
  };
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={`Withdraw ${name} ${version}`}
      verb="Withdraw"
      phrase={`${version} ${deviceCount}`}
      disabledBecause={whyNotNow}
      onConfirm={confirm}
      blastRadius={
        <>
          <p>
            <span className="figures text-base font-medium">{deviceCount.toLocaleString('en')}</span>{' '}
            {deviceCount === 1 ? 'device runs' : 'devices run'} it now.
          </p>
          <ul className="list-disc pl-4 text-xs">
            <li>
              Whoever runs it goes on until another version comes; the device’s supply chain says that it was withdrawn.
            </li>
            <li>
              {channel === null
                ? 'It was promoted to no channel: no rollout could use it.'
                : `It was promoted up to ${channel}: nobody gets its bytes any more.`}
            </li>
            <li>
              {retentionDays === null
                ? 'Its bytes are kept.'
                : `Its bytes are thrown away after ${retentionDays} days.`}
            </li>
            <li>It cannot be taken back; the next version takes its place.</li>
          </ul>
        </>
      }
    />
  );
}
