'use client';
/** A dialog over the page: focus stays inside, Esc closes, focus returns to where it was. */
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  /** CSS width; the dialog never leaves the window. */
  width?: string;
  /** Chooses where the focus goes at first; call `event.preventDefault()` and focus it. */
  onOpenAutoFocus?: (event: Event) => void;
  /** It cannot be put away, only answered. */
  isPersistent?: boolean;
  children: ReactNode;
}

/** A modal dialog with title, body and footer. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, footer, width = '480px', onOpenAutoFocus, children } = props;
  const isPersistent = props.isPersistent === true;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(onOpenAutoFocus && { onOpenAutoFocus })}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className="appear fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded border border-line bg-panel text-sm text-ink focus:outline-none"
          style={{ width }}
        >
          <header className="flex items-start justify-between gap-3 border-b border-line px-4 py-3">
            <div>
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-xs text-muted">{description}</Radix.Description>
              )}
            </div>
            {!isPersistent && (
              <Radix.Close aria-label="Close" className="rounded p-1 text-muted hover:bg-hover hover:text-ink">
                <Icon name="close" />
              </Radix.Close>
            )}
          </header>
          <div className="overflow-y-auto px-4 py-3">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
