/**
 * DSSE envelopes: a payload with a type, signed together so that neither can be taken for another. The encoding that is
 * signed is small enough to write here; bundles have it from the library.
 */
import { strictBase64 } from './base64.ts';
import { asText, looseObject, objectsIn } from './json.ts';
import type { KeyRole, TrustedKey } from './key-words.ts';
import { Unverifiable } from './reason.ts';
import type { Signature } from './signature.ts';
import { readStatement, type Statement } from './statement.ts';
import type { Subject } from './subject.ts';
import { signerOf, wrongKey } from './trusted-key.ts';

const signaturesMax = 16;

/** The predicate by which cosign says no more than yes. */
const releasePredicate = 'https://sigstore.dev/cosign/sign/v1';

/** What a DSSE signature is of. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** In which role a statement speaks: of the artifact's release, or of where it comes from. */
export function roleOfStatement({ predicateType }: Statement): KeyRole {
  return predicateType === releasePredicate ? 'RELEASE' : 'BUILD';
}

/** Checks an envelope: every signature in it must be of a key of the tenant. Throws `Unverifiable`. */
export function verifyEnvelope(
  content: Uint8Array,
  subject: Pick<Subject, 'digest'>,
  keys: readonly TrustedKey[],
): Signature[] {
  const envelope = looseObject(content);
  const payload = strictBase64(envelope?.['payload']);
  const payloadType = asText(envelope?.['payloadType']);
  const listed = objectsIn(envelope?.['signatures']);
  if (!payload || payloadType === null) throw new Unverifiable('UNKNOWN_MEDIA_TYPE', 'This is no DSSE envelope.');
  if (listed.length === 0) throw new Unverifiable('UNSIGNED', 'The envelope has no signature.');
  if (listed.length > signaturesMax) {
    throw new Unverifiable('OVERSIZE', `An envelope has at most ${signaturesMax} signatures.`);
  }
  const signed = preAuthEncoding(payloadType, payload);
  const signers = listed.map((each) => {
    const signature = strictBase64(each['sig']);
    if (!signature) throw wrongKey();
    return signerOf(keys, signed, { signature, hint: asText(each['keyid']) });
  });
  const statement = readStatement({ payloadType, payload }, subject);
  return signers.map((key) => ({ key, saysAs: roleOfStatement(statement), statement }));
}
