/**
 * The launcher cannot go on, and the message is all a person needs: what is wrong, where, and what to do about it.
 * It is printed as one line without a stack trace, and the launcher exits with a code other than zero.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
