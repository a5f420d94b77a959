'use client';
/**
 * The guarded dialog of an action on many devices. What it would touch comes from the server's dry run; what is typed is
 * what the plan asks for; and a plan whose time is over, or whose devices are others by now, starts nothing.
 */
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionWords, approvalText, devicesText } from './batch-words.ts';
import { BlastRadius } from './blast-radius.tsx';
import { type BatchOrder, useBatchPlan } from './use-batch-plan.ts';
import { useRemaining } from './use-remaining.ts';

const BatchDialog_StartMutation = graphql(`
  mutation BatchDialog_StartMutation($input: StartBatchInput!) {
    startBatch(input: $input) {
      id
      state
    }
  }
`);

interface BatchDialogProps {
  order: BatchOrder;
  onClose: () => void;
  /** It was started, or waits for a second person. */
  onStarted: () => void;
}

/** Open while it is rendered. */
export function BatchDialog({ order, onClose, onStarted }: BatchDialogProps) {
  const { plan, refusal, countAgain } = useBatchPlan(order);
  const [, start] = useMutation(BatchDialog_StartMutation);
  const whyNotNow = useDestructionBlock();
  const remainingS = useRemaining(plan?.expiresAt ?? null);
  const { label, meaning } = actionWords[order.action];
  const whyNoPlan = plan === null ? (refusal ?? 'The server is counting what it would touch…') : undefined;
  const whyTooLate = remainingS === 0 ? 'The count is too old: count again what it would touch.' : undefined;
  const confirm = async ({ reason, ticket }: { reason: string; ticket: string }) => {
    if (plan === null) return;
    const words = ticket === '' ? reason : `${reason} (${ticket})`;
    const { data, error } = await start({ input: { planId: plan.id, confirm: plan.confirm, reason: words } });
    if (error || !data) throw new Error(error ? describeFailure(error).message : 'Nothing came back.');
    const isWaiting = data.startBatch.state === 'AWAITING_APPROVAL';
    toast({
      title: isWaiting ? `${label}: waits for a second person` : `${label}: started for ${devicesText(plan.devices)}`,
      detail: `Batch ${data.startBatch.id.slice(0, 8)}`,
      href: `/batches/${data.startBatch.id}`,
      hrefLabel: isWaiting ? 'Show it' : 'Follow it, or stop what remains',
    });
    onStarted();
  };
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      title={plan === null ? label : `${label}: ${devicesText(plan.devices)}`}
      verb={label}
      width="640px"
      phrase={plan?.confirm ?? '…'}
      secondApprover={plan?.needsApproval === true ? approvalText(plan.why) : undefined}
      disabledBecause={whyNotNow ?? whyNoPlan ?? whyTooLate}
      blastRadius={
        <div className="min-h-44">
          <p className="mb-2 text-muted">{meaning}</p>
          {plan !== null ? (
            <BlastRadius {...{ plan, remainingS }} target={order.target} onCountAgain={countAgain} />
          ) : refusal === undefined ? (
            <Skeleton height={140} label="Counting what it would touch" />
          ) : (
            <div className="flex flex-col items-start gap-2">
              <p role="alert" className="border-l-2 border-quarantined pl-2">
                {refusal}
              </p>
              <Button onClick={countAgain}>Count again</Button>
            </div>
          )}
        </div>
      }
      onConfirm={confirm}
    />
  );
}
