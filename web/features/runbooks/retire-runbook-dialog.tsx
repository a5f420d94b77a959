'use client';
/** Lets a version not be run any more, for good, with a reason. What runs already is not touched. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import type { RunbookFacts } from './runbook-fragment.ts';

const RetireRunbook_RetireMutation = graphql(`
  mutation RetireRunbook_RetireMutation($input: RetireRunbookInput!) {
    retireRunbook(input: $input) {
      ...Runbook_RunbookFragment
    }
  }
`);

interface RetireRunbookDialogProps {
  runbook: RunbookFacts;
  onClose: () => void;
  onDone: () => void;
}

/** Open while it is rendered. */
export function RetireRunbookDialog({ runbook, onClose, onDone }: RetireRunbookDialogProps) {
  const { runbookId, version, name } = runbook;
  const [reason, setReason] = useState('');
  const [{ fetching: isBusy, error }, retire] = useMutation(RetireRunbook_RetireMutation);
  const whyNot = reason.trim().length < 3 ? 'Say why, for those who read it later.' : undefined;
  const act = async () => {
    const { data } = await retire({ input: { runbookId, version, reason: reason.trim() } });
    if (!data) return;
    toast({ title: `${name} v${version} is retired` });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="danger" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void act()}>
        Retire
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={`Retire ${name} v${version}`}
      description="It cannot be run again. Other versions and what runs already are not touched."
      footer={footer}
    >
      <Field label="Reason" error={error && describeFailure(error).message}>
        {(ids) => <TextInput {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
