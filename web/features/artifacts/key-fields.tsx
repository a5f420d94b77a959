'use client';
/** The fields of a public key, the same for a new key and for the one that takes the place of another. */
import { Field, TextArea, TextInput } from '../../ui/field.tsx';
import type { KeyDraft } from './key-draft.ts';

interface KeyFieldsProps {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
}

/** Name, public half, last day. */
export function KeyFields({ draft, onChange }: KeyFieldsProps) {
  return (
    <>
      <Field label="Name" hint="1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore.">
        {(ids) => (
          <TextInput
            {...ids}
            value={draft.name}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Public key" hint="PEM, ECDSA P-256 or Ed25519: what openssl pkey -pubout or cosign prints.">
        {(ids) => (
          <TextArea
            {...ids}
            rows={5}
            spellCheck={false}
            className="figures"
            placeholder="-----BEGIN PUBLIC KEY-----"
            value={draft.publicKeyPem}
            onChange={(event) => onChange({ publicKeyPem: event.target.value })}
          />
        )}
      </Field>
      <Field label="Last day (optional)" hint="In universal time. What it vouched for by then goes on to count.">
        {(ids) => (
          <TextInput
            {...ids}
            type="date"
            className="max-w-44"
            value={draft.validUntil}
            onChange={(event) => onChange({ validUntil: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
