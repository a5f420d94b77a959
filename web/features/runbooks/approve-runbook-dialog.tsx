'use client';
/**
 * The second pair of eyes. The version is shown as a whole, and what is sent names the digest of exactly what was
 * shown: if that is not what the API has, it refuses.
 */
import { useRef, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { RunbookDefinition } from './runbook-definition.tsx';
import type { RunbookFacts } from './runbook-fragment.ts';

const ApproveRunbook_ApproveMutation = graphql(`
  mutation ApproveRunbook_ApproveMutation($input: ApproveRunbookInput!) {
    approveRunbook(input: $input) {
      ...Runbook_RunbookFragment
    }
  }
`);

interface ApproveRunbookDialogProps {
  runbook: RunbookFacts;
  onClose: () => void;
  onDone: () => void;
}

/** Open while it is rendered; the focus begins on Cancel. */
export function ApproveRunbookDialog({ runbook, onClose, onDone }: ApproveRunbookDialogProps) {
  const { runbookId, version, contentHash, name } = runbook;
  const [hasRead, setHasRead] = useState(false);
  const [{ fetching: isBusy, error }, approve] = useMutation(ApproveRunbook_ApproveMutation);
  const cancel = useRef<HTMLButtonElement>(null);
  const whyNot = hasRead ? undefined : 'Say that you have read it.';
  const act = async () => {
    const { data } = await approve({ input: { runbookId, version, contentHash } });
    if (!data) return;
    toast({ title: `${name} v${version} can be run` });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <Button ref={cancel} onClick={onClose}>
        Cancel
      </Button>
      <Button tone="primary" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void act()}>
        Approve
      </Button>
    </>
  );
  const focusCancel = (event: Event) => {
    event.preventDefault();
    cancel.current?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusCancel}
      title={`Approve ${name} v${version}`}
      description="Operators can then run it on devices."
      footer={footer}
      width="720px"
    >
      <div className="flex flex-col gap-3">
        <RunbookDefinition runbook={runbook} />
        <label className="flex items-center gap-2 border-t border-line pt-3">
          <input
            type="checkbox"
            className="accent-accent"
            checked={hasRead}
            onChange={(event) => setHasRead(event.target.checked)}
          />
          I have read the program, its arguments and its limits
        </label>
        {error && (
          <p role="alert" className="border-l-2 border-quarantined pl-2">
            {describeFailure(error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
