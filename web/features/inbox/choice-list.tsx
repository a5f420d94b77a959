'use client';
/** A few choices as buttons below each other; the arrow keys go up and down, Enter or a press chooses. */
import type { KeyboardEvent } from 'react';

/** One choice. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

interface ChoiceListProps {
  label: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}

/** The list; a dialog around it puts the focus on its close button, so the first choice takes it. */
export function ChoiceList({ label, choices, onChoose }: ChoiceListProps) {
  return (
    <ul aria-label={label} className="-mx-2 flex max-h-[50vh] flex-col overflow-y-auto">
      {choices.map(({ value, label: text, hint }, index) => (
        <li key={value}>
          <button
            type="button"
            // The dialog was opened for this choice; whoever opened it by a key goes on with keys.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={index === 0}
            onKeyDown={moveFocus}
            onClick={() => onChoose(value)}
            className="flex min-h-8 w-full items-center justify-between gap-3 rounded-sm px-2 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="min-w-0">{text}</span>
            {hint !== undefined && <span className="figures flex-none text-xs text-muted">{hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const item = event.currentTarget.closest('li');
  const next = step === 1 ? item?.nextElementSibling : item?.previousElementSibling;
  next?.querySelector('button')?.focus();
}
