'use client';
/** The typed arguments of a runbook, one line each: name, type, and what its type wants to know. */
import type { RunbookParameterType } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import type { ParameterDraft } from './runbook-draft.ts';

interface ParameterRowsProps {
  parameters: readonly ParameterDraft[];
  onChange: (parameters: readonly ParameterDraft[]) => void;
}

/** A fieldset; lines can be added and taken away. */
export function ParameterRows({ parameters, onChange }: ParameterRowsProps) {
  const add = () => {
    const key = 1 + Math.max(-1, ...parameters.map((each) => each.key));
    onChange([...parameters, { key, name: '', type: 'STRING', detail: '', min: '', max: '' }]);
  };
  const set = (key: number, change: Partial<ParameterDraft>) =>
    onChange(parameters.map((each) => (each.key === key ? { ...each, ...change } : each)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-xs font-medium">Parameters</legend>
      {parameters.map((parameter, index) => (
        <ParameterRow
          key={parameter.key}
          label={`Parameter ${index + 1}`}
          parameter={parameter}
          onChange={(change) => set(parameter.key, change)}
          onRemove={() => onChange(parameters.filter(({ key }) => key !== parameter.key))}
        />
      ))}
      <div>
        <Button onClick={add}>Add a parameter</Button>
      </div>
    </fieldset>
  );
}

interface ParameterRowProps {
  label: string;
  parameter: ParameterDraft;
  onChange: (change: Partial<ParameterDraft>) => void;
  onRemove: () => void;
}

function ParameterRow({ label, parameter, onChange, onRemove }: ParameterRowProps) {
  const { name, type, detail, min, max } = parameter;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextInput
        aria-label={`${label}: name`}
        placeholder="name"
        className="max-w-32"
        value={name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Select
        aria-label={`${label}: type`}
        className="max-w-32"
        value={type}
        onChange={(value) => onChange({ type: value as RunbookParameterType })}
        options={types}
      />
      {(type === 'STRING' || type === 'ENUM') && (
        <TextInput
          aria-label={`${label}: ${type === 'ENUM' ? 'values' : 'pattern'}`}
          placeholder={type === 'ENUM' ? 'one, two, three' : 'pattern, e.g. [a-z]+'}
          className="figures max-w-48 flex-1"
          value={detail}
          onChange={(event) => onChange({ detail: event.target.value })}
        />
      )}
      {type === 'INT' && (
        <TextInput
          aria-label={`${label}: least`}
          placeholder="least"
          inputMode="numeric"
          className="max-w-20"
          value={min}
          onChange={(event) => onChange({ min: event.target.value })}
        />
      )}
      {(type === 'INT' || type === 'STRING') && (
        <TextInput
          aria-label={`${label}: ${type === 'INT' ? 'most' : 'characters at most'}`}
          placeholder={type === 'INT' ? 'most' : 'length'}
          inputMode="numeric"
          className="max-w-20"
          value={max}
          onChange={(event) => onChange({ max: event.target.value })}
        />
      )}
      <Button tone="quiet" onClick={onRemove}>
        Remove<span className="sr-only"> {label}</span>
      </Button>
    </div>
  );
}

const types = [
  { value: 'STRING', label: 'Text' },
  { value: 'ENUM', label: 'Choice' },
  { value: 'INT', label: 'Whole number' },
  { value: 'BOOLEAN', label: 'Yes or no' },
] as const;
