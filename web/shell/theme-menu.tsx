'use client';
/** Dark, light, or as the system is. */
import { Icon, type IconName } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { type Preference, usePreference } from '../ui/preferences.ts';

const themes: readonly { value: Preference<'theme'>; label: string; icon: IconName }[] = [
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'system', label: 'As the system', icon: 'system' },
];

/** A small menu in the top bar. */
export function ThemeMenu() {
  const [theme, setTheme] = usePreference('theme');
  const icon = themes.find(({ value }) => value === theme)?.icon ?? 'system';
  return (
    <Menu
      label="Theme"
      align="end"
      items={themes.map(({ value, label }) => ({ label, isChecked: value === theme, onSelect: () => setTheme(value) }))}
      trigger={
        <button
          type="button"
          aria-label="Theme"
          className="flex size-7 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink max-sm:hidden"
        >
          <Icon name={icon} />
        </button>
      }
    />
  );
}
