/**
 * From an identity to the one membership a caller acts as. A person may belong to several tenants: the one that was
 * asked for wins, else the one used last. A membership that was never used belongs to whoever the issuer has
 * verified to own its e-mail address.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { Membership } from '../introspection/lookups.ts';

/**
 * The membership to act as, out of an identity's, the one used last first. `tenant` is the slug that was asked for,
 * or null. Refuses with FORBIDDEN, saying why, when there is none that may act.
 */
export function chooseMembership(memberships: readonly Membership[], tenant: string | null): Membership {
  const eligible = tenant === null ? memberships : memberships.filter((each) => each.tenantSlug === tenant);
  const active = eligible.find((each) => each.status === 'ACTIVE');
  if (active) return active;
  if (eligible.length > 0) {
    throw new Refusal('FORBIDDEN', 'Your account is suspended. Ask a tenant administrator.', { reason: 'SUSPENDED' });
  }
  if (memberships.length > 0) {
    throw new Refusal('FORBIDDEN', 'You are not a user of this tenant.', { reason: 'OTHER_TENANT', tenant });
  }
  throw new Refusal(
    'FORBIDDEN',
    'You are not a user of any tenant, or the sign-in service has not verified your e-mail address. ' +
      'Ask a tenant administrator to add your address.',
    { reason: 'UNKNOWN_USER' },
  );
}
