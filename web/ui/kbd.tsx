/** A key of the keyboard, as it is written on it. */
import type { ReactNode } from 'react';

/** One key. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="figures inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line bg-bg px-1 text-xs text-muted">
      {children}
    </kbd>
  );
}
