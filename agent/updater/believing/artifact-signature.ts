/**
 * Who vouches for an artifact's bytes, as `cosign sign` writes it: a payload that names a digest, signed by a key. A
 * signature of another digest proves nothing about this one, so the named digest is compared.
 */
import { Unverified } from '../refusal.ts';
import type { ArtifactSignature } from '../sources/offer.ts';
import { demandSigned, type TrustedKeys } from './trusted-keys.ts';

const payloadCharsMax = 16_384;
const payloadType = 'cosign container image signature';

/** Throws Unverified unless enough keys vouch for the digest. */
export function demandArtifactSigned(
  digest: string,
  signatures: readonly ArtifactSignature[],
  { keys, nowMs }: { readonly keys: TrustedKeys; readonly nowMs: number },
): void {
  if (keys.thresholds.artifact === 0) return;
  const signed = signatures.map(({ payload, signature }) => ({
    bytes: Buffer.from(payload.slice(0, payloadCharsMax), 'base64'),
    signature,
  }));
  const about = { role: 'artifact', what: 'The artifact', nowMs } as const;
  // First whether believed keys signed anything at all; then whether what they signed is this artifact.
  demandSigned(keys, about, signed);
  const ofDigest = signed.filter(({ bytes }) => subjectOf(bytes) === digest);
  if (ofDigest.length === 0) {
    throw new Unverified('DIGEST_MISMATCH', 'The signatures of the artifact are for other bytes.');
  }
  demandSigned(keys, about, ofDigest);
}

/** The digest a payload names, or null. */
function subjectOf(bytes: Buffer): string | null {
  try {
    const said = JSON.parse(bytes.toString('utf8')) as {
      readonly critical?: { readonly type?: unknown; readonly image?: Readonly<Record<string, unknown>> };
    };
    if (said.critical?.type !== payloadType) return null;
    const digest = said.critical.image?.['docker-manifest-digest'];
    return typeof digest === 'string' ? digest : null;
  } catch {
    return null;
  }
}
