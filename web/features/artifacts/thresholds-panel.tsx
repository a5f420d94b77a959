'use client';
/** How many different keys of each role must sign an artifact, beside how many there are that could. */
import { useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { keyRoleWords } from './artifact-words.ts';
import type { SigningKeyFacts } from './signing-key-fragment.ts';
import type { Threshold } from './verdict-panel.tsx';

const ThresholdsPanel_SetMutation = graphql(`
  mutation ThresholdsPanel_SetMutation($input: SetSigningThresholdInput!) {
    setSigningThreshold(input: $input) {
      role
      threshold
    }
  }
`);

interface ThresholdsPanelProps {
  thresholds: readonly Threshold[];
  keys: readonly SigningKeyFacts[];
  onChanged: () => void;
}

/** A line per role. */
export function ThresholdsPanel({ thresholds, keys, onChanged }: ThresholdsPanelProps) {
  const [changing, setChanging] = useState<Threshold | null>(null);
  const whyNot = useRoleBlock('TENANT_ADMIN');
  return (
    <Panel title="How many must sign" flush>
      <ul>
        {thresholds.map((threshold) => (
          <li
            key={threshold.role}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-0"
          >
            <span className="w-16 font-medium">{keyRoleWords[threshold.role].word}</span>
            <span>
              <ThresholdWords threshold={threshold.threshold} active={activeOf(keys, threshold.role)} />
            </span>
            <span className="min-w-0 flex-1 text-xs text-muted max-sm:order-last max-sm:basis-full">
              {keyRoleWords[threshold.role].meaning}
            </span>
            <Button disabledBecause={whyNot} onClick={() => setChanging(threshold)}>
              Change…<span className="sr-only"> how many {keyRoleWords[threshold.role].word.toLowerCase()} keys</span>
            </Button>
          </li>
        ))}
      </ul>
      {changing !== null && (
        <ThresholdDialog
          before={changing}
          active={activeOf(keys, changing.role)}
          onClose={() => setChanging(null)}
          onChanged={onChanged}
        />
      )}
    </Panel>
  );
}

function ThresholdWords({ threshold, active }: { threshold: number; active: number }) {
  const wanted = threshold === 0 ? 'None has to sign' : `${threshold} must sign`;
  return `${wanted}; ${active === 0 ? 'none is' : active === 1 ? '1 is' : `${active} are`} active.`;
}

function activeOf(keys: readonly SigningKeyFacts[], role: Threshold['role']): number {
  return keys.filter((key) => key.role === role && key.state === 'ACTIVE').length;
}

interface ThresholdDialogProps {
  before: Threshold;
  active: number;
  onClose: () => void;
  onChanged: () => void;
}

function ThresholdDialog({ before: { role, threshold }, active, onClose, onChanged }: ThresholdDialogProps) {
  const formId = useId();
  const [value, setValue] = useState(String(threshold));
  const [{ fetching: isBusy, error }, set] = useMutation(ThresholdsPanel_SetMutation);
  const { word } = keyRoleWords[role];
  const least = role === 'RELEASE' ? 1 : 0;
  const choices = Array.from({ length: 5 }, (_, index) => index + least).map((count) => ({
    value: String(count),
    label: count === 0 ? 'None has to' : String(count),
  }));
  const act = async () => {
    const { data } = await set({ input: { role, threshold: Number(value) } });
    if (!data) return;
    toast({ title: `${value} ${word.toLowerCase()} ${value === '1' ? 'key' : 'keys'} must sign from now on` });
    onChanged();
    onClose();
  };
  const whyNot = value === String(threshold) ? 'That is how it is now.' : undefined;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={`How many ${word.toLowerCase()} keys must sign`}
      description="It counts from the next verification on: what is verified now stays so until it is judged anew, as it is before each promotion."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
            Change
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (whyNot === undefined && !isBusy) void act();
        }}
      >
        <Field
          label="Different keys"
          hint={
            Number(value) > active
              ? `Only ${active} of this role ${active === 1 ? 'is' : 'are'} active: nothing new could be verified.`
              : `${active} of this role ${active === 1 ? 'is' : 'are'} active.`
          }
          error={error && describeFailure(error).message}
        >
          {(ids) => <Select {...ids} options={choices} value={value} onChange={setValue} />}
        </Field>
      </form>
    </Dialog>
  );
}
