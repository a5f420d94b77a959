'use client';
/** Who is signed in, where and as what; preferences; and the way out. */
import { signOut } from './sign-out.ts';
import { roleWord, useViewer } from '../live/viewer.tsx';
import { Menu } from '../ui/menu.tsx';
import { usePreference } from '../ui/preferences.ts';
import { initials } from './initials.ts';
import { tenantItems } from './tenant-items.ts';
import { openCheatSheet } from './overlays.ts';

/** The round button at the right end of the top bar. */
export function UserMenu() {
  const { user, tenant, roles, memberships } = useViewer();
  const [density, setDensity] = usePreference('density');
  const [shortcuts, setShortcuts] = usePreference('shortcuts');
  const [theme, setTheme] = usePreference('theme');
  return (
    <Menu
      label="Account"
      align="end"
      items={[
        {
          heading: (
            <span className="block py-1">
              <span className="block text-sm text-ink">{user.name}</span>
              <span className="block">{user.email}</span>
              <span className="mt-1 block">
                {tenant.name} · {roles.map(roleWord).join(', ')}
              </span>
            </span>
          ),
        },
        ...tenantItems(memberships),
        'divider',
        {
          label: 'Comfortable rows',
          isChecked: density === 'comfortable',
          onSelect: () => setDensity(density === 'comfortable' ? 'compact' : 'comfortable'),
        },
        {
          label: 'Single-key shortcuts',
          isChecked: shortcuts === 'on',
          onSelect: () => setShortcuts(shortcuts === 'on' ? 'off' : 'on'),
        },
        {
          label: 'Light theme',
          isChecked: theme === 'light',
          onSelect: () => setTheme(theme === 'light' ? 'dark' : 'light'),
        },
        { label: 'Keyboard', hint: '?', onSelect: openCheatSheet },
        'divider',
        { label: 'Sign out', onSelect: signOut },
      ]}
      trigger={
        <button
          type="button"
          className="flex size-7 items-center justify-center rounded-full border border-line bg-bg text-xs font-medium hover:bg-hover"
        >
          <span aria-hidden="true">{initials(user.name)}</span>
          <span className="sr-only">Account of {user.name}</span>
        </button>
      }
    />
  );
}
