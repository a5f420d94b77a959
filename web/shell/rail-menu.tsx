'use client';
/** The pages behind one button, where there is no room for the rail. */
import { scopedHref, useScopedPath } from '../live/scope.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { pageOf, pages } from './pages.ts';

/** Only on narrow screens. */
export function RailMenu() {
  const { scope, path } = useScopedPath();
  const current = pageOf(path);
  return (
    <div className="lg:hidden">
      <Menu
        label="Pages"
        items={pages.map((page) => ({
          label: page.label,
          href: scopedHref(page.isScoped ? scope : null, page.path),
          ...(page === current && { hint: 'here' }),
        }))}
        trigger={
          <button
            type="button"
            aria-label="Pages"
            className="flex size-8 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink"
          >
            <Icon name="menu" />
          </button>
        }
      />
    </div>
  );
}
