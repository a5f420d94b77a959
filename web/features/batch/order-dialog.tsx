'use client';
/** The step before the guarded dialog, for commands that want to know something: which service, which runbook. */
import { type FormEvent, useId, useState } from 'react';
import type { CommandKind } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { kindWords } from '../commands/command-words.ts';
import { emptyOrder, readOrder } from '../commands/order-draft.ts';
import { OrderFields } from '../commands/order-fields.tsx';
import { useRunbookChoices } from '../commands/use-runbook-choices.ts';

interface OrderDialogProps {
  kind: CommandKind;
  onClose: () => void;
  onReady: (payload: Readonly<Record<string, unknown>>) => void;
}

/** Open while it is rendered. Nothing is sent from here. */
export function OrderDialog({ kind, onClose, onReady }: OrderDialogProps) {
  const formId = useId();
  const [draft, setDraft] = useState(() => emptyOrder(kind));
  const runbooks = useRunbookChoices(kind !== 'EXEC');
  const read = readOrder(draft, runbooks);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.kind === 'payload') onReady(read.payload);
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} tone="primary" disabledBecause={read.kind === 'slip' ? read.why : undefined}>
        Show what it would touch
      </Button>
    </>
  );
  const { label, meaning } = kindWords[kind];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={label}
      description={meaning}
      footer={footer}
    >
      <form id={formId} onSubmit={submit}>
        <OrderFields
          {...{ draft, runbooks }}
          slip={undefined}
          hasKind={false}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
      </form>
    </Dialog>
  );
}
