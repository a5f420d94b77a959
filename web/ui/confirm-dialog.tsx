'use client';
/**
 * The dialog before a decision that matters and that can be explained in a sentence or two: what it does, Cancel with
 * the focus, and a button that has to be held. What asks for a reason and a typed scope uses the guarded dialog.
 */
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { HoldButton } from './hold-button.tsx';

interface ConfirmDialogProps {
  title: string;
  /** The word of the action: "Discard". */
  verb: string;
  onClose: () => void;
  /** Does it. A rejection's message is shown and the dialog stays open. */
  onConfirm: () => Promise<void>;
  children: ReactNode;
}

/** Open while it is rendered. */
export function ConfirmDialog({ title, verb, onClose, onConfirm, children }: ConfirmDialogProps) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const confirm = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setIsBusy(false);
    }
  };
  const focusCancel = (event: Event) => {
    event.preventDefault();
    cancel.current?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      onOpenAutoFocus={focusCancel}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <HoldButton onHeld={() => void confirm()} disabledBecause={isBusy ? 'It is under way.' : undefined}>
            Hold to {verb.toLowerCase()}
          </HoldButton>
        </>
      }
    >
      {children}
      {failure !== undefined && (
        <p role="alert" className="mt-3 border-l-2 border-quarantined pl-2">
          {failure}
        </p>
      )}
    </Dialog>
  );
}
