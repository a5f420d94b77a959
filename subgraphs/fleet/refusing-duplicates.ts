/** What fleet's unique constraints mean to the caller. */
import { refusingDuplicatesOf, type RefusingDuplicates } from '@flotilla/kernel/duplicates';

/** Does the work; refuses with CONFLICT where a slug or a name is taken. */
export const refusingDuplicates: RefusingDuplicates = refusingDuplicatesOf({
  domains_slug_is_unique: {
    message: 'Another domain of the tenant has this slug. Choose another.',
    details: { element: 'slug' },
  },
  locations_name_is_unique: {
    message: 'Another location has this name. Choose another.',
    details: { element: 'name' },
  },
  auto_approval_rules_name_is_unique: {
    message: 'Another active rule has this name. Choose another.',
    details: { element: 'name' },
  },
  runbooks_name_is_unique: {
    message: 'Another runbook has this name. Give its runbookId to write its next version, or choose another name.',
    details: { element: 'name' },
  },
});
