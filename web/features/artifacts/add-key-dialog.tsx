'use client';
/** Trusts a public key from now on. Whoever holds its private half can then vouch for what devices run. */
import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { SigningKeyRole } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { keyRoleWords } from './artifact-words.ts';
import { emptyKey, keyInputOf, whyNotKey } from './key-draft.ts';
import { KeyFields } from './key-fields.tsx';

const AddKeyDialog_AddMutation = graphql(`
  mutation AddKeyDialog_AddMutation($input: AddSigningKeyInput!) {
    addSigningKey(input: $input) {
      ...SigningKey_KeyFragment
    }
  }
`);

/** Open while it is rendered. */
export function AddKeyDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const formId = useId();
  const [draft, setDraft] = useState(emptyKey);
  const [role, setRole] = useState<SigningKeyRole>('RELEASE');
  const [{ fetching: isBusy, error }, add] = useMutation(AddKeyDialog_AddMutation);
  const whyNot = whyNotKey(draft);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy) return;
    const { data } = await add({ input: { ...keyInputOf(draft), role } });
    if (!data) return;
    toast({ title: `${draft.name.trim()} is trusted`, detail: keyRoleWords[role].meaning });
    onAdded();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title="Add a signing key"
      description="Whoever holds its private half can vouch for what devices run. Artifacts are judged by it from the next verification on."
      width="560px"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
            Trust it
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <KeyFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        <Field label="Vouches as" hint={keyRoleWords[role].meaning}>
          {(ids) => (
            <Select
              {...ids}
              className="max-w-44"
              value={role}
              onChange={(value) => setRole(value === 'BUILD' ? 'BUILD' : 'RELEASE')}
              options={(['RELEASE', 'BUILD'] as const).map((each) => ({
                value: each,
                label: keyRoleWords[each].word,
              }))}
            />
          )}
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
