/** The one h1 of a page and what stands beside it. */
import type { ReactNode } from 'react';

/** Title on the left, controls and ages on the right; they wrap below on narrow screens. */
export function PageTitle({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
      {children !== undefined && <div className="flex flex-wrap items-center gap-2 text-xs text-muted">{children}</div>}
    </div>
  );
}
