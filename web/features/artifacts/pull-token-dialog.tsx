'use client';
/** Hands out a short-lived token that opens one artifact, for whoever has no account here. It is shown this once. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { apiUrl } from '../../live/runtime-config.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { Select } from '../../ui/select.tsx';
import { InstantText } from '../device/instant-text.tsx';

const PullTokenDialog_CreateMutation = graphql(`
  mutation PullTokenDialog_CreateMutation($input: CreatePullTokenInput!) {
    createPullToken(input: $input) {
      token
      path
      expiresAt
    }
  }
`);

const lifetimes = [
  { value: '10', label: 'Ten minutes' },
  { value: '30', label: 'Half an hour' },
  { value: '60', label: 'An hour' },
];

interface PullTokenDialogProps {
  artifactId: string;
  /** What it opens, as people call it. */
  label: string;
  onClose: () => void;
}

/** Open while it is rendered: first for how long, then the token. */
export function PullTokenDialog({ artifactId, label, onClose }: PullTokenDialogProps) {
  const [minutes, setMinutes] = useState('10');
  const [{ fetching: isBusy, data, error }, create] = useMutation(PullTokenDialog_CreateMutation);
  const issued = data?.createPullToken;
  const footer =
    issued === undefined ? (
      <>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          tone="primary"
          isBusy={isBusy}
          onClick={() => void create({ input: { artifactId, ttlMinutes: Number(minutes) } })}
        >
          Make the token
        </Button>
      </>
    ) : (
      <Button onClick={onClose}>Done, hide the token</Button>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={`Pull token for ${label}`}
      description="It opens this one artifact and nothing else, for some minutes. Nobody can read it again."
      footer={footer}
      width="640px"
    >
      {issued === undefined ? (
        <Field label="Good for" error={error && describeFailure(error).message}>
          {(ids) => <Select {...ids} options={lifetimes} value={minutes} onChange={setMinutes} />}
        </Field>
      ) : (
        <div className="flex flex-col gap-3">
          <CopyField
            label="Command"
            value={`curl --fail --output artifact --header 'Authorization: Bearer ${issued.token}' ${apiUrl()}${issued.path}`}
            isMultiline
          />
          <CopyField label="Token" value={issued.token} isSecret isMultiline />
          <p className="text-xs text-muted">
            Worthless from <InstantText at={issued.expiresAt} />.
          </p>
        </div>
      )}
    </Dialog>
  );
}
