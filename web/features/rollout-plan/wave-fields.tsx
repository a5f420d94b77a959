'use client';
/** One wave: whom it takes, and the gates it has to pass. */
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { usePlaceNames } from '../rollouts/use-place-names.ts';
import type { WaveDraft } from './plan-draft.ts';
import { GateFields } from './gate-fields.tsx';
import { type Slip, slipAt } from './slip.ts';

interface WaveFieldsProps {
  wave: WaveDraft;
  /** Its place, from 0. */
  at: number;
  slip: Slip | null;
  onChange: (part: Partial<WaveDraft>) => void;
  /** Null for the only one. */
  onRemove: (() => void) | null;
}

const takes = [
  { value: 'all', label: 'all that remain' },
  { value: 'count', label: 'so many of them' },
  { value: 'percent', label: 'so many percent' },
] as const;

/** A panel with the fields of one wave; its element in the API is `waves.<at>`. */
export function WaveFields({ wave, at, slip, onChange, onRemove }: WaveFieldsProps) {
  return (
    <Panel
      title={`Wave ${at + 1}`}
      aside={
        <Button
          tone="quiet"
          disabledBecause={onRemove ? undefined : 'A rollout has one wave at least.'}
          onClick={() => onRemove?.()}
        >
          Remove<span className="sr-only"> wave {at + 1}</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <TakeFields {...{ wave, at, slip, onChange }} />
        <PlaceFields {...{ wave, at, slip, onChange }} />
        <GateFields {...{ wave, at, slip, onChange }} />
      </div>
    </Panel>
  );
}

type PartProps = Omit<WaveFieldsProps, 'onRemove'>;

function TakeFields({ wave, at, slip, onChange }: PartProps) {
  const element = `waves.${at}`;
  return (
    <div className="grid gap-3 sm:grid-cols-[1fr_180px_96px]">
      <Field label="Name" error={slipAt(slip, `${element}.name`)}>
        {(ids) => (
          <TextInput
            {...ids}
            maxLength={40}
            value={wave.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        )}
      </Field>
      <Field label="Takes" error={slipAt(slip, element)}>
        {(ids) => (
          <Select
            {...ids}
            value={wave.take}
            options={takes}
            onChange={(value) => onChange({ take: takes.find((each) => each.value === value)?.value ?? 'all' })}
          />
        )}
      </Field>
      {wave.take !== 'all' && (
        <Field
          label={wave.take === 'count' ? 'Devices' : 'Percent'}
          error={slipAt(slip, `${element}.count`) ?? slipAt(slip, `${element}.percent`)}
        >
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="numeric"
              className="figures"
              value={wave.amount}
              onChange={({ target }) => onChange({ amount: target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function PlaceFields({ wave, at, slip, onChange }: PartProps) {
  const { domains = [] } = usePlaceNames();
  const element = `waves.${at}.selection`;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Only with these labels (optional)" error={slipAt(slip, `${element}.labels`)}>
        {(ids) => (
          <TextInput
            {...ids}
            placeholder="ring=first"
            spellCheck={false}
            value={wave.labels}
            onChange={({ target }) => onChange({ labels: target.value })}
          />
        )}
      </Field>
      <Field label="Only in this domain (optional)" error={slipAt(slip, `${element}.domainIds`)}>
        {(ids) => (
          <Select
            {...ids}
            value={wave.domainId}
            options={[{ value: '', label: 'Any' }, ...domains.map(({ id, path }) => ({ value: id, label: path }))]}
            onChange={(domainId) => onChange({ domainId })}
          />
        )}
      </Field>
    </div>
  );
}
