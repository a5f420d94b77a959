/** The words for keys that deciders, rows and verification share. Pure: reading a key is in `trusted-key.ts`. */

/** What a key may vouch for: RELEASE that an artifact may be used, BUILD where it comes from. */
export const keyRoles = ['RELEASE', 'BUILD'] as const;

/** One of the roles. */
export type KeyRole = (typeof keyRoles)[number];

/** The algorithms whose signatures are believed. */
export const keyAlgorithms = ['ECDSA_P256', 'ED25519'] as const;

/** One of the algorithms. */
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** A public key as the tenant trusts it. Times are RFC 3339. */
export type TrustedKey = {
  readonly keyId: string;
  readonly role: KeyRole;
  readonly algorithm: KeyAlgorithm;
  readonly publicKeyPem: string;
  readonly validFrom: string;
  /** Null where nothing ends it. */
  readonly validUntil: string | null;
  readonly revokedAt: string | null;
};

/** What a PEM turned out to hold. */
export type ReadKey = { readonly keyId: string; readonly algorithm: KeyAlgorithm; readonly publicKeyPem: string };

/** Keys that must have signed, per role. */
export type Thresholds = Readonly<Record<KeyRole, number>>;
