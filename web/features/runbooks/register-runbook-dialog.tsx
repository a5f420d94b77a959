'use client';
/** Writes a runbook or its next version. It is signed by the API and is a draft until another person approves it. */
import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextArea, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { ParameterRows } from './parameter-rows.tsx';
import { draftOf, inputOf, type RunbookDraft, whyNotRegister } from './runbook-draft.ts';
import type { RunbookFacts } from './runbook-fragment.ts';

const RegisterRunbook_RegisterMutation = graphql(`
  mutation RegisterRunbook_RegisterMutation($input: RegisterRunbookInput!) {
    registerRunbook(input: $input) {
      ...Runbook_RunbookFragment
    }
  }
`);

interface RegisterRunbookDialogProps {
  /** The version that the next one begins with; null for a new runbook. */
  before: RunbookFacts | null;
  onClose: () => void;
  onRegistered: () => void;
}

/** Open while it is rendered. */
export function RegisterRunbookDialog({ before, onClose, onRegistered }: RegisterRunbookDialogProps) {
  const formId = useId();
  const [draft, setDraft] = useState(() => draftOf(before));
  const [{ fetching: isBusy, error }, register] = useMutation(RegisterRunbook_RegisterMutation);
  const whyNot = whyNotRegister(draft);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy) return;
    const { data } = await register({ input: inputOf(draft, before?.runbookId ?? null) });
    if (!data) return;
    toast({ title: `${draft.name.trim()} is a draft`, detail: 'Another person must approve it before it can be run.' });
    onRegistered();
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
        Register
      </Button>
    </>
  );
  const title = before === null ? 'Register a runbook' : `New version of ${before.name}`;
  return (
    <Dialog open onOpenChange={onClose} onOpenAutoFocus={focusFirstField} title={title} footer={footer} width="640px">
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <DefinitionFields
          draft={draft}
          isNew={before === null}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
        {error && (
          <p role="alert" className="border-l-2 border-quarantined pl-2">
            {describeFailure(error).message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface PartProps {
  draft: RunbookDraft;
  onChange: (change: Partial<RunbookDraft>) => void;
}

function DefinitionFields({ draft, isNew, onChange }: PartProps & { isNew: boolean }) {
  return (
    <>
      <Field label="Name" hint={isNew ? '1 to 40 of a-z, 0-9 and hyphens.' : 'All versions have the same.'}>
        {(ids) => (
          <TextInput
            {...ids}
            value={draft.name}
            readOnly={!isNew}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="What it is for">
        {(ids) => (
          <TextInput
            {...ids}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Program and arguments, one per line"
        hint="The program by its absolute path. A line ${name} stands for a parameter; there is no shell."
      >
        {(ids) => (
          <TextArea
            {...ids}
            rows={4}
            spellCheck={false}
            className="figures"
            value={draft.argv}
            onChange={(event) => onChange({ argv: event.target.value })}
          />
        )}
      </Field>
      <ParameterRows parameters={draft.parameters} onChange={(parameters) => onChange({ parameters })} />
      <LimitFields {...{ draft, onChange }} />
      <Field label="Blacken in the output, one pattern per line">
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            spellCheck={false}
            className="figures"
            value={draft.redact}
            onChange={(event) => onChange({ redact: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

const limits = [
  { name: 'timeoutS', label: 'Runs at most, s' },
  { name: 'outputMaxBytes', label: 'Output kept, bytes' },
  { name: 'concurrencyMax', label: 'Devices at a time' },
  { name: 'fourEyesAboveDevices', label: 'Second person above, devices' },
] as const;

function LimitFields({ draft, onChange }: PartProps) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      {limits.map(({ name, label }) => (
        <Field key={name} label={label}>
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="numeric"
              placeholder="as the domain says"
              value={draft[name]}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label="Who may run and approve it">
        {(ids) => (
          <Select
            {...ids}
            value={draft.requiredRole}
            onChange={(role) => onChange({ requiredRole: role === 'TENANT_ADMIN' ? 'TENANT_ADMIN' : 'OPERATOR' })}
            options={[
              { value: 'OPERATOR', label: 'Operators' },
              { value: 'TENANT_ADMIN', label: 'Tenant administrators' },
            ]}
          />
        )}
      </Field>
    </div>
  );
}
