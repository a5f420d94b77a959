'use client';
/** The guarded dialog before the present configuration and hardware of a device are taken for its own. */
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';
import { canBeAccepted, findingWords } from './supply-chain-words.ts';

const AcceptBaselineDialog_AcceptMutation = graphql(`
  mutation AcceptBaselineDialog_AcceptMutation($input: AcceptDeviceBaselineInput!) {
    acceptDeviceBaseline(input: $input) {
      ...SupplyChain_ProjectionFragment
    }
  }
`);

interface AcceptBaselineDialogProps {
  device: { id: string; name: string };
  chain: SupplyChainFacts;
  onClose: () => void;
  onAccepted: () => void;
}

/** Open while it is rendered. */
export function AcceptBaselineDialog({ device, chain, onClose, onAccepted }: AcceptBaselineDialogProps) {
  const [, accept] = useMutation(AcceptBaselineDialog_AcceptMutation);
  const whyNotNow = useDestructionBlock();
  const confirm = async ({ reason, ticket }: { reason: string; ticket: string }) => {
    const words = ticket === '' ? reason : `${reason} (${ticket})`;
    const { data, error } = await accept({ input: { deviceId: device.id, reason: words } });
    if (error || !data) throw new Error(error ? describeFailure(error).message : 'Nothing came back.');
    toast({ title: `${device.name} is taken for what it is now` });
    onAccepted();
  };
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={`Accept ${device.name} as it is now`}
      verb="Accept"
      phrase={device.name}
      disabledBecause={whyNotNow}
      onConfirm={confirm}
      blastRadius={
        <ul className="list-disc pl-4">
          {chain.reasons
            .filter(({ code }) => canBeAccepted(code))
            .map(({ code, detail }) => (
              <li key={code}>
                {findingWords[code]}. <span className="text-muted">{detail}</span>
              </li>
            ))}
          <li>What the device says of itself now is what it should be from then on. Nothing is sent to it.</li>
        </ul>
      }
    />
  );
}
