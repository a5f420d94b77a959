'use client';
/**
 * The dialog before an action that cannot be taken back. Four blocks in fixed order: what it will touch, why it is
 * done, the scope typed by hand, and a held button or a second person. The focus starts on Cancel; Enter confirms
 * nothing.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field, TextArea, TextInput } from './field.tsx';
import { HoldButton } from './hold-button.tsx';

const REASON_LENGTH_MIN = 10;

interface GuardedDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The word of the action, as on the button that opened the dialog: "Revoke". */
  verb: string;
  /** Block 1: what will be touched, as the server counted it. */
  blastRadius: ReactNode;
  /** Block 3: the scope and count to type, e.g. `retail-eu 312`. */
  phrase: string;
  /** Block 4: set when a second person has to agree; says why. */
  secondApprover?: string;
  /** Why it cannot be done at all now, e.g. the feed is offline. */
  disabledBecause?: string | undefined;
  /** Does it. A rejection's message is shown and the dialog stays open. */
  onConfirm: (decision: { reason: string; ticket: string }) => Promise<void>;
}

/** Guards one destructive action. */
export function GuardedDialog(props: GuardedDialogProps) {
  const { open, onOpenChange, title, verb, blastRadius, phrase, secondApprover, disabledBecause, onConfirm } = props;
  const [answers, setAnswers] = useState(emptyAnswers);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    setAnswers(emptyAnswers);
    setFailure(undefined);
  }, [open]);

  const set = (change: Partial<typeof emptyAnswers>) => setAnswers((before) => ({ ...before, ...change }));
  const missing = disabledBecause ?? whatIsMissing(answers, { phrase, secondApprover, isBusy });
  const confirm = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await onConfirm({ reason: answers.reason.trim(), ticket: answers.ticket.trim() });
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  };
  const footer = (
    <>
      <Button ref={cancel} onClick={() => onOpenChange(false)}>
        Cancel
      </Button>
      <HoldButton onHeld={() => void confirm()} disabledBecause={missing}>
        Hold to {verb.toLowerCase()}
      </HoldButton>
    </>
  );
  const focusCancel = (event: Event) => {
    event.preventDefault();
    cancel.current?.focus();
  };
  return (
    <Dialog {...{ open, onOpenChange, title, footer }} width="520px" onOpenAutoFocus={focusCancel}>
      <div className="flex flex-col gap-4">
        <Block title="What it touches">{blastRadius}</Block>
        <Block title="Why">
          <WhyFields {...answers} onChange={set} />
        </Block>
        <Block title="Confirm">
          <Field label={`Type ${phrase}`} hint="Exactly as written, so that nobody acts on the wrong scope.">
            {(ids) => (
              <TextInput
                {...ids}
                value={answers.typed}
                onChange={(event) => set({ typed: event.target.value })}
                onKeyDown={refuseEnter}
                autoComplete="off"
                spellCheck={false}
                className="figures"
              />
            )}
          </Field>
        </Block>
        <Block title={secondApprover === undefined ? 'Hold' : 'A second person'}>
          <p className="text-xs text-muted">{missing ?? `Hold the button down to ${verb.toLowerCase()}.`}</p>
          {failure !== undefined && (
            <p role="alert" className="mt-2 border-l-2 border-quarantined pl-2">
              {failure}
            </p>
          )}
        </Block>
      </div>
    </Dialog>
  );
}

const emptyAnswers = { reason: '', ticket: '', typed: '' };

function WhyFields(props: {
  reason: string;
  ticket: string;
  onChange: (change: Partial<typeof emptyAnswers>) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <Field label="Reason" hint={`At least ${REASON_LENGTH_MIN} characters; kept in the audit trail.`}>
        {(ids) => (
          <TextArea
            {...ids}
            value={props.reason}
            onChange={(event) => props.onChange({ reason: event.target.value })}
          />
        )}
      </Field>
      <Field label="Ticket (optional)">
        {(ids) => (
          <TextInput
            {...ids}
            value={props.ticket}
            onChange={(event) => props.onChange({ ticket: event.target.value })}
            onKeyDown={refuseEnter}
          />
        )}
      </Field>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}

function refuseEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}

/** The first thing that still keeps the action from being done, as a sentence; undefined when nothing does. */
export function whatIsMissing(
  answers: { reason: string; typed: string },
  rules: { phrase: string; secondApprover?: string | undefined; isBusy?: boolean },
): string | undefined {
  if (rules.secondApprover !== undefined) return rules.secondApprover;
  if (rules.isBusy) return 'Under way…';
  const missing = REASON_LENGTH_MIN - answers.reason.trim().length;
  if (missing > 0) return `Give a reason: ${missing} more character${missing === 1 ? '' : 's'}.`;
  if (answers.typed !== rules.phrase) return `Type ${rules.phrase} to confirm.`;
  return undefined;
}
