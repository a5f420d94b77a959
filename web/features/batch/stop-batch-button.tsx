'use client';
/** Stops what of a batch was not handed over yet. That makes nothing worse, so it asks for a reason and no more. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { BatchFacts } from './use-batch.ts';

const StopBatch_StopMutation = graphql(`
  mutation StopBatch_StopMutation($input: StopBatchInput!) {
    stopBatch(input: $input) {
      id
      state
    }
  }
`);

interface StopBatchButtonProps {
  batch: Pick<BatchFacts, 'id' | 'state'>;
  onDone: () => void;
}

/** Only while there is something left to stop. */
export function StopBatchButton({ batch, onDone }: StopBatchButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const whyNotRole = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  if (batch.state === 'STOPPED' || batch.state === 'FINISHED') return null;
  return (
    <>
      <Button tone="danger" disabledBecause={whyNotRole} onClick={() => setIsOpen(true)}>
        Stop remaining…
      </Button>
      {isOpen && <StopDialog {...{ batch, onDone }} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function StopDialog({ batch, onDone, onClose }: StopBatchButtonProps & { onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [{ fetching: isBusy, error }, stop] = useMutation(StopBatch_StopMutation);
  const whyNot = reason.trim().length < 3 ? 'Say why, for those who read it later.' : undefined;
  const act = async () => {
    const { data } = await stop({ input: { batchId: batch.id, reason: reason.trim() } });
    if (!data) return;
    toast({ title: 'What remained is stopped' });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Let it go on</Button>
      <Button tone="danger" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void act()}>
        Stop remaining
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title="Stop what remains"
      description="What was not handed over is not handed over any more. What devices have already goes on."
      footer={footer}
    >
      <Field label="Reason" error={error && describeFailure(error).message}>
        {(ids) => <TextInput {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
