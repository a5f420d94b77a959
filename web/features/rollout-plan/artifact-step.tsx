'use client';
/** First step: what devices are to run, how they run it, and how they know that it is well. */
import { Button } from '../../ui/button.tsx';
import { Field, TextArea, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { ArtifactChoice } from './artifact-choice.tsx';
import { type CheckDraft, checkKinds } from './check-draft.ts';
import type { PlanDraft } from './plan-draft.ts';
import { type Slip, slipAt } from './slip.ts';

/** What every step is given. */
export interface StepProps {
  draft: PlanDraft;
  change: (part: Partial<PlanDraft>) => void;
  /** What is wrong, wherever in the plan it is; shown at its field. */
  slip: Slip | null;
}

/** Name, artifact, executor, health checks. */
export function ArtifactStep({ draft, change, slip }: StepProps) {
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-7">
        <Panel title="Artifact">
          <div className="flex flex-col gap-3">
            <ArtifactChoice
              chosen={draft.artifact}
              error={slipAt(slip, 'artifact', { whole: true })}
              onChoose={(artifact) => change({ artifact, ...suggested(draft, artifact) })}
            />
            <Field label="Name of the rollout" error={slipAt(slip, 'name')}>
              {(ids) => (
                <TextInput
                  {...ids}
                  value={draft.name}
                  maxLength={80}
                  autoComplete="off"
                  onChange={({ target }) => change({ name: target.value })}
                />
              )}
            </Field>
          </div>
        </Panel>
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-5">
        <Panel title="How devices run it">
          <ExecutorFields {...{ draft, change, slip }} />
        </Panel>
        <Panel title="When it is well">
          <CheckList {...{ draft, change, slip }} />
        </Panel>
      </div>
    </div>
  );
}

/** Names that nobody has written yet follow the artifact. */
function suggested(draft: PlanDraft, artifact: NonNullable<PlanDraft['artifact']>): Partial<PlanDraft> {
  const before = draft.artifact;
  const short = (name: string) => name.split('/').at(-1) ?? name;
  const isOwnName = draft.name !== '' && draft.name !== `${before?.name} ${before?.version}`;
  const isOwnExecutor = draft.executorName !== '' && draft.executorName !== short(before?.name ?? '');
  return {
    ...(!isOwnName && { name: `${artifact.name} ${artifact.version}` }),
    ...(!isOwnExecutor && { executorName: short(artifact.name) }),
  };
}

const executorKinds = [
  { value: 'service', label: 'Service: a process the updater starts' },
  { value: 'systemd', label: 'systemd unit' },
  { value: 'container', label: 'Container image' },
  { value: 'agent', label: 'The agent itself' },
];

function ExecutorFields({ draft, change, slip }: StepProps) {
  return (
    <div className="flex flex-col gap-3">
      <Field label="Kind" error={slipAt(slip, 'executor.kind')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.executorKind}
            options={executorKinds}
            onChange={(executorKind) => change({ executorKind })}
          />
        )}
      </Field>
      <Field label="Runs under the name" error={slipAt(slip, 'executor.name')}>
        {(ids) => (
          <TextInput
            {...ids}
            value={draft.executorName}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => change({ executorName: target.value })}
          />
        )}
      </Field>
      <Field
        label="What else it needs (optional)"
        hint="JSON, for instance the entry of an archive, ports or arguments"
        error={slipAt(slip, 'executor')}
      >
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            className="figures"
            spellCheck={false}
            value={draft.executorMore}
            onChange={({ target }) => change({ executorMore: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

const checkWords: Readonly<Record<CheckDraft['kind'], string>> = {
  exit: 'Stays alive',
  http: 'Answers over HTTP',
  command: 'A command succeeds',
  'control-plane': 'Reaches the control plane',
};

function CheckList({ draft: { checks }, change, slip }: StepProps) {
  const set = (key: number, part: Partial<CheckDraft>) =>
    change({ checks: checks.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  const add = () => {
    const key = 1 + Math.max(-1, ...checks.map((each) => each.key));
    change({ checks: [...checks, { key, kind: 'http', target: '', timeoutS: '30' }] });
  };
  return (
    <div className="flex flex-col gap-3">
      {checks.length === 0 && <p className="text-muted">Without a check it has to stay alive for two seconds.</p>}
      {checks.map((check, at) => (
        <CheckRow
          key={check.key}
          check={check}
          label={`Check ${at + 1}`}
          error={slipAt(slip, `health.${at}`, { whole: true })}
          onChange={(part) => set(check.key, part)}
          onRemove={() => change({ checks: checks.filter(({ key }) => key !== check.key) })}
        />
      ))}
      <div>
        <Button onClick={add} disabledBecause={checks.length >= 10 ? 'Ten checks are the most.' : undefined}>
          Add a check
        </Button>
      </div>
    </div>
  );
}

interface CheckRowProps {
  check: CheckDraft;
  label: string;
  error: string | undefined;
  onChange: (part: Partial<CheckDraft>) => void;
  onRemove: () => void;
}

function CheckRow({ check, label, error, onChange, onRemove }: CheckRowProps) {
  const { kind, target, timeoutS } = check;
  const needsTarget = kind === 'http' || kind === 'command';
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <div className="flex flex-wrap items-center gap-2">
          <Select
            {...ids}
            className="max-w-48"
            value={kind}
            options={checkKinds.map((value) => ({ value, label: checkWords[value] }))}
            onChange={(value) => onChange({ kind: checkKinds.find((each) => each === value) ?? 'exit' })}
          />
          <span className="text-xs text-muted">{kind === 'exit' ? 'for' : 'within'}</span>
          <TextInput
            aria-label={`${label}: seconds`}
            inputMode="numeric"
            className="figures max-w-16"
            value={timeoutS}
            onChange={(event) => onChange({ timeoutS: event.target.value })}
          />
          <span className="text-xs text-muted">seconds</span>
          <Button tone="quiet" onClick={onRemove}>
            Remove<span className="sr-only"> {label}</span>
          </Button>
          {needsTarget && (
            <TextInput
              aria-label={`${label}: ${kind === 'http' ? 'address' : 'command'}`}
              className="figures"
              placeholder={kind === 'http' ? 'http://localhost:8080/healthz' : '/usr/bin/till --self-test'}
              value={target}
              spellCheck={false}
              onChange={(event) => onChange({ target: event.target.value })}
            />
          )}
        </div>
      )}
    </Field>
  );
}
