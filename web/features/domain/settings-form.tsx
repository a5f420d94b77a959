'use client';
/** The form of a domain's settings. Nothing is sent until it is saved, and then only what changed. */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { DomainSettings_Fragment } from './settings-fragment.ts';
import { SettingField } from './setting-field.tsx';
import { settingGroups } from './setting-kinds.ts';
import { changesOf, draftOf, slipsOf, textOf } from './settings-draft.ts';

const SettingsForm_SetMutation = graphql(`
  mutation SettingsForm_SetMutation($input: SetDomainSettingsInput!) {
    setDomainSettings(input: $input) {
      id
      settings {
        ...DomainSettings_SettingsFragment
      }
    }
  }
`);

interface SettingsFormProps {
  domainId: string;
  settings: FragmentType<typeof DomainSettings_Fragment>;
  /** Where inherited values come from; null for the defaults. */
  parent: { name: string; settings: FragmentType<typeof DomainSettings_Fragment> } | null | undefined;
  onSaved: () => void;
}

/** Groups of fields and one button for all of them. */
export function SettingsForm({ domainId, settings: masked, parent, onSaved }: SettingsFormProps) {
  const settings = getFragmentData(DomainSettings_Fragment, masked);
  const above = parent ? getFragmentData(DomainSettings_Fragment, parent.settings) : undefined;
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [{ fetching: isBusy, error }, save] = useMutation(SettingsForm_SetMutation);
  const whyNotAdmin = useRoleBlock('TENANT_ADMIN');
  const slips = slipsOf(draft);
  const hasSlips = Object.keys(slips).length > 0;
  const changes = hasSlips ? undefined : changesOf(draft, settings);
  const count = Object.keys(changes ?? {}).length;
  const whyNotSave = hasSlips ? 'Set right what is marked first.' : count === 0 ? 'Nothing is changed.' : undefined;
  const whyNot = whyNotAdmin ?? whyNotSave;
  const refusal = error && describeFailure(error).message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy || changes === undefined) return;
    const result = await save({ input: { domainId, ...changes } });
    if (!result.data) return;
    toast({ title: count === 1 ? '1 setting saved' : `${count} settings saved` });
    onSaved();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
        {settingGroups.map(({ title, kinds }) => (
          <Panel key={title} title={title}>
            <div className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2">
              {kinds.map((kind) => (
                <SettingField
                  key={kind.name}
                  kind={kind}
                  value={draft[kind.name] ?? null}
                  inherited={
                    settings.setHere.includes(kind.name)
                      ? above && textOf(above[kind.name])
                      : textOf(settings[kind.name])
                  }
                  from={parent?.name ?? 'the defaults'}
                  error={slips[kind.name] ?? (refusal?.startsWith(kind.name) ? refusal : undefined)}
                  isReadOnly={whyNotAdmin !== undefined}
                  onChange={(value) => setDraft({ ...draft, [kind.name]: value })}
                />
              ))}
            </div>
          </Panel>
        ))}
      </div>
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-bg py-2">
        <Button type="submit" tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
          {count > 1 ? `Save ${count} changes` : 'Save'}
        </Button>
        <Button disabledBecause={whyNotSave} onClick={() => setDraft(draftOf(settings))}>
          Discard
        </Button>
        {refusal !== undefined && (
          <p role="alert" className="min-w-0 border-l-2 border-quarantined pl-2">
            {refusal}
          </p>
        )}
      </div>
    </form>
  );
}
