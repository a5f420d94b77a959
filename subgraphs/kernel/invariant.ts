/**
 * Bugs, as opposed to refusals: a broken invariant crashes the request, never the process,
 * and the caller sees an error id instead of the reason.
 */

/** A bug: something that our own code promised is not so. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** Throws an `InvariantViolation` unless the condition holds. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantViolation(why);
}

/** Marks a branch the compiler has proved empty. Throws when data from outside reaches it all the same. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unexpected value: ${JSON.stringify(value)}`);
}
