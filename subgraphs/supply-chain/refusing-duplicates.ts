/** What the supply chain's unique constraints mean to the caller. */
import { refusingDuplicatesOf, type RefusingDuplicates } from '@flotilla/kernel/duplicates';

/** Does the work; refuses with CONFLICT where a version is taken. */
export const refusingDuplicates: RefusingDuplicates = refusingDuplicatesOf({
  artifacts_version_is_unique: {
    message: 'Other bytes have this name and version. A version never changes; choose the next one.',
    details: { element: 'version' },
  },
});
