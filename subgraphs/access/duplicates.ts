/** What access's unique constraints mean to the caller. */
import { refusingDuplicatesOf, type RefusingDuplicates } from '@flotilla/kernel/duplicates';

/** Does the work; refuses with CONFLICT where a slug, an address or an identity is taken. */
export const refusingDuplicates: RefusingDuplicates = refusingDuplicatesOf({
  tenants_slug_is_unique: {
    message: 'Another tenant has this slug. Choose a different one.',
    details: { field: 'slug' },
  },
  users_email_is_unique: {
    message: 'This tenant has a user with this e-mail address already.',
    details: { field: 'email' },
  },
  users_identity_is_unique: {
    message: 'This identity of the issuer belongs to another user of the tenant. Ask a tenant administrator.',
    details: { field: 'subject' },
  },
});
