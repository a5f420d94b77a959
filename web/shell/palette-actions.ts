/** What the palette can do besides going somewhere. */
import type { IconName } from '../ui/icon.tsx';
import { writePreference } from '../ui/preferences.ts';
import { copyLink } from './copy-link.ts';
import { openCheatSheet } from './overlays.ts';
import { signOut } from './sign-out.ts';

/** One action. */
export type PaletteAction = { readonly label: string; readonly icon: IconName; readonly action: () => void };

/** All actions, in the order they are offered. */
export function paletteActions({ togglePause }: { togglePause: () => void }): readonly PaletteAction[] {
  return [
    { label: 'Pause or resume the live feed', icon: 'pause', action: togglePause },
    { label: 'Copy the link to this page', icon: 'copy', action: copyLink },
    { label: 'Theme: dark', icon: 'moon', action: () => writePreference('theme', 'dark') },
    { label: 'Theme: light', icon: 'sun', action: () => writePreference('theme', 'light') },
    { label: 'Theme: as the system', icon: 'system', action: () => writePreference('theme', 'system') },
    { label: 'Keyboard shortcuts', icon: 'keyboard', action: openCheatSheet },
    { label: 'Sign out', icon: 'lock', action: signOut },
  ];
}
