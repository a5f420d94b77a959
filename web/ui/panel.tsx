/** A bordered part of a page with its own heading, and its own states of loading, empty and failed inside. */
import type { ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** What stands at the right end of the heading: an age, a link, a control. */
  aside?: ReactNode;
  /** The content reaches the border, as tables do. */
  flush?: boolean;
  children: ReactNode;
}

/** A section with an h2. */
export function Panel({ title, aside, flush = false, children }: PanelProps) {
  return (
    <section aria-label={title} className="min-w-0 rounded border border-line bg-panel">
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 border-b border-line px-3 py-1.5">
        <h2 className="text-base font-semibold">{title}</h2>
        {aside !== undefined && <div className="flex items-center gap-2 text-xs text-muted">{aside}</div>}
      </header>
      <div className={flush ? '' : 'p-3'}>{children}</div>
    </section>
  );
}
