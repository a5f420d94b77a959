'use client';
/** The 44 px above every page: where one is, when one looks at, how fresh it is, the palette and the person. */
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { copyLink } from './copy-link.ts';
import { FeedBadge } from './feed-badge.tsx';
import { openPalette } from './overlays.ts';
import { RailMenu } from './rail-menu.tsx';
import { ScopeCrumbs } from './scope-crumbs.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { TimeRangeMenu } from './time-range-menu.tsx';
import { UserMenu } from './user-menu.tsx';

/** The bar; it stays in place while the page scrolls. */
export function TopBar() {
  return (
    <header className="sticky top-0 z-30 flex h-11 items-center gap-1 border-b border-line bg-panel px-2 sm:gap-2">
      <RailMenu />
      <ScopeCrumbs />
      <div className="ml-auto flex flex-none items-center gap-1 sm:gap-2">
        <TimeRangeMenu />
        <FeedBadge />
        <button
          type="button"
          onClick={openPalette}
          aria-keyshortcuts="Control+K Meta+K"
          className="flex h-7 items-center gap-2 rounded border border-line bg-bg px-2 text-xs text-muted hover:text-ink"
        >
          <Icon name="search" size={14} />
          <span className="sr-only lg:not-sr-only">Search or run</span>
          <span aria-hidden="true" className="hidden lg:inline">
            <Kbd>⌘K</Kbd>
          </span>
        </button>
        <Tooltip text="Copy the link to this page">
          <button
            type="button"
            aria-label="Copy link"
            onClick={copyLink}
            className="flex size-7 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink max-sm:hidden"
          >
            <Icon name="copy" />
          </button>
        </Tooltip>
        <ThemeMenu />
        <UserMenu />
      </div>
    </header>
  );
}
