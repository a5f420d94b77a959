/**
 * Uniqueness over many streams is the database's word, since no aggregate sees the others. This file turns that word
 * into the refusal a person can act on.
 */
import { Refusal, type RefusalDetails } from './errors.ts';

/** What a violated unique constraint means to the caller. */
export type DuplicateMeaning = { readonly message: string; readonly details: RefusalDetails };

/** Does work; refuses with CONFLICT where the database found a duplicate, and lets every other fault pass. */
export type RefusingDuplicates = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes it for the unique constraints of one subgraph, by their names. */
export function refusingDuplicatesOf(meanings: Readonly<Record<string, DuplicateMeaning>>): RefusingDuplicates {
  return async (work) => {
    try {
      return await work();
    } catch (thrown) {
      const meaning = meanings[violatedConstraint(thrown) ?? ''];
      if (!meaning) throw thrown;
      throw new Refusal('CONFLICT', meaning.message, meaning.details, { cause: thrown });
    }
  };
}

function violatedConstraint(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code, constraint } = error as { code?: unknown; constraint?: unknown };
    if (code === '23505' && typeof constraint === 'string') return constraint;
  }
  return undefined;
}
