'use client';
/**
 * Buttons. A disabled one stays reachable and says why it is disabled, so it uses `aria-disabled`, not `disabled`.
 */
import type { ComponentProps, ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';

/** How much a button wants to be pressed. */
export type ButtonTone = 'plain' | 'primary' | 'danger' | 'quiet';

interface ButtonProps extends ComponentProps<'button'> {
  tone?: ButtonTone;
  /** A sentence: why it cannot be pressed now. Absent: it can. */
  disabledBecause?: string | undefined;
  /** What was asked is under way; a second press does nothing. */
  isBusy?: boolean;
  icon?: ReactNode;
}

/** A button; never submits a form unless `type` says so. */
export function Button({ tone = 'plain', disabledBecause, isBusy = false, icon, children, ...rest }: ButtonProps) {
  const isOff = disabledBecause !== undefined || isBusy;
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      onClick={isOff ? (event) => event.preventDefault() : rest.onClick}
      className={`${buttonClass(tone)} ${rest.className ?? ''}`}
    >
      {icon}
      {children}
    </button>
  );
  return disabledBecause === undefined ? button : <Tooltip text={disabledBecause}>{button}</Tooltip>;
}

/** The look of a button, for things that are not one. */
export function buttonClass(tone: ButtonTone): string {
  return `${shape} ${tones[tone]}`;
}

const shape =
  'inline-flex h-7 items-center justify-center gap-1.5 rounded border px-2.5 text-sm font-medium whitespace-nowrap ' +
  'transition-colors duration-100 aria-disabled:cursor-not-allowed aria-disabled:text-muted max-lg:min-h-8';

const tones: Readonly<Record<ButtonTone, string>> = {
  plain: 'border-line bg-panel text-ink hover:bg-hover',
  primary:
    'border-transparent bg-accent text-on-accent hover:brightness-110 aria-disabled:bg-hover aria-disabled:border-line',
  danger:
    'border-quarantined bg-[color-mix(in_srgb,var(--color-quarantined)_20%,transparent)] text-ink ' +
    'hover:bg-[color-mix(in_srgb,var(--color-quarantined)_32%,transparent)] aria-disabled:border-line aria-disabled:bg-transparent',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
};
