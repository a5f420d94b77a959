'use client';
/** One setting: its own value, or the inherited one said to be so, and the way from one to the other. */
import { durationText } from '../../ui/age-text.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import type { SettingKind } from './setting-kinds.ts';

interface SettingFieldProps {
  kind: SettingKind;
  /** Null: inherited. */
  value: string | null;
  /** What it is without a value of its own; undefined where that is not known. */
  inherited: string | undefined;
  /** Who it is inherited from. */
  from: string;
  error: string | undefined;
  isReadOnly: boolean;
  onChange: (value: string | null) => void;
}

/** Typing sets it here; the button beside it inherits again. */
export function SettingField({ kind, value, inherited, from, error, isReadOnly, onChange }: SettingFieldProps) {
  const { label, meaning, unit, type } = kind;
  const isOwn = value !== null;
  const shown = value ?? inherited ?? '';
  const length = unit === 's' && Number(shown) >= 60 ? durationText(Number(shown) * 1000) : undefined;
  const origin = isOwn
    ? `Set here${inherited === undefined ? '' : `; ${from}: ${inherited}`}.`
    : `Inherited from ${from}.`;
  return (
    <Field label={unit === '' ? label : `${label}, ${unit}`} hint={`${meaning} ${origin}`} error={error}>
      {(ids) => (
        <div className="flex items-center gap-2">
          {type === 'clone-policy' ? (
            <Select
              {...ids}
              value={shown}
              disabled={isReadOnly}
              onChange={onChange}
              options={clonePolicies}
              className={isOwn ? '' : 'text-muted'}
            />
          ) : (
            <TextInput
              {...ids}
              value={shown}
              readOnly={isReadOnly}
              inputMode={type === 'text' ? 'text' : 'decimal'}
              onChange={(event) => onChange(event.target.value)}
              autoComplete="off"
              className={`figures ${isOwn ? '' : 'text-muted'}`}
            />
          )}
          {length !== undefined && <span className="figures text-xs whitespace-nowrap text-muted">{length}</span>}
          {isOwn && !isReadOnly && (
            <Button tone="quiet" onClick={() => onChange(null)}>
              Inherit<span className="sr-only"> {label}</span>
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}

const clonePolicies = [
  { value: 'ALERT', label: 'Tell people' },
  { value: 'QUARANTINE', label: 'Quarantine the device' },
];
