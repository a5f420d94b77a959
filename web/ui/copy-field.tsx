'use client';
/** Text one copies rather than types: commands, tokens, fingerprints. */
import { useEffect, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Hidden from a passing glance until it is shown; it can be copied unseen. */
  isSecret?: boolean;
  /** Wraps instead of scrolling. */
  isMultiline?: boolean;
}

/** The text in figures with a button that copies it and says so. */
export function CopyField({ label, value, isSecret = false, isMultiline = false }: CopyFieldProps) {
  const id = useId();
  const [isShown, setIsShown] = useState(!isSecret);
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () => {
    // Browsers offer no clipboard to pages that were loaded without encryption from another machine.
    const writing = navigator.clipboard?.writeText(value) ?? Promise.reject(new Error('no clipboard'));
    writing.then(
      () => setOutcome('copied'),
      () => {
        setIsShown(true);
        setOutcome('refused');
      },
    );
  };
  return (
    <div>
      <div id={id} className="mb-1 text-xs font-medium">
        {label}
      </div>
      <div className="flex items-start gap-2">
        {/* Focusable, since a keyboard must be able to scroll and select it. */}
        <div
          role="textbox"
          aria-readonly="true"
          aria-labelledby={id}
          tabIndex={0}
          className={`figures min-h-7 min-w-0 flex-1 rounded border border-line bg-bg px-2 py-1 text-xs leading-[18px] select-all ${isMultiline ? 'break-all whitespace-pre-wrap' : 'overflow-x-auto whitespace-nowrap'}`}
        >
          {isShown ? value : '•'.repeat(24)}
        </div>
        {isSecret && <Button onClick={() => setIsShown(!isShown)}>{isShown ? 'Hide' : 'Show'}</Button>}
        <Button onClick={copy} icon={<Icon name={outcome === 'copied' ? 'check' : 'copy'} size={14} />}>
          {outcome === 'copied' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p role="status" className="text-xs text-muted">
        {outcome === 'refused' && 'The browser did not allow copying: select the text and copy it by hand.'}
      </p>
    </div>
  );
}
