'use client';
/**
 * Frees the slot of a device that began and does not report. Its update may be running for all we know, so two persons
 * have to say so: the first asks and says why, the second agrees.
 */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { useViewer } from '../../live/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { TargetFacts } from './use-targets.ts';

const Override_RequestMutation = graphql(`
  mutation Override_RequestMutation($input: RequestLeaseOverrideInput!) {
    requestLeaseOverride(input: $input) {
      id
      state
    }
  }
`);

const Override_ApproveMutation = graphql(`
  mutation Override_ApproveMutation($leaseId: ID!) {
    approveLeaseOverride(leaseId: $leaseId) {
      id
      state
    }
  }
`);

interface OverrideButtonProps {
  row: TargetFacts;
  onDone: () => void;
}

/** Only where a lease is suspected. */
export function OverrideButton({ row, onDone }: OverrideButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { user } = useViewer();
  const whyNotRole = useRoleBlock('OPERATOR');
  const whyNotNow = useDestructionBlock();
  const { lease } = row;
  if (lease?.state !== 'SUSPECT') return null;
  const askedBy = lease.overrideRequestedBy;
  const whyNotOwn = askedBy === `user:${user.id}` ? 'You asked for it; another person has to agree.' : undefined;
  const close = () => setIsOpen(false);
  return (
    <>
      <Button disabledBecause={whyNotRole ?? whyNotOwn ?? whyNotNow} onClick={() => setIsOpen(true)}>
        {askedBy === null ? 'Override…' : 'Agree to override…'}
      </Button>
      {isOpen && askedBy === null && <RequestDialog row={row} leaseId={lease.id} onClose={close} onDone={onDone} />}
      {isOpen && askedBy !== null && (
        <AgreeDialog row={row} leaseId={lease.id} reason={lease.overrideReason} onClose={close} onDone={onDone} />
      )}
    </>
  );
}

interface OverrideDialogProps extends OverrideButtonProps {
  leaseId: string;
  onClose: () => void;
}

function RequestDialog({ row, leaseId, onClose, onDone }: OverrideDialogProps) {
  const [, request] = useMutation(Override_RequestMutation);
  const { name } = row.device;
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={`Override the lease of ${name}`}
      verb="Override"
      phrase={name}
      secondApprover="The device may still be at work, so one person is not enough."
      blastRadius={
        <p>
          {name} counts as failed, and its slot in every budget is free for another device. If it is at work after all,
          more devices are busy at once than the budgets allow.
        </p>
      }
      onConfirm={async ({ reason }) => {
        const { error } = await request({ input: { leaseId, reason } });
        if (error) throw new Error(describeFailure(error).message);
        toast({ title: 'Another person has to agree now' });
        onDone();
      }}
    />
  );
}

function AgreeDialog({ row, leaseId, reason, onClose, onDone }: OverrideDialogProps & { reason: string | null }) {
  const [, approve] = useMutation(Override_ApproveMutation);
  const agree = async () => {
    const { error } = await approve({ leaseId });
    if (error) throw new Error(describeFailure(error).message);
    toast({ title: `The slot of ${row.device.name} is free` });
    onDone();
  };
  return (
    <ConfirmDialog title={`Override the lease of ${row.device.name}`} verb="Agree" onClose={onClose} onConfirm={agree}>
      <p>It counts as failed, and its slot in every budget is free for another device.</p>
      <p className="mt-2 text-muted">
        Why: <span className="text-ink">{reason}</span>
      </p>
    </ConfirmDialog>
  );
}
