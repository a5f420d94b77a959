/**
 * Sigstore bundles signed by keys of the tenant. The library checks the bundle's shape and its signature; three things
 * it leaves to us: that the digest is the artifact's, that a statement's subject is, and whose key it was. Certificates
 * and transparency logs prove nothing here, because no tenant has named an authority for them.
 *
 * Loaded when the first bundle comes: the library is large, and most processes never meet one.
 */
import { createPublicKey } from 'node:crypto';
import type * as bundles from '@sigstore/bundle';
import type * as verification from '@sigstore/verify';
import { byteSigner } from './byte-signature.ts';
import { hexOf } from './digest.ts';
import { roleOfStatement } from './dsse.ts';
import { looseObject } from './json.ts';
import type { TrustedKey } from './key-words.ts';
import { Unverifiable } from './reason.ts';
import type { Signature } from './signature.ts';
import { readStatement } from './statement.ts';
import type { Subject } from './subject.ts';
import { keysHinted, wrongKey } from './trusted-key.ts';

type Library = Pick<typeof bundles, 'bundleFromJSON' | 'isBundleWithDsseEnvelope' | 'isBundleWithMessageSignature'> &
  Pick<typeof verification, 'toSignedEntity' | 'toTrustMaterial' | 'VerificationError' | 'Verifier'>;

/** Checks a bundle. Throws `Unverifiable`. */
export async function verifyBundle(
  content: Uint8Array,
  subject: Subject,
  keys: readonly TrustedKey[],
): Promise<Signature> {
  const library: Library = { ...(await import('@sigstore/bundle')), ...(await import('@sigstore/verify')) };
  const bundle = readBundle(library, content);
  const material = bundle.verificationMaterial.content;
  if (material.$case !== 'publicKey') {
    const words = 'The bundle is signed by a certificate, and this tenant trusts keys. Sign with a key of the tenant.';
    throw new Unverifiable('WRONG_KEY', words);
  }
  const { hint } = material.publicKey;
  if (library.isBundleWithDsseEnvelope(bundle)) return verifyDsse(library, { bundle, hint, subject, keys });
  if (library.isBundleWithMessageSignature(bundle)) return verifyMessage({ bundle, hint, subject, keys });
  throw new Unverifiable('UNKNOWN_MEDIA_TYPE', 'The bundle holds neither a message signature nor an envelope.');
}

function readBundle(library: Library, content: Uint8Array) {
  const json = looseObject(content);
  if (!json) throw new Unverifiable('UNKNOWN_MEDIA_TYPE', 'This is no Sigstore bundle: it is not even JSON.');
  try {
    return library.bundleFromJSON(json);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Unverifiable('UNKNOWN_MEDIA_TYPE', `This is no Sigstore bundle: ${words.slice(0, 200)}.`);
  }
}

type Checked<Bundle> = {
  readonly bundle: Bundle;
  readonly hint: string;
  readonly subject: Subject;
  readonly keys: readonly TrustedKey[];
};

function verifyDsse(
  library: Library,
  { bundle, hint, subject, keys }: Checked<bundles.BundleWithDsseEnvelope>,
): Signature {
  const key = keysHinted(keys, hint).find((each) => isMadeBy(library, bundle, each));
  if (!key) throw wrongKey();
  const { payloadType, payload } = bundle.content.dsseEnvelope;
  const statement = readStatement({ payloadType, payload }, subject);
  return { key, saysAs: roleOfStatement(statement), statement };
}

/** What the library says, asked about one key. Logs and timestamps are left out: nobody named whom to believe there. */
function isMadeBy(library: Library, bundle: bundles.BundleWithDsseEnvelope, key: TrustedKey): boolean {
  const root = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], mediaType: '' };
  const publicKey = createPublicKey(key.publicKeyPem);
  const trust = library.toTrustMaterial(root, () => ({ publicKey, validFor: () => true }));
  const verifier = new library.Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
  const bare = { ...bundle.verificationMaterial, tlogEntries: [], timestampVerificationData: undefined };
  try {
    verifier.verify(library.toSignedEntity({ ...bundle, verificationMaterial: bare }));
    return true;
  } catch (thrown) {
    if (thrown instanceof library.VerificationError) return false;
    // A broken signature is no fault of the library: node refuses to read it.
    if (thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_OSSL')) return false;
    throw thrown;
  }
}

async function verifyMessage(checked: Checked<bundles.BundleWithMessageSignature>): Promise<Signature> {
  const { bundle, hint, subject, keys } = checked;
  const { messageDigest, signature } = bundle.content.messageSignature;
  const named = Buffer.from(messageDigest.digest).toString('hex');
  if (messageDigest.algorithm !== sha2x256 || named !== hexOf(subject.digest)) {
    const words = `The bundle is of a message with digest ${named.slice(0, 64)}, not of this artifact.`;
    throw new Unverifiable('DIGEST_MISMATCH', words);
  }
  // The library wants the whole message in memory, and artifacts are as large as they are: so the bytes are streamed.
  const key = await byteSigner(subject, { signature, hint }, keys);
  return { key, saysAs: 'RELEASE', statement: null };
}

/** `HashAlgorithm.SHA2_256` of the bundle's protocol. */
const sha2x256 = 1;
