/**
 * Why something is not believed, as a closed list that devices, the API and the console share. Whoever verifies throws
 * `Unverifiable` and nothing else for what the bytes are guilty of; every other error is a fault of ours.
 */

/** Every reason for which an artifact, or what is said about it, is not believed. */
export const reasons = [
  'UNSIGNED',
  'WRONG_KEY',
  'REVOKED_KEY',
  'KEY_NOT_VALID_NOW',
  'THRESHOLD_NOT_MET',
  'DIGEST_MISMATCH',
  'SIZE_MISMATCH',
  'TRUNCATED',
  'OVERSIZE',
  'PATH_TRAVERSAL',
  'SYMLINK',
  'METADATA_EXPIRED',
  'GENERATION_NOT_RISING',
  'SCOPE_WIDENED',
  'UNKNOWN_MEDIA_TYPE',
  'SUBJECT_MISMATCH',
  'SBOM_INVALID',
] as const;

/** One of the closed list of reasons. */
export type Reason = (typeof reasons)[number];

/** One thing that was found wrong: the reason, and words for the person who has to mend it. */
export type Finding = { readonly reason: Reason; readonly words: string };

/** Something does not prove what it should. */
export class Unverifiable extends Error {
  override readonly name = 'Unverifiable';
  readonly reason: Reason;

  constructor(reason: Reason, words: string) {
    super(words);
    this.reason = reason;
  }
}

/** What was found wrong, where that is what was thrown. Throws everything else on: a fault is no verdict. */
export function findingOf(thrown: unknown): Finding {
  if (thrown instanceof Unverifiable) return { reason: thrown.reason, words: thrown.message };
  throw thrown;
}
