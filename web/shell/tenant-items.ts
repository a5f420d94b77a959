/** The tenants a person belongs to, as choices of a menu. Nobody who belongs to one only has anything to choose. */
import { signInUrl } from '../live/runtime-config.ts';
import { roleWord, type ViewerFacts } from '../live/viewer.tsx';
import type { MenuItem } from '../ui/menu-item.ts';

/**
 * One choice per tenant. Another tenant is another session: the way there leads through sign-in and ends at its
 * overview, since domains and devices of one tenant mean nothing in another.
 */
export function tenantItems(memberships: ViewerFacts['memberships']): MenuItem[] {
  if (memberships.length < 2) return [];
  return [
    'divider',
    { heading: 'Tenants' },
    ...memberships.map(({ tenantName, tenantSlug, roles, isCurrent }) => ({
      label: tenantName,
      hint: roles.map(roleWord).join(', '),
      isChecked: isCurrent,
      onSelect: () => {
        if (!isCurrent) location.assign(signInUrl('/', tenantSlug));
      },
    })),
  ];
}
