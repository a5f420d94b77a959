'use client';
/**
 * What stands before everything that is said to a rollout. What makes something worse asks for a reason and the scope
 * typed by hand; what a sentence explains is held; a pause makes nothing worse and asks for its reason only.
 */
import { useState } from 'react';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { type ActionWords, wordsOf } from './action-words.ts';
import { BucketBar, BucketLegend } from './bucket-bar.tsx';
import { DryRun } from './dry-run.tsx';
import { planInputOf } from './plan-input.ts';
import type { RolloutAction } from './rollout-actions.ts';
import { isTurned } from './rollout-words.ts';
import { useRolloutCommand } from './use-rollout-command.ts';
import type { RolloutDetail } from './use-rollout.ts';

interface RolloutDialogProps {
  action: RolloutAction;
  rollout: RolloutDetail;
  onClose: () => void;
  onDone: () => void;
}

/** Open while it is rendered. The words stay those of the moment it was opened. */
export function RolloutDialog({ action, rollout, onClose, onDone }: RolloutDialogProps) {
  const [words] = useState(() => wordsOf(action, rollout));
  const whyNotNow = useDestructionBlock();
  const command = useRolloutCommand();
  const say = async (reason?: string) => {
    await command({
      action,
      rolloutId: rollout.id,
      ...(words.wave !== undefined && { wave: words.wave }),
      ...(reason !== undefined && { reason }),
    });
    toast({ title: words.done });
    onDone();
  };
  if (words.phrase !== '') {
    return (
      <GuardedDialog
        open
        onOpenChange={onClose}
        title={words.title}
        verb={words.verb}
        phrase={words.phrase}
        disabledBecause={whyNotNow}
        blastRadius={<Touches words={words} rollout={rollout} />}
        onConfirm={({ reason, ticket }) => say(ticket === '' ? reason : `${reason} (${ticket})`)}
      />
    );
  }
  if (action === 'pause') return <PauseDialog words={words} onClose={onClose} onPause={say} />;
  return (
    <ConfirmDialog title={words.title} verb={words.verb} onClose={onClose} onConfirm={() => say()}>
      <div className="flex flex-col gap-3">
        <Lines lines={words.touches} />
        {action === 'start' && <DryRun plan={planInputOf(rollout)} />}
      </div>
    </ConfirmDialog>
  );
}

function Touches({ words, rollout }: { words: ActionWords; rollout: RolloutDetail }) {
  return (
    <div className="flex flex-col gap-2">
      <Lines lines={words.touches} />
      <BucketBar counts={rollout.counts} isBack={isTurned(rollout.state)} isThin />
      <BucketLegend counts={rollout.counts} isBack={isTurned(rollout.state)} />
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="list-disc pl-4">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface PauseDialogProps {
  words: ActionWords;
  onClose: () => void;
  onPause: (reason: string) => Promise<void>;
}

function PauseDialog({ words, onClose, onPause }: PauseDialogProps) {
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const whyNot = reason.trim().length < 3 ? 'Say why, for those who read it later.' : undefined;
  const pause = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await onPause(reason.trim());
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setIsBusy(false);
    }
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="primary" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void pause()}>
        Pause
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={words.title}
      description={words.touches.join(' ')}
      footer={footer}
    >
      <Field label="Reason" error={failure}>
        {(ids) => <TextInput {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
