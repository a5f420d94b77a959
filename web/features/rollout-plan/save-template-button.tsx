'use client';
/** Keeps a plan, without its artifact, under a name for the next time. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { RolloutPlanInput } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { toast } from '../../ui/toast.tsx';

const SaveTemplate_SaveMutation = graphql(`
  mutation SaveTemplate_SaveMutation($input: SaveRolloutTemplateInput!) {
    saveRolloutTemplate(input: $input) {
      id
      name
    }
  }
`);

interface SaveTemplateProps {
  input: RolloutPlanInput;
  whyNot: string | undefined;
}

/** A button and its dialog. */
export function SaveTemplateButton({ input, whyNot }: SaveTemplateProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button disabledBecause={whyNot} onClick={() => setIsOpen(true)}>
        Save as a template…
      </Button>
      {isOpen && <SaveDialog input={input} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function SaveDialog({ input, onClose }: { input: RolloutPlanInput; onClose: () => void }) {
  const [name, setName] = useState('');
  const [{ fetching: isBusy, error }, save] = useMutation(SaveTemplate_SaveMutation);
  const whyNot = name.trim() === '' ? 'Give the template a name.' : undefined;
  const act = async () => {
    const { name: _name, artifact: _artifact, previous: _previous, ...plan } = input;
    const { data } = await save({ input: { name: name.trim(), plan } });
    if (!data) return;
    toast({ title: `${data.saveRolloutTemplate.name} can be used as a template` });
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="primary" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void act()}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title="Save the plan as a template"
      description="Everything but the artifact. What the name stood for before is replaced."
      footer={footer}
    >
      <Field label="Name of the template" error={error && describeFailure(error).message}>
        {(ids) => <TextInput {...ids} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
