/** A version as it is signed: the program and its arguments one by one, what each parameter may be, and its limits. */
import { FactList } from '../device/fact-list.tsx';
import { ArgumentList } from './argument-list.tsx';
import type { RunbookFacts } from './runbook-fragment.ts';

/** Everything a second person has to read. */
export function RunbookDefinition({ runbook }: { runbook: RunbookFacts }) {
  const { argv, parameters, redact } = runbook;
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-3 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-3">
        <section>
          <h3 className="mb-1 text-xs font-semibold text-muted">Program and arguments, each as one</h3>
          <ArgumentList argv={argv} />
        </section>
        <section>
          <h3 className="mb-1 text-xs font-semibold text-muted">Parameters</h3>
          {parameters.length === 0 ? (
            <p className="text-muted">None: it always does the same.</p>
          ) : (
            <ul>
              {parameters.map((parameter) => (
                <li key={parameter.name} className="flex flex-wrap gap-x-2">
                  <code className="figures">{parameter.name}</code>
                  <span className="text-muted">{parameterWords(parameter)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        {redact.length > 0 && (
          <section>
            <h3 className="mb-1 text-xs font-semibold text-muted">Blackened in the output</h3>
            <ul>
              {redact.map((pattern) => (
                <li key={pattern}>
                  <code className="figures break-all">{pattern}</code>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <FactList facts={limitsOf(runbook)} />
    </div>
  );
}

/** What a parameter may be, in words. */
export function parameterWords(parameter: RunbookFacts['parameters'][number]): string {
  const { type, pattern, lengthMax, values, min, max } = parameter;
  if (type === 'ENUM') return `one of ${(values ?? []).join(', ')}`;
  if (type === 'INT') return `a whole number from ${min} to ${max}`;
  if (type === 'BOOLEAN') return 'true or false';
  return `a text of at most ${lengthMax} characters that matches ${pattern}`;
}

function limitsOf(runbook: RunbookFacts) {
  const { timeoutS, outputMaxBytes, concurrencyMax, requiredRole, fourEyesAboveDevices, contentHash } = runbook;
  const byDomain = 'as the domain says';
  return [
    { term: 'Runs at most', value: `${timeoutS} s` },
    { term: 'Output kept', value: `${outputMaxBytes.toLocaleString('en')} bytes` },
    { term: 'At a time', value: concurrencyMax === null ? null : `${concurrencyMax} devices`, absence: byDomain },
    {
      term: 'Second person',
      value: fourEyesAboveDevices === null ? null : `above ${fourEyesAboveDevices} devices`,
      absence: byDomain,
    },
    { term: 'Who may', value: requiredRole === 'OPERATOR' ? 'operators' : 'tenant administrators' },
    { term: 'SHA-256', value: <code className="figures break-all select-all">{contentHash}</code> },
  ];
}
