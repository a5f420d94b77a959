/** Opens envelopes and seals their answers; the other half is on devices. Formats are in `envelope.ts`. */
import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { sha256 } from '../../journal/signature.ts';
import {
  answerContext,
  answerText,
  envelopeContext,
  keyDerivation,
  type AnswerContent,
  type Envelope,
  type EnvelopeContent,
} from './envelope.ts';
import { rawKeyOf } from './keys.ts';

/** What an envelope holds, and the key that its answer is sealed with. */
export type Opened = { readonly content: EnvelopeContent; readonly answerKey: Buffer };

/** Opens an envelope with the control plane's key. Null when it was not sealed for it, or was changed. */
export function openEnvelope(agreementKey: KeyObject, envelope: Envelope): Opened | null {
  try {
    const { key, answerKey } = keysOf(agreementKey, envelope.ephemeralKey);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(envelope.nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(envelopeContext(envelope)));
    decipher.setAuthTag(Buffer.from(envelope.tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(envelope.ciphertext, 'base64')), decipher.final()]);
    const content = JSON.parse(plain.toString()) as unknown;
    return isContent(content) ? { content, answerKey } : null;
  } catch {
    return null;
  }
}

/** Seals an answer for the device alone and signs it. */
export function sealAnswer(
  place: Pick<Envelope, 'deviceId' | 'epoch' | 'seq'>,
  content: AnswerContent,
  keys: { readonly answerKey: Buffer; readonly signingKey: KeyObject },
): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.answerKey, nonce);
  cipher.setAAD(Buffer.from(answerContext(place)));
  const body = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]);
  const signature = sign(null, Buffer.from(answerText(sha256, place, sealed.toString('base64'))), keys.signingKey);
  return Buffer.concat([sealed, signature]).toString('base64');
}

function keysOf(agreementKey: KeyObject, ephemeralKey: string): { key: Buffer; answerKey: Buffer } {
  const theirs = Buffer.from(ephemeralKey, 'base64');
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: theirs.toString('base64url') },
    format: 'jwk',
  });
  const shared = diffieHellman({ privateKey: agreementKey, publicKey });
  const salt = Buffer.concat([theirs, rawKeyOf(createPublicKey(agreementKey))]);
  const derived = Buffer.from(hkdfSync('sha256', shared, salt, keyDerivation.info, keyDerivation.bytes));
  return { key: derived.subarray(0, 32), answerKey: derived.subarray(32) };
}

function isContent(content: unknown): content is EnvelopeContent {
  if (typeof content !== 'object' || content === null) return false;
  const { operation, input, certificate } = content as Record<string, unknown>;
  const isNamed = certificate === undefined || typeof certificate === 'string';
  return typeof operation === 'string' && typeof input === 'object' && input !== null && isNamed;
}
