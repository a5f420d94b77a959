'use client';
/**
 * The dialog before an action that cannot be taken back. Four blocks in fixed order: what it will touch, why it is
 * done, the scope typed by hand, and a held button or a second person. The focus starts on Cancel; Enter confirms
 * nothing.
 */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field, TextArea, TextInput } from './field.tsx';
import { HoldButton } from './hold-button.tsx';
import { REASON_LENGTH_MIN, whatIsMissing } from './what-is-missing.ts';

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
  /** Block 4: set when a second person has to agree; says why. Holding then asks for that, and nothing is done yet. */
  secondApprover?: string | undefined;
  /** Why it cannot be done at all now, e.g. the feed is offline. */
  disabledBecause?: string | undefined;
  /** CSS width, where block 1 needs more room. */
  width?: string;
  /** Does it. A rejection's message is shown and the dialog stays open. */
  onConfirm: (decision: { reason: string; ticket: string }) => Promise<void>;
}

/** Guards one destructive action. Each opening begins with empty answers. */
export function GuardedDialog(props: GuardedDialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog(props: GuardedDialogProps) {
  const { onOpenChange, title, verb, blastRadius, phrase, secondApprover, disabledBecause, onConfirm } = props;
  const { width = '520px' } = props;
  const [answers, setAnswers] = useState(emptyAnswers);
  const { failure, isBusy, run } = useAttempt(() => onOpenChange(false));
  const cancel = useRef<HTMLButtonElement>(null);
  const set = (change: Partial<typeof emptyAnswers>) => setAnswers((before) => ({ ...before, ...change }));
  const missing = disabledBecause ?? whatIsMissing(answers, { phrase, isBusy });
  const act = secondApprover === undefined ? verb.toLowerCase() : 'ask for approval';
  const decide = () => onConfirm({ reason: answers.reason.trim(), ticket: answers.ticket.trim() });
  const footer = (
    <>
      <Button ref={cancel} onClick={() => onOpenChange(false)}>
        Cancel
      </Button>
      <HoldButton onHeld={() => void run(decide)} disabledBecause={missing}>
        Hold to {act}
      </HoldButton>
    </>
  );
  const focusCancel = (event: Event) => {
    event.preventDefault();
    cancel.current?.focus();
  };
  return (
    <Dialog open {...{ onOpenChange, title, footer, width }} onOpenAutoFocus={focusCancel}>
      <div className="flex flex-col gap-4">
        <Block title="What it touches">{blastRadius}</Block>
        <Block title="Why">
          <WhyFields {...answers} onChange={set} />
        </Block>
        <Block title="Confirm">
          <TypedPhrase phrase={phrase} value={answers.typed} onChange={(typed) => set({ typed })} />
        </Block>
        <Block title={secondApprover === undefined ? 'Hold' : 'A second person'}>
          {secondApprover !== undefined && (
            <p className="mb-1">{secondApprover} Nothing happens before another person approves it.</p>
          )}
          <p className="text-xs text-muted">{missing ?? `Hold the button down to ${act}.`}</p>
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

/** One try at a time; its failure in words, or on with `done`. */
function useAttempt(done: () => void) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const run = async (attempt: () => Promise<void>) => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await attempt();
      done();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  };
  return { failure, isBusy, run };
}

function TypedPhrase(props: { phrase: string; value: string; onChange: (typed: string) => void }) {
  return (
    <Field label={`Type ${props.phrase}`} hint="Exactly as written, so that nobody acts on the wrong scope.">
      {(ids) => (
        <TextInput
          {...ids}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyDown={refuseEnter}
          autoComplete="off"
          spellCheck={false}
          className="figures"
        />
      )}
    </Field>
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
