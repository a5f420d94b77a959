'use client';
/** The second person's agreement. The API has the last word on who that may be; here it is only said beforehand. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { useViewer } from '../../live/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { displayStates } from '../../ui/states.ts';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { actionWords, approvalText, devicesText } from './batch-words.ts';
import type { BatchFacts } from './use-batch.ts';

const ApproveBatch_ApproveMutation = graphql(`
  mutation ApproveBatch_ApproveMutation($input: ApproveBatchInput!) {
    approveBatch(input: $input) {
      id
      state
    }
  }
`);

interface ApproveBatchButtonProps {
  batch: BatchFacts;
  onDone: () => void;
}

/** Only while the batch waits for it. */
export function ApproveBatchButton({ batch, onDone }: ApproveBatchButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { user } = useViewer();
  const whyNotRole = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  const whyNotNow = useDestructionBlock();
  if (batch.state !== 'AWAITING_APPROVAL') return null;
  const isOwn = [batch.plannedBy, batch.startedBy].includes(`user:${user.id}`);
  const whyNotOwn = isOwn ? 'You planned or started this; another person must approve it.' : undefined;
  return (
    <>
      <Button tone="primary" disabledBecause={whyNotRole ?? whyNotOwn ?? whyNotNow} onClick={() => setIsOpen(true)}>
        Approve…
      </Button>
      {isOpen && <ApproveDialog {...{ batch, onDone }} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ApproveDialog({ batch, onDone, onClose }: ApproveBatchButtonProps & { onClose: () => void }) {
  const [{ fetching: isBusy, error }, approve] = useMutation(ApproveBatch_ApproveMutation);
  const { plan, reason } = batch;
  const act = async () => {
    const { data } = await approve({ input: { batchId: batch.id } });
    if (!data) return;
    toast({ title: 'Approved: it begins' });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <HoldButton onHeld={() => void act()} disabledBecause={isBusy ? 'Under way…' : undefined}>
        Hold to approve
      </HoldButton>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Approve: ${actionWords[plan.action].label}, ${devicesText(plan.devices)}`}
      footer={footer}
    >
      <div className="flex flex-col gap-2">
        <p>{actionWords[plan.action].meaning}</p>
        <div className="flex flex-wrap gap-1">
          {displayStates.map((state) => {
            const count = plan.byState.find((each) => each.state === state)?.count ?? 0;
            return count > 0 && <StateBadge key={state} state={state} count={count} />;
          })}
        </div>
        <p className="text-muted">
          Reason: <span className="text-ink">{reason}</span>
        </p>
        <p className="text-muted">{approvalText(plan.why)}</p>
        {error && (
          <p role="alert" className="border-l-2 border-quarantined pl-2">
            {describeFailure(error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
