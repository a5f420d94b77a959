'use client';
/** Why an item is no trouble. The reason is required: whoever meets the same thing again wants to know. */
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, TextArea } from '../../ui/field.tsx';

const REASON_LENGTH_MIN = 3;

interface DismissFormProps {
  onDismiss: (reason: string) => void;
  onCancel: () => void;
}

/** A text and its button; ⌘Enter sends it. */
export function DismissForm({ onDismiss, onCancel }: DismissFormProps) {
  const [reason, setReason] = useState('');
  const isShort = reason.trim().length < REASON_LENGTH_MIN;
  const dismiss = () => {
    if (!isShort) onDismiss(reason.trim());
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        dismiss();
      }}
    >
      <Field label="Reason" hint="Kept with the item and in the log. Ctrl+Enter dismisses.">
        {(ids) => (
          <TextArea
            {...ids}
            // The dialog was opened to write this.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) dismiss();
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          type="submit"
          tone="primary"
          disabledBecause={isShort ? `The reason has ${REASON_LENGTH_MIN} characters at least.` : undefined}
        >
          Dismiss
        </Button>
      </div>
    </form>
  );
}
