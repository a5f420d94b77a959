'use client';
/** A draft as a template has it: the template says how, here one says what, and what it is called. */
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { TemplateDialog_TemplatesQueryQuery } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { failureWords, strategyWords } from '../rollouts/rollout-words.ts';
import { ArtifactChoice } from './artifact-choice.tsx';
import type { PlanDraft } from './plan-draft.ts';
import { RemoveTemplate } from './remove-template.tsx';

const TemplateDialog_TemplatesQuery = graphql(`
  query TemplateDialog_TemplatesQuery {
    rolloutTemplates {
      id
      name
      strategy
      onFailure
      savedAt
      waves {
        name
      }
    }
  }
`);

const TemplateDialog_CreateMutation = graphql(`
  mutation TemplateDialog_CreateMutation($input: RolloutFromTemplateInput!) {
    createRolloutFromTemplate(input: $input) {
      id
      name
    }
  }
`);

/** Open while it is rendered. */
export function TemplateDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { data, error, retry } = useLiveQuery(TemplateDialog_TemplatesQuery, {});
  const [{ fetching: isBusy, error: refusal }, create] = useMutation(TemplateDialog_CreateMutation);
  const [choice, setChoice] = useState({ template: '', name: '' });
  const [artifact, setArtifact] = useState<PlanDraft['artifact']>(null);
  const templates = data?.rolloutTemplates;
  const chosen = templates?.find(({ id }) => id === choice.template) ?? templates?.[0];
  const whyNot =
    chosen === undefined ? 'There is no template yet.' : artifact === null ? 'Choose an artifact.' : undefined;
  const make = async () => {
    if (chosen === undefined || artifact === null) return;
    const name = choice.name.trim() === '' ? null : choice.name.trim();
    const made = await create({ input: { template: chosen.id, artifact: { digest: artifact.digest }, name } });
    if (!made.data) return;
    const rollout = made.data.createRolloutFromTemplate;
    toast({ title: `${rollout.name} is a draft`, detail: 'Nothing happens until it is started.' });
    router.push(`/rollouts/${rollout.id}`);
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="primary" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void make()}>
        Create the draft
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="From a template"
      description="Waves, gates, devices and window are the template’s; its draft can be looked at before it starts."
      width="640px"
      footer={footer}
    >
      {templates === undefined ? (
        error ? (
          <Failed what="The templates" height={240} {...describeFailure(error)} onRetry={retry} />
        ) : (
          <Skeleton height={240} label="Loading the templates" />
        )
      ) : chosen === undefined ? (
        <p className="text-muted">
          No template was saved yet. The last step of a new rollout can save its plan as one.
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          <TemplateField {...{ templates, chosen }} onChoose={(template) => setChoice({ ...choice, template })} />
          <div>
            <RemoveTemplate template={chosen} onDone={retry} />
          </div>
          <ArtifactChoice chosen={artifact} error={undefined} onChoose={setArtifact} />
          <Field label="Name of the rollout (optional)" error={refusal && describeFailure(refusal).message}>
            {(ids) => (
              <TextInput
                {...ids}
                maxLength={80}
                placeholder={artifact ? `${artifact.name} ${artifact.version}` : ''}
                value={choice.name}
                onChange={({ target }) => setChoice({ ...choice, name: target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </Dialog>
  );
}

type Template = TemplateDialog_TemplatesQueryQuery['rolloutTemplates'][number];

interface TemplateFieldProps {
  templates: readonly Template[];
  chosen: Template;
  onChoose: (id: string) => void;
}

function TemplateField({ templates, chosen, onChoose }: TemplateFieldProps) {
  return (
    <Field
      label="Template"
      hint={
        <>
          {strategyWords[chosen.strategy].word}, {chosen.waves.map(({ name }) => name).join(' → ')}; when a wave stops:{' '}
          {failureWords[chosen.onFailure].word.toLowerCase()}. Saved <Age at={chosen.savedAt} prefix="" />.
        </>
      }
    >
      {(ids) => (
        <Select
          {...ids}
          value={chosen.id}
          options={templates.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={onChoose}
        />
      )}
    </Field>
  );
}
