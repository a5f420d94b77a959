'use client';
/** What stands where a list has nothing to show: it says why, and how to see something again. */
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface EmptyProps {
  title: string;
  /** The filter that left nothing, or the next step. */
  children?: ReactNode;
  onClear?: () => void;
  clearLabel?: string;
}

/** An empty place with its reason. */
export function Empty({ title, children, onClear, clearLabel = 'Clear filter' }: EmptyProps) {
  return (
    <div className="flex min-h-32 flex-col items-center justify-center gap-2 px-4 py-8 text-center">
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-xs text-muted">{children}</div>}
      {onClear && <Button onClick={onClear}>{clearLabel}</Button>}
    </div>
  );
}
