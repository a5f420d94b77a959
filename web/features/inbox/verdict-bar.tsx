'use client';
/** The verdicts as buttons, each with its key: the keyboard is the fast way and never the only one. */
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import type { VerdictKind } from './use-triage.ts';

const verdicts: readonly { kind: VerdictKind; key: string; label: string }[] = [
  { kind: 'acknowledge', key: '1', label: 'Acknowledge' },
  { kind: 'merge', key: '2', label: 'Merge…' },
  { kind: 'dismiss', key: '3', label: 'Dismiss…' },
  { kind: 'snooze', key: 'h', label: 'Snooze…' },
  { kind: 'assign', key: 'a', label: 'Assign' },
  { kind: 'resolve', key: 'e', label: 'Resolve' },
];

interface VerdictBarProps {
  /** How many items a press is about. */
  count: number;
  isBusy: boolean;
  /** Why nothing can be said now; absent when it can. */
  whyNot: string | undefined;
  onAsk: (kind: VerdictKind) => void;
}

/** A row of buttons; with several items selected it says how many. */
export function VerdictBar({ count, isBusy, whyNot, onAsk }: VerdictBarProps) {
  return (
    <div className="verdict-bar" role="group" aria-label={count > 1 ? `Verdict on ${count} items` : 'Verdict'}>
      {verdicts.map(({ kind, key, label }) => (
        <Button key={kind} aria-keyshortcuts={key} isBusy={isBusy} disabledBecause={whyNot} onClick={() => onAsk(kind)}>
          {label}
          <span aria-hidden="true" className="max-sm:hidden">
            <Kbd>{key}</Kbd>
          </span>
        </Button>
      ))}
    </div>
  );
}
