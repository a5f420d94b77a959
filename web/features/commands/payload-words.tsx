/**
 * With what a command was sent. A call of a runbook carries its whole signed definition along, which nobody reads to
 * learn what was run: the program with its arguments comes first, the rest is there on demand.
 */
import { ArgumentList } from '../runbooks/argument-list.tsx';

interface PayloadWordsProps {
  payload: unknown;
}

/** The arguments of a call one by one, or the payload as it is. */
export function PayloadWords({ payload }: PayloadWordsProps) {
  const { argv, name, version } = (payload ?? {}) as Record<string, unknown>;
  const text = JSON.stringify(payload ?? {});
  if (!Array.isArray(argv)) return <code className="figures break-all">{text}</code>;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {typeof name === 'string' && <span>{`${name} v${String(version)}`}</span>}
      <ArgumentList argv={argv} label="Program and arguments, each as one" />
      <details>
        <summary className="text-xs text-muted">all that was signed</summary>
        <code className="figures break-all">{text}</code>
      </details>
    </div>
  );
}
