'use client';
/**
 * A panel on the right that shows one thing of a list while the list stays in place and usable; a sheet over the page
 * where there is no room beside it. It takes no focus: the list keeps it, so that moving on in the list moves the peek.
 */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface PeekPanelProps {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  fullPageHref?: string;
  onClose: () => void;
  children: ReactNode;
}

/** Open while it is rendered. Esc closes it, unless a dialog or a text field has something of its own to close. */
export function PeekPanel({ title, subtitle, actions, fullPageHref, onClose, children }: PeekPanelProps) {
  useShortcuts({ Escape: onClose });
  return (
    <aside
      aria-label={title}
      className="appear fixed top-11 right-0 bottom-0 z-20 flex w-full flex-col border-l border-line bg-panel sm:w-[min(640px,100vw)]"
    >
      <header className="flex items-start gap-3 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold">{title}</h2>
          {subtitle !== undefined && <div className="mt-0.5 text-xs text-muted">{subtitle}</div>}
        </div>
        {actions}
        {fullPageHref !== undefined && (
          <Tooltip text="Open the full page (o)">
            <Link href={fullPageHref} aria-label="Open the full page" className={controlClass}>
              <Icon name="open" />
            </Link>
          </Tooltip>
        )}
        <Tooltip text="Close (Esc)">
          <button type="button" aria-label="Close" onClick={onClose} className={controlClass}>
            <Icon name="close" />
          </button>
        </Tooltip>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
    </aside>
  );
}

const controlClass = 'rounded p-1.5 text-muted hover:bg-hover hover:text-ink';
