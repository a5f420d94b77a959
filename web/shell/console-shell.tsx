'use client';
/**
 * The frame of the console: bar above, rail at the left, the page between. It holds what is there on every page: the
 * keyboard, the palette, messages, and the line that says the feed is old.
 */
import { type ReactNode, useEffect } from 'react';
import { useIsFeedOld } from '../live/use-feed-status.ts';
import { followTheme } from '../ui/theme.ts';
import { Toaster } from '../ui/toast.tsx';
import { GlobalKeys } from './global-keys.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

/** Every page of a signed-in person stands in this. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  const isOld = useIsFeedOld();
  useEffect(() => followTheme(), []);
  useEffect(() => {
    document.documentElement.dataset['feedOld'] = String(isOld);
  }, [isOld]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded bg-panel px-3 py-2 focus:not-sr-only focus:fixed focus:top-1 focus:left-1"
      >
        Skip to content
      </a>
      <TopBar />
      <div className="flex flex-1">
        <Rail />
        <main
          id="main"
          tabIndex={-1}
          className={`min-w-0 flex-1 border-t px-3 pt-3 pb-6 focus:outline-none sm:px-4 ${isOld ? 'border-replaying' : 'border-transparent'}`}
        >
          <div className="mx-auto max-w-[1680px]">{children}</div>
        </main>
      </div>
      <GlobalKeys />
      <Toaster />
    </div>
  );
}
