/**
 * Signatures as `cosign sign` makes them: a small JSON payload that names the digest, and a signature of that payload.
 * The evidence carries both, because a payload that is written again is another payload.
 */
import { strictBase64 } from './base64.ts';
import { asObject, asText, looseObject } from './json.ts';
import type { TrustedKey } from './key-words.ts';
import { Unverifiable } from './reason.ts';
import type { Signature } from './signature.ts';
import type { Subject } from './subject.ts';
import { signerOf, wrongKey } from './trusted-key.ts';

const payloadType = 'cosign container image signature';

/** The payload that is to be signed for an artifact, byte by byte as `cosign generate` prints it. */
export function simpleSigningPayload(digest: string, name: string): Buffer {
  const critical = {
    identity: { 'docker-reference': name },
    image: { 'docker-manifest-digest': digest },
    type: payloadType,
  };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

/** Checks one: first who signed the payload, then what it says. Throws `Unverifiable`. */
export function verifySimpleSigning(
  content: Uint8Array,
  subject: Pick<Subject, 'digest'>,
  keys: readonly TrustedKey[],
): Signature {
  const evidence = looseObject(content);
  const [payload, signature] = [strictBase64(evidence?.['payload']), strictBase64(evidence?.['signature'])];
  if (!payload || !signature) throw wrongKey();
  const key = signerOf(keys, payload, { signature, hint: asText(evidence?.['keyid']) });
  const critical = asObject(looseObject(payload)?.['critical']);
  const named = asObject(critical?.['image'])?.['docker-manifest-digest'];
  if (critical?.['type'] !== payloadType) {
    throw new Unverifiable('UNKNOWN_MEDIA_TYPE', `The signed payload is no "${payloadType}".`);
  }
  if (named !== subject.digest) {
    throw new Unverifiable(
      'DIGEST_MISMATCH',
      `The signature is of ${String(named).slice(0, 100)}, not of this artifact.`,
    );
  }
  return { key, saysAs: 'RELEASE', statement: null };
}
