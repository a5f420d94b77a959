/**
 * What may become an update, as it is carried: signed texts that nobody on the way can change. From whom it came says
 * nothing; admission judges the texts alone.
 */

/** A signature over a text. Which key made it is found out by verifying; the name only helps people. */
export type Signature = { readonly keyId?: string; readonly signature: string };

/** A signature over an artifact, as `cosign sign` makes it: over a payload that names the digest. Both are base64. */
export type ArtifactSignature = { readonly keyId?: string; readonly payload: string; readonly signature: string };

/** An intent, and the lease for it if there is one yet. */
export type Offer = {
  readonly intent: string;
  readonly intentSignatures: readonly Signature[];
  readonly artifactSignatures: readonly ArtifactSignature[];
  readonly lease: string | null;
  readonly leaseSignatures: readonly Signature[];
};

/** Where offers come from. It throws Unanswered when nobody can be asked now, and answers null when there is none. */
export type IntentSource = { readonly name: string; offer(): Promise<Offer | null> };
