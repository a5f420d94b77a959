/** Artifacts in words: where one is in its life, in which channels it may be used, and why it is not believed. */
import type { ArtifactChannel, ArtifactState, SigningKeyRole, VerificationReason } from '../../gql/graphql.ts';

/** The places of an artifact's life, in their order. */
export const artifactStates: readonly ArtifactState[] = ['REGISTERED', 'UPLOADED', 'VERIFIED', 'REJECTED', 'WITHDRAWN'];

/** The channels, each after the one before. */
export const artifactChannels: readonly ArtifactChannel[] = ['dev', 'canary', 'prod'];

/** Where an artifact is in its life. */
export const artifactWords: Readonly<Record<ArtifactState, { word: string; meaning: string }>> = {
  REGISTERED: { word: 'Registered', meaning: 'Its bytes still have to come.' },
  UPLOADED: { word: 'Uploaded', meaning: 'Its bytes are here; nobody has judged them yet.' },
  VERIFIED: { word: 'Verified', meaning: 'Bytes and signatures are what they should be.' },
  REJECTED: { word: 'Rejected', meaning: 'Bytes or signatures are not what they should be. It can be used nowhere.' },
  WITHDRAWN: { word: 'Withdrawn', meaning: 'Nobody begins to use it any more, for good.' },
};

/** What a channel is for. */
export const channelMeaning: Readonly<Record<ArtifactChannel, string>> = {
  dev: 'Devices of developers.',
  canary: 'The first devices of a rollout.',
  prod: 'Every device.',
};

/** The channel that comes next for an artifact; null where it is in all of them. */
export function nextChannel(channel: ArtifactChannel | null): ArtifactChannel | null {
  return artifactChannels[channel === null ? 0 : artifactChannels.indexOf(channel) + 1] ?? null;
}

/** Whether an artifact whose furthest channel is `furthest` may be used in `channel`. */
export function isUsableIn(channel: ArtifactChannel, furthest: ArtifactChannel | null): boolean {
  return furthest !== null && artifactChannels.indexOf(channel) <= artifactChannels.indexOf(furthest);
}

/** What a key may vouch for, as a word. */
export const keyRoleWords: Readonly<Record<SigningKeyRole, { word: string; meaning: string }>> = {
  RELEASE: { word: 'Release', meaning: 'Vouches that an artifact may be used.' },
  BUILD: { word: 'Build', meaning: 'Vouches for where an artifact comes from.' },
};

/** Why something is not believed, in a sentence for whoever has to mend it. The code stands beside it. */
export const reasonWords: Readonly<Record<VerificationReason, string>> = {
  UNSIGNED: 'Nobody the tenant trusts has signed it.',
  WRONG_KEY: 'It is signed by a key that the tenant does not trust, or that may not vouch for this.',
  REVOKED_KEY: 'The key that signed it was revoked.',
  KEY_NOT_VALID_NOW: 'The key that signed it is not valid yet, or not any more.',
  THRESHOLD_NOT_MET: 'Fewer different keys signed it than must.',
  DIGEST_MISMATCH: 'The bytes are others than were announced, or the signature is of other bytes.',
  SIZE_MISMATCH: 'It has another length than was announced.',
  TRUNCATED: 'Bytes are missing at its end.',
  OVERSIZE: 'It has more bytes than it may have.',
  PATH_TRAVERSAL: 'A name in it leads out of its place.',
  SYMLINK: 'A link in it leads out of its place.',
  METADATA_EXPIRED: 'What was said about it was valid only until some time ago.',
  GENERATION_NOT_RISING: 'What is said about it is older than what was said before.',
  SCOPE_WIDENED: 'What is said is about more than it may be.',
  UNKNOWN_MEDIA_TYPE: 'Nobody here understands bytes of this sort.',
  SUBJECT_MISMATCH: 'The statement that came with it is about another artifact.',
  SBOM_INVALID: 'Its bill of materials does not fit the specification.',
};

/** Enough of a digest or a key to tell two apart. */
export function shortHex(text: string): string {
  return text.replace(/^sha256:/, '').slice(0, 12);
}
