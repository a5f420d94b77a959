/** Keeps the document in the chosen theme. The first paint is the boot script's; this follows later changes. */
import { readPreference, subscribeToPreferences } from './preferences.ts';

/** Follows the person's choice and, where that is left to it, the system. Returns how to stop. */
export function followTheme(): () => void {
  const system = matchMedia('(prefers-color-scheme: light)');
  const apply = () => {
    const choice = readPreference('theme');
    const isLight = choice === 'light' || (choice === 'system' && system.matches);
    const theme = isLight ? 'light' : 'dark';
    const root = document.documentElement;
    if (root.dataset['theme'] !== theme) root.dataset['theme'] = theme;
  };
  apply();
  system.addEventListener('change', apply);
  const stop = subscribeToPreferences(apply);
  return () => {
    system.removeEventListener('change', apply);
    stop();
  };
}
