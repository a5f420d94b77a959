/**
 * Why something that came as an update is not done. The codes are a closed list, the same on the control plane, so that
 * whoever looks at a device sees which of the walls held. Anything a device cannot check it refuses.
 */

/** Every reason of a failed verification. */
export const reasonCodes = [
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

/** One of the reasons. */
export type ReasonCode = (typeof reasonCodes)[number];

/** Something was verified and found wanting. What was refused is never started. */
export class Unverified extends Error {
  override readonly name = 'Unverified';
  readonly code: ReasonCode;

  constructor(code: ReasonCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The update cannot be done on this device, though nothing is wrong with it. */
export class Unable extends Error {
  override readonly name = 'Unable';
}

/** Something outside of this device did not answer; the same is tried again later. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}
