'use client';
/** What can be done with an artifact: let it be used in the next channel, hand out a way to get it, or withdraw it. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { ArtifactFacts } from './artifact-fragment.ts';
import { artifactWords, channelMeaning, nextChannel } from './artifact-words.ts';
import { PullTokenDialog } from './pull-token-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

const ArtifactActions_PromoteMutation = graphql(`
  mutation ArtifactActions_PromoteMutation($input: PromoteArtifactInput!) {
    promoteArtifact(input: $input) {
      ...ArtifactPage_ArtifactFragment
    }
  }
`);

interface ArtifactActionsProps {
  artifact: ArtifactFacts;
  onChanged: () => void;
}

/** Three buttons; one that cannot be used now says why. */
export function ArtifactActions({ artifact, onChanged }: ArtifactActionsProps) {
  const [asking, setAsking] = useState<'promote' | 'pull' | 'withdraw' | null>(null);
  const whyNotRole = useRoleBlock('OPERATOR');
  const { state, channel, name, version } = artifact;
  const next = nextChannel(channel);
  const whyNotState =
    state === 'VERIFIED'
      ? undefined
      : `Only what is verified can be; this is ${artifactWords[state].word.toLowerCase()}.`;
  const whyNoNext = next === null ? 'It may be used in every channel already.' : undefined;
  const whyNoChannel = channel === null ? 'Promote it first: a token opens what may be used somewhere.' : undefined;
  const whyWithdrawn = state === 'WITHDRAWN' ? 'It is withdrawn already, for good.' : undefined;
  const close = () => setAsking(null);
  return (
    <>
      <Button
        tone="primary"
        disabledBecause={whyNotRole ?? whyNotState ?? whyNoNext}
        onClick={() => setAsking('promote')}
      >
        {next === null ? 'Promoted' : `Promote to ${next}…`}
      </Button>
      <Button disabledBecause={whyNotRole ?? whyNotState ?? whyNoChannel} onClick={() => setAsking('pull')}>
        Pull token…
      </Button>
      <Button tone="danger" disabledBecause={whyNotRole ?? whyWithdrawn} onClick={() => setAsking('withdraw')}>
        Withdraw…
      </Button>
      {asking === 'promote' && next !== null && <PromoteDialog {...{ artifact, next, onChanged }} onClose={close} />}
      {asking === 'pull' && <PullTokenDialog artifactId={artifact.id} label={`${name} ${version}`} onClose={close} />}
      {asking === 'withdraw' && <WithdrawDialog {...{ artifact, onChanged }} onClose={close} />}
    </>
  );
}

interface PromoteDialogProps extends ArtifactActionsProps {
  next: NonNullable<ArtifactFacts['channel']>;
  onClose: () => void;
}

function PromoteDialog({ artifact: { id, name, version }, next, onChanged, onClose }: PromoteDialogProps) {
  const [, promote] = useMutation(ArtifactActions_PromoteMutation);
  const whyNotNow = useDestructionBlock();
  const confirm = async () => {
    if (whyNotNow !== undefined) throw new Error(whyNotNow);
    const { data, error } = await promote({ input: { artifactId: id, channel: next } });
    onChanged();
    if (error || !data) throw new Error(error ? describeFailure(error).message : 'Nothing came back.');
    toast({ title: `${name} ${version} may be used in ${next}`, detail: channelMeaning[next] });
  };
  return (
    <ConfirmDialog title={`Promote ${name} ${version} to ${next}`} verb="Promote" onClose={onClose} onConfirm={confirm}>
      <p>
        {channelMeaning[next]} Its bytes and signatures are judged once more before. Nothing is installed by this:
        rollouts may use it from now on for devices of the channel <code className="figures">{next}</code>. What is
        promoted is not taken back but withdrawn.
      </p>
    </ConfirmDialog>
  );
}
