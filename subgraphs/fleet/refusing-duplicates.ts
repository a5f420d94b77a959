/**
 * Uniqueness over many streams is the database's word, since no aggregate sees the others. This file turns that word
 * into the refusal a person can act on.
 */
import { Refusal } from '@flotilla/kernel/errors';

const meanings: Readonly<Record<string, { readonly message: string; readonly element: string }>> = {
  domains_slug_is_unique: { message: 'Another domain of the tenant has this slug. Choose another.', element: 'slug' },
  locations_name_is_unique: { message: 'Another location has this name. Choose another.', element: 'name' },
  auto_approval_rules_name_is_unique: {
    message: 'Another active rule has this name. Choose another.',
    element: 'name',
  },
};

/** Does the work; refuses with CONFLICT where the database found a duplicate, and lets every other fault pass. */
export async function refusingDuplicates<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const meaning = meanings[violatedConstraint(thrown) ?? ''];
    if (!meaning) throw thrown;
    throw new Refusal('CONFLICT', meaning.message, { element: meaning.element }, { cause: thrown });
  }
}

function violatedConstraint(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code, constraint } = error as { code?: unknown; constraint?: unknown };
    if (code === '23505' && typeof constraint === 'string') return constraint;
  }
  return undefined;
}
