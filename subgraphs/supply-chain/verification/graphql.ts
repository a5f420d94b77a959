/** The closed list of reasons as the API shows it. */
import { registerEnumType } from 'type-graphql';
import { reasons, type Reason } from './reason.ts';

/** Why something is not believed. */
export const VerificationReason = Object.fromEntries(reasons.map((each) => [each, each])) as {
  readonly [Each in Reason]: Each;
};

const descriptions: Readonly<Record<Reason, string>> = {
  UNSIGNED: 'Nothing is signed by a key of the tenant.',
  WRONG_KEY: 'No key of the tenant, or one of another role, made the signature.',
  REVOKED_KEY: 'The key that signed was revoked.',
  KEY_NOT_VALID_NOW: 'The key that signed is not valid yet, or not any more.',
  THRESHOLD_NOT_MET: 'Fewer different keys signed than must.',
  DIGEST_MISMATCH: 'The bytes are others, or the signature is of others.',
  SIZE_MISMATCH: 'Two lengths are named that differ.',
  TRUNCATED: 'Bytes are missing at the end.',
  OVERSIZE: 'There are more bytes than there may be.',
  PATH_TRAVERSAL: 'A name leads to another place.',
  SYMLINK: 'A link leads to another place.',
  METADATA_EXPIRED: 'What is said was only valid until some time ago.',
  GENERATION_NOT_RISING: 'What is said is older than what was said before.',
  SCOPE_WIDENED: 'What is said is about more than it may be.',
  UNKNOWN_MEDIA_TYPE: 'Nobody here understands bytes of this sort.',
  SUBJECT_MISMATCH: 'The statement is about another artifact.',
  SBOM_INVALID: 'The bill of materials does not fit its specification.',
};

registerEnumType(VerificationReason, {
  name: 'VerificationReason',
  description: 'Why something is not believed.',
  valuesConfig: Object.fromEntries(reasons.map((each) => [each, { description: descriptions[each] }])),
});
