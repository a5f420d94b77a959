'use client';
/** The gates of one wave, as numbers to type and two things to ask for. */
import { Field, TextInput } from '../../ui/field.tsx';
import type { WaveDraft } from './plan-draft.ts';
import { type Slip, slipAt } from './slip.ts';

interface GateFieldsProps {
  wave: WaveDraft;
  /** Its place, from 0. */
  at: number;
  slip: Slip | null;
  onChange: (part: Partial<WaveDraft>) => void;
}

type NumberField =
  'successPercent' | 'failurePercent' | 'failureCount' | 'minExecuted' | 'lostMax' | 'soakS' | 'deadlineS';

const numberFields: readonly { readonly field: NumberField; readonly label: string; readonly hint: string }[] = [
  { field: 'successPercent', label: 'Passes from, %', hint: 'successes of those that can take part' },
  { field: 'soakS', label: 'Then soaks, s', hint: 'stays well for so long' },
  { field: 'deadlineS', label: 'Per device, s', hint: 'longer is a failure' },
  { field: 'failurePercent', label: 'Stops at failures, %', hint: 'empty for no such border' },
  { field: 'minExecuted', label: 'Of those that ended, from', hint: 'so many must have ended' },
  { field: 'failureCount', label: 'Stops at failures', hint: 'empty for no such border' },
  { field: 'lostMax', label: 'Stops at silent ones', hint: 'fell silent at work; empty for none' },
];

/** Fields of the gates; the element of each in the API is `waves.<at>.gates.<field>`. */
export function GateFields({ wave, at, slip, onChange }: GateFieldsProps) {
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-3">
      <legend className="sr-only">Gates of wave {at + 1}</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {numberFields.map(({ field, label, hint }) => (
          <Field key={field} label={label} hint={hint} error={slipAt(slip, `waves.${at}.gates.${field}`)}>
            {(ids) => (
              <TextInput
                {...ids}
                inputMode="numeric"
                className="figures"
                value={wave[field]}
                onChange={({ target }) => onChange({ [field]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <label className="flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent"
            checked={wave.needsApproval}
            onChange={() => onChange({ needsApproval: !wave.needsApproval })}
          />
          A person has to agree before it opens
        </label>
        <label className="flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent"
            checked={wave.needsHealth}
            onChange={() => onChange({ needsHealth: !wave.needsHealth })}
          />
          Its devices must be no worse off than before, and than their like
        </label>
      </div>
    </fieldset>
  );
}
