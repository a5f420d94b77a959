/** Where one is, outermost first. The last crumb is the page itself. */
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';

/** One step of the way. `content` replaces the plain label, e.g. by a menu to switch. */
export type Crumb = { label: string; href?: string; content?: ReactNode };

/** The way to the page as links. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Scope" className="flex min-w-0 items-center gap-1 text-sm">
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.href ?? crumb.label}>
          {index > 0 && (
            <span aria-hidden="true" className="text-muted">
              /
            </span>
          )}
          {crumb.content ??
            (crumb.href === undefined ? (
              <span className="truncate" aria-current="page">
                {crumb.label}
              </span>
            ) : (
              <Link href={crumb.href} className="truncate rounded px-1 hover:bg-hover">
                {crumb.label}
              </Link>
            ))}
        </Fragment>
      ))}
    </nav>
  );
}
