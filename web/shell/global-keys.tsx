'use client';
/** The keys that work on every page, and the overlays they open. Overlays are loaded when first wanted. */
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';
import { feed } from '../live/feed.ts';
import { readScope, scopedHref, useScope } from '../live/scope.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { layerAbove } from './layer-above.ts';
import { openCheatSheet, openOverlay, openPalette, setOverlay, subscribeToOverlay } from './overlays.ts';
import { pages } from './pages.ts';

const CommandPalette = dynamic(() => import('./command-palette.tsx').then((module) => module.CommandPalette), {
  ssr: false,
});
const CheatSheet = dynamic(() => import('./cheat-sheet.tsx').then((module) => module.CheatSheet), { ssr: false });

/** Draws nothing until an overlay is open. */
export function GlobalKeys() {
  const router = useRouter();
  const scope = useScope();
  const overlay = useSyncExternalStore(subscribeToOverlay, openOverlay, () => null);
  const goTo = Object.fromEntries(
    pages.map((page) => [`g ${page.key}`, () => router.push(scopedHref(page.isScoped ? scope : null, page.path))]),
  );
  const goUp = () => {
    const above = layerAbove(readScope(location.pathname), location.search);
    if (above !== null) router.push(above);
  };
  useShortcuts({ ...goTo, '?': openCheatSheet, ' ': () => feed.togglePause(), Escape: goUp }, { isBeneath: true });
  usePaletteKey();
  const close = () => setOverlay(null);
  return (
    <>
      {overlay === 'palette' && <CommandPalette onClose={close} />}
      {overlay === 'cheat-sheet' && <CheatSheet onClose={close} />}
    </>
  );
}

/** ⌘K works everywhere, in text fields too, and also when single keys are turned off. */
function usePaletteKey(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      if (openOverlay() === 'palette') setOverlay(null);
      else openPalette();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
