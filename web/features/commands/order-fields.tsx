'use client';
/** The fields of an order: its kind, and whatever that kind wants to know. The same for one device and for many. */
import type { CommandKind } from '../../gql/graphql.ts';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { commandKinds, kindWords } from './command-words.ts';
import {
  bundleParts,
  firstValueOf,
  type OrderDraft,
  type OrderParameter,
  type OrderRunbook,
  runbookKey,
} from './order-draft.ts';

interface OrderFieldsProps {
  draft: OrderDraft;
  runbooks: readonly OrderRunbook[];
  /** The field that is wrong, and why; shown where it is. */
  slip: { field: string; why: string } | undefined;
  /** Whether the kind can be chosen here. */
  hasKind?: boolean;
  onChange: (change: Partial<OrderDraft>) => void;
}

/** One column of fields. */
export function OrderFields({ draft, runbooks, slip, hasKind = true, onChange }: OrderFieldsProps) {
  const errorOf = (field: string) => (slip?.field === field ? slip.why : undefined);
  return (
    <div className="flex flex-col gap-3">
      {hasKind && (
        <Field label="What" hint={kindWords[draft.kind].meaning}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.kind}
              onChange={(kind) => onChange({ kind: kind as CommandKind })}
              options={commandKinds.map((kind) => ({
                value: kind,
                label: kindWords[kind].label,
              }))}
            />
          )}
        </Field>
      )}
      <SimpleFields {...{ draft, onChange, errorOf }} />
      {draft.kind === 'SUPPORT_BUNDLE' && <BundleFields {...{ draft, onChange }} error={errorOf('include')} />}
      {draft.kind === 'EXEC' && <CallFields {...{ draft, runbooks, onChange, errorOf }} />}
    </div>
  );
}

interface PartProps {
  draft: OrderDraft;
  onChange: (change: Partial<OrderDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

function SimpleFields({ draft, onChange, errorOf }: PartProps) {
  return (
    <>
      {draft.kind === 'DRAIN' && (
        <Field label="Grace, s" hint="How long what runs may take to end by itself." error={errorOf('graceS')}>
          {(ids) => (
            <TextInput
              {...ids}
              inputMode="numeric"
              value={draft.graceS}
              onChange={(event) => onChange({ graceS: event.target.value })}
            />
          )}
        </Field>
      )}
      {draft.kind === 'RESTART_SERVICE' && (
        <Field label="Service" hint="As the device calls it, e.g. nginx." error={errorOf('service')}>
          {(ids) => (
            <TextInput
              {...ids}
              autoComplete="off"
              spellCheck={false}
              value={draft.service}
              onChange={(event) => onChange({ service: event.target.value })}
            />
          )}
        </Field>
      )}
      {draft.kind === 'SET_CHANNEL' && (
        <Field label="Channel">
          {(ids) => (
            <Select
              {...ids}
              value={draft.channel}
              onChange={(channel) => onChange({ channel })}
              options={['dev', 'canary', 'prod'].map((value) => ({
                value,
                label: value,
              }))}
            />
          )}
        </Field>
      )}
    </>
  );
}

function BundleFields(props: {
  draft: OrderDraft;
  error: string | undefined;
  onChange: (change: Partial<OrderDraft>) => void;
}) {
  const { draft, error, onChange } = props;
  const toggle = (part: string) =>
    onChange({
      include: draft.include.includes(part) ? draft.include.filter((each) => each !== part) : [...draft.include, part],
    });
  return (
    <fieldset>
      <legend className="text-xs font-medium">Parts</legend>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {bundleParts.map((part) => (
          <label key={part} className="flex h-6 items-center gap-1.5">
            <input
              type="checkbox"
              className="accent-accent"
              checked={draft.include.includes(part)}
              onChange={() => toggle(part)}
            />
            {part}
          </label>
        ))}
      </div>
      {error !== undefined && <p className="text-xs text-muted">{error}</p>}
    </fieldset>
  );
}

function CallFields(props: PartProps & { runbooks: readonly OrderRunbook[] }) {
  const { draft, runbooks, onChange, errorOf } = props;
  const chosen = runbooks.find((each) => runbookKey(each) === draft.runbook);
  const none = runbooks.length === 0 ? 'No runbook is approved' : 'Choose…';
  return (
    <>
      <Field label="Runbook" hint={chosen?.description} error={errorOf('runbook')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.runbook}
            onChange={(runbook) => onChange({ runbook, args: {} })}
            options={[
              { value: '', label: none },
              ...runbooks.map((each) => ({
                value: runbookKey(each),
                label: `${each.name} v${each.version}`,
              })),
            ]}
          />
        )}
      </Field>
      {chosen?.parameters.map((parameter) => (
        <ArgumentField
          key={parameter.name}
          parameter={parameter}
          value={draft.args[parameter.name] ?? firstValueOf(parameter)}
          error={errorOf(parameter.name)}
          onChange={(value) => onChange({ args: { ...draft.args, [parameter.name]: value } })}
        />
      ))}
    </>
  );
}

function ArgumentField(props: {
  parameter: OrderParameter;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { parameter, value, error, onChange } = props;
  const { name, type, pattern, min, max } = parameter;
  const choices = type === 'BOOLEAN' ? ['false', 'true'] : type === 'ENUM' ? (parameter.values ?? []) : null;
  const hint =
    type === 'INT' ? `A whole number from ${min} to ${max}.` : pattern === null ? undefined : `Matches ${pattern}.`;
  return (
    <Field label={name} hint={hint} error={error}>
      {(ids) =>
        choices === null ? (
          <TextInput
            {...ids}
            value={value}
            autoComplete="off"
            spellCheck={false}
            inputMode={type === 'INT' ? 'numeric' : 'text'}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Select
            {...ids}
            value={value}
            onChange={onChange}
            options={choices.map((each) => ({ value: each, label: each }))}
          />
        )
      }
    </Field>
  );
}
