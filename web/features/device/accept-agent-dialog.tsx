'use client';
/** The guarded dialog before a program of agents is accepted by its measurement, for every device that runs it. */
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';

const AcceptAgentDialog_AcceptMutation = graphql(`
  mutation AcceptAgentDialog_AcceptMutation($input: AgentMeasurementInput!) {
    acceptAgentMeasurement(input: $input) {
      sha256
    }
  }
`);

interface AcceptAgentDialogProps extends Pick<SupplyChainFacts, 'attestation'> {
  onClose: () => void;
  onAccepted: () => void;
}

/** Open while it is rendered. What is typed is the beginning of the measurement. */
export function AcceptAgentDialog({ attestation, onClose, onAccepted }: AcceptAgentDialogProps) {
  const { agentVersion, binarySha256 } = attestation;
  const [, accept] = useMutation(AcceptAgentDialog_AcceptMutation);
  const whyNotNow = useDestructionBlock();
  const confirm = async ({ reason, ticket }: { reason: string; ticket: string }) => {
    const words = ticket === '' ? reason : `${reason} (${ticket})`;
    const { error } = await accept({ input: { sha256: binarySha256, reason: words } });
    if (error) throw new Error(describeFailure(error).message);
    toast({
      title: `The agent ${binarySha256.slice(0, 12)} is accepted`,
      detail: 'Devices that run it are judged anew.',
    });
    onAccepted();
  };
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={`Accept the agent ${agentVersion} that runs here`}
      verb="Accept"
      phrase={binarySha256.slice(0, 12)}
      disabledBecause={whyNotNow}
      onConfirm={confirm}
      blastRadius={
        <ul className="list-disc pl-4">
          <li>
            Every device of the tenant whose agent measures <code className="figures break-all">{binarySha256}</code> is
            believed in this, not this one alone.
          </li>
          <li>Better is an artifact: register and sign the agent, and it is traced to a key.</li>
        </ul>
      }
    />
  );
}
