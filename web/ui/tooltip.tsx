'use client';
/** A short explanation of a control, on hover and on focus. Never the only place of something that must be known. */
import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** Explains its one child, which must be focusable and pass its ref on. */
export function Tooltip(props: { text: ReactNode; side?: 'top' | 'right' | 'bottom' | 'left'; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{props.children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={props.side ?? 'bottom'}
            sideOffset={6}
            collisionPadding={8}
            className="appear z-50 max-w-72 rounded border border-line bg-panel px-2 py-1 text-xs text-ink"
          >
            {props.text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
