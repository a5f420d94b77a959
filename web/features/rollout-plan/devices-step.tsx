'use client';
/** Second step: which devices it is for, with how many that are now. Devices that do not match never update. */
import { Field, TextInput } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { usePlaceNames } from '../rollouts/use-place-names.ts';
import type { StepProps } from './artifact-step.tsx';
import { MatchedCount } from './matched-count.tsx';
import { NamedDevices } from './named-devices.tsx';
import type { SelectionDraft } from './plan-draft.ts';
import { slipAt } from './slip.ts';

const channelNames = ['dev', 'canary', 'prod'];

/** Labels, domain, location, channels and names; each that is given has to hold. */
export function DevicesStep({ draft, change, slip }: StepProps) {
  const { selection } = draft;
  const set = (part: Partial<SelectionDraft>) => change({ selection: { ...selection, ...part } });
  const isEverybody =
    selection.labels.trim() === '' &&
    selection.domainId === '' &&
    selection.locationId === '' &&
    selection.channels.length === 0 &&
    selection.devices.length === 0;
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 min-w-0 lg:col-span-7">
        <Panel title="Devices">
          <div className="flex flex-col gap-3">
            <p className="text-xs text-muted">
              Each part that is given has to hold. Devices that join later and match are taken under the same gates.
            </p>
            <PlaceFields selection={selection} onChange={set} slip={slip} />
            <ChannelFields selection={selection} onChange={set} />
            <NamedDevices
              chosen={selection.devices}
              error={slipAt(slip, 'selection.deviceIds')}
              onChange={(devices) => set({ devices })}
            />
          </div>
        </Panel>
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-5">
        <MatchedCount draft={draft} />
        {isEverybody && (
          <Notice tone="warning" title="Every device of the tenant">
            Nothing narrows it down: it is for all of them, and for all that join.
          </Notice>
        )}
      </div>
    </div>
  );
}

interface SelectionFieldsProps {
  selection: SelectionDraft;
  onChange: (part: Partial<SelectionDraft>) => void;
}

function PlaceFields({ selection, onChange, slip }: SelectionFieldsProps & Pick<StepProps, 'slip'>) {
  const { domains = [], locations = [] } = usePlaceNames();
  return (
    <>
      <Field
        label="Labels"
        hint="key=value, separated by spaces; a device has to have all of them"
        error={slipAt(slip, 'selection.labels')}
      >
        {(ids) => (
          <TextInput
            {...ids}
            value={selection.labels}
            placeholder="role=till region=eu"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => onChange({ labels: target.value })}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Domain, and below" error={slipAt(slip, 'selection.domainIds')}>
          {(ids) => (
            <Select
              {...ids}
              value={selection.domainId}
              options={[{ value: '', label: 'Any' }, ...domains.map(({ id, path }) => ({ value: id, label: path }))]}
              onChange={(domainId) => onChange({ domainId })}
            />
          )}
        </Field>
        <Field label="Location" error={slipAt(slip, 'selection.locationIds')}>
          {(ids) => (
            <Select
              {...ids}
              value={selection.locationId}
              options={[{ value: '', label: 'Any' }, ...locations.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(locationId) => onChange({ locationId })}
            />
          )}
        </Field>
      </div>
    </>
  );
}

function ChannelFields({ selection: { channels }, onChange }: SelectionFieldsProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <legend className="mb-1 text-xs font-medium">Channels of the devices</legend>
      {channelNames.map((channel) => (
        <label key={channel} className="flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent"
            checked={channels.includes(channel)}
            onChange={() =>
              onChange({ channels: channelNames.filter((each) => channels.includes(each) !== (each === channel)) })
            }
          />
          {channel}
        </label>
      ))}
      <span className="text-xs text-muted">{channels.length === 0 && 'none chosen: any channel'}</span>
    </fieldset>
  );
}
