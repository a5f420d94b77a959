'use client';
/** The guarded dialog of one action on the life of a device. */
import { useState } from 'react';
import type { RetentionClass } from '../../gql/graphql.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Field } from '../../ui/field.tsx';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { type LifecycleAction, type LifecycleFacts, wordsOf } from './lifecycle-words.ts';
import { useLifecycleCommand } from './use-lifecycle-command.ts';

const retentions: readonly { value: RetentionClass; label: string }[] = [
  { value: 'STANDARD', label: 'Standard: a year' },
  { value: 'EVIDENCE', label: 'Evidence: seven years, because it may have to be shown' },
];

interface LifecycleDialogProps {
  action: LifecycleAction;
  device: LifecycleFacts & { id: string };
  onClose: () => void;
}

/** What it touches, why, the name typed by hand, and the held button. */
export function LifecycleDialog({ action, device, onClose }: LifecycleDialogProps) {
  const run = useLifecycleCommand();
  const whyNotNow = useDestructionBlock();
  const [retentionClass, setRetentionClass] = useState<RetentionClass>('STANDARD');
  const { verb, title, done, touches } = wordsOf(action, device);
  const choose = (value: string) => setRetentionClass(value === 'EVIDENCE' ? 'EVIDENCE' : 'STANDARD');
  return (
    <GuardedDialog
      open
      onOpenChange={onClose}
      {...{ title, verb }}
      phrase={device.name}
      disabledBecause={whyNotNow}
      blastRadius={
        <>
          <ul className="list-disc pl-4">
            {touches.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {action === 'retire' && (
            <div className="mt-3">
              <Field label="Keep what is known of it">
                {(ids) => <Select {...ids} options={retentions} value={retentionClass} onChange={choose} />}
              </Field>
            </div>
          )}
        </>
      }
      onConfirm={({ reason, ticket }) =>
        run({
          action,
          deviceId: device.id,
          reason: ticket === '' ? reason : `${reason} (${ticket})`,
          retentionClass,
          done,
        })
      }
    />
  );
}
