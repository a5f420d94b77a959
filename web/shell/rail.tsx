'use client';
/** The pages as icons at the left, with labels when pinned; on narrow screens they are in the menu of the top bar. */
import Link from 'next/link';
import { scopedHref, useScopedPath } from '../live/scope.ts';
import { Icon } from '../ui/icon.tsx';
import { usePreference } from '../ui/preferences.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { type Page, pageOf, pages } from './pages.ts';

/** The rail: 52 px, or 176 px when pinned. */
export function Rail() {
  const [width, setWidth] = usePreference('rail');
  const { scope, path } = useScopedPath();
  const isPinned = width === 'pinned';
  const current = pageOf(path);
  return (
    <nav
      aria-label="Pages"
      className={`sticky top-11 hidden h-[calc(100dvh-44px)] flex-none flex-col border-r border-line bg-panel py-2 lg:flex ${isPinned ? 'w-44' : 'w-13'}`}
    >
      <ul className="flex flex-col gap-1 px-2">
        {pages.map((page) => (
          <li key={page.path}>
            <RailLink
              {...{ page, isPinned }}
              isCurrent={page === current}
              href={scopedHref(page.isScoped ? scope : null, page.path)}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        aria-pressed={isPinned}
        onClick={() => setWidth(isPinned ? 'narrow' : 'pinned')}
        className="mx-2 mt-auto flex h-8 items-center gap-3 rounded px-2.5 text-xs text-muted hover:bg-hover hover:text-ink"
      >
        <Icon name="menu" />
        <span className={isPinned ? '' : 'sr-only'}>{isPinned ? 'Collapse' : 'Pin labels'}</span>
      </button>
    </nav>
  );
}

function RailLink(props: { page: Page; href: string; isPinned: boolean; isCurrent: boolean }) {
  const { page, href, isPinned, isCurrent } = props;
  const link = (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className="flex h-9 items-center gap-3 rounded px-2.5 text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:text-ink"
    >
      <Icon name={page.icon} />
      <span className={isPinned ? '' : 'sr-only'}>{page.label}</span>
    </Link>
  );
  return isPinned ? (
    link
  ) : (
    <Tooltip side="right" text={`${page.label} (g ${page.key})`}>
      {link}
    </Tooltip>
  );
}
