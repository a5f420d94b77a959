'use client';
/** Cancels a command: at once while its device does not have it, otherwise the device is told to stop. Needs a reason. */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { CommandFacts } from './command-fragment.ts';

const CancelCommand_CancelMutation = graphql(`
  mutation CancelCommand_CancelMutation($input: CancelCommandInput!) {
    cancelCommand(input: $input) {
      ...CommandRow_CommandFragment
    }
  }
`);

/** A button, and the question why once it was pressed. */
export function CancelCommand({ command }: { command: Pick<CommandFacts, 'id' | 'state' | 'cancelRequestedAt'> }) {
  const { id, state, cancelRequestedAt } = command;
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [{ fetching: isBusy, error }, cancel] = useMutation(CancelCommand_CancelMutation);
  const whyNotOperate = useRoleBlock('OPERATOR');
  const whyNotAgain = cancelRequestedAt === null ? undefined : 'The device was told to stop; it will say how it ended.';
  const whyNotYet = reason.trim().length < 3 ? 'Say why.' : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNotYet !== undefined || isBusy) return;
    const { data } = await cancel({
      input: { commandId: id, reason: reason.trim() },
    });
    if (!data) return;
    toast({
      title: state === 'QUEUED' ? 'The command is cancelled' : 'The device is told to stop',
    });
    setIsOpen(false);
  };
  if (!isOpen) {
    return (
      <div>
        <Button disabledBecause={whyNotOperate ?? whyNotAgain} onClick={() => setIsOpen(true)}>
          {state === 'QUEUED' ? 'Cancel…' : 'Stop…'}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-lg flex-col gap-2">
      <Field label="Why" error={error && describeFailure(error).message}>
        {(ids) => <TextInput {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <span className="flex gap-2">
        <Button type="submit" tone="danger" disabledBecause={whyNotYet} isBusy={isBusy}>
          {state === 'QUEUED' ? 'Cancel the command' : 'Tell the device to stop'}
        </Button>
        <Button onClick={() => setIsOpen(false)}>Keep it</Button>
      </span>
    </form>
  );
}
