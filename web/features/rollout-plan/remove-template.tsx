'use client';
/** Offers a template no longer. Rollouts that were made from it stay as they are. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

const RemoveTemplate_RemoveMutation = graphql(`
  mutation RemoveTemplate_RemoveMutation($id: ID!) {
    removeRolloutTemplate(id: $id)
  }
`);

interface RemoveTemplateProps {
  template: { readonly id: string; readonly name: string };
  onDone: () => void;
}

/** A button and the dialog before it. */
export function RemoveTemplate({ template, onDone }: RemoveTemplateProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [, remove] = useMutation(RemoveTemplate_RemoveMutation);
  const act = async () => {
    const { error } = await remove({ id: template.id });
    if (error) throw new Error(describeFailure(error).message);
    toast({ title: `${template.name} is no template any more` });
    onDone();
  };
  return (
    <>
      <Button tone="quiet" onClick={() => setIsOpen(true)}>
        Remove this template…
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={`Remove the template ${template.name}`}
          verb="Remove"
          onClose={() => setIsOpen(false)}
          onConfirm={act}
        >
          <p>Nobody can make drafts from it any more. Rollouts that were made from it stay as they are.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
