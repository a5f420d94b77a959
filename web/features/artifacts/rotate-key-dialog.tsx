'use client';
/** Lets another key take the place of one: for some days both are good, then only the new one. */
import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { keyRoleWords } from './artifact-words.ts';
import { emptyKey, keyInputOf, whyNotKey } from './key-draft.ts';
import { KeyFields } from './key-fields.tsx';
import type { SigningKeyFacts } from './signing-key-fragment.ts';

const RotateKeyDialog_RotateMutation = graphql(`
  mutation RotateKeyDialog_RotateMutation($input: RotateSigningKeyInput!) {
    rotateSigningKey(input: $input) {
      ...SigningKey_KeyFragment
    }
  }
`);

const overlaps = [
  { value: '0', label: 'None: only the new one from now on' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];

interface RotateKeyDialogProps {
  signingKey: SigningKeyFacts;
  onClose: () => void;
  onRotated: () => void;
}

/** Open while it is rendered. */
export function RotateKeyDialog({ signingKey, onClose, onRotated }: RotateKeyDialogProps) {
  const formId = useId();
  const [draft, setDraft] = useState(emptyKey);
  const [overlapDays, setOverlapDays] = useState('30');
  const [{ fetching: isBusy, error }, rotate] = useMutation(RotateKeyDialog_RotateMutation);
  const { keyId, name, role, artifactCount } = signingKey;
  const whyNot = whyNotKey(draft);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy) return;
    const { data } = await rotate({ input: { keyId, successor: keyInputOf(draft), overlapDays: Number(overlapDays) } });
    if (!data) return;
    toast({ title: `${draft.name.trim()} takes the place of ${name}` });
    onRotated();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={`Rotate ${name}`}
      description={`The new key vouches as ${keyRoleWords[role].word.toLowerCase()}, like the one it follows.`}
      width="560px"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
            Rotate
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Notice title={`${artifactCount} ${artifactCount === 1 ? 'artifact stands' : 'artifacts stand'} by ${name}`}>
          They go on to stand: what a key vouched for in its time counts. If its private half may be in foreign hands,
          revoke it instead.
        </Notice>
        <KeyFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        <Field label="Both are good for">
          {(ids) => <Select {...ids} options={overlaps} value={overlapDays} onChange={setOverlapDays} />}
        </Field>
        {error && (
          <p role="alert" className="border-l-2 border-quarantined pl-2">
            {describeFailure(error).message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
