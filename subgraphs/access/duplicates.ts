/**
 * Uniqueness over many streams is the database's word, since no aggregate sees the others. This file turns that
 * word into the refusal a person can act on.
 */
import { Refusal } from '@flotilla/kernel/errors';

/** What a violated unique constraint means to the caller, by the constraint's name. */
const meanings: Readonly<Record<string, { readonly message: string; readonly field: string }>> = {
  tenants_slug_is_unique: { message: 'Another tenant has this slug. Choose a different one.', field: 'slug' },
  users_email_is_unique: { message: 'This tenant has a user with this e-mail address already.', field: 'email' },
  users_identity_is_unique: {
    message: 'This identity of the issuer belongs to another user of the tenant. Ask a tenant administrator.',
    field: 'subject',
  },
};

/** Does the work; refuses with CONFLICT where the database found a duplicate, and lets every other fault pass. */
export async function refusingDuplicates<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const meaning = meanings[violatedConstraint(thrown) ?? ''];
    if (!meaning) throw thrown;
    throw new Refusal('CONFLICT', meaning.message, { field: meaning.field }, { cause: thrown });
  }
}

function violatedConstraint(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code, constraint } = error as { code?: unknown; constraint?: unknown };
    if (code === '23505' && typeof constraint === 'string') return constraint;
  }
  return undefined;
}
