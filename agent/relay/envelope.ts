/**
 * What a device hands to a relay, byte for byte: a call sealed for the control plane and signed by the device, and the
 * answer that comes back the same way. The format is the control plane's; see the README of its relays. Pure but for the
 * keys it makes.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  verify,
} from 'node:crypto';
import type { RelayKeys } from '../journal.ts';

/** Which envelope: `(epoch, seq)` of a device only rises. */
export type Place = { readonly deviceId: string; readonly epoch: number; readonly seq: number };

/** An envelope. Everything is text: what is signed is exactly what travels. */
export type Envelope = Place & {
  readonly ephemeralKey: string;
  readonly nonce: string;
  readonly tag: string;
  readonly ciphertext: string;
  readonly signature: string;
};

/** What is inside: one of the calls that devices make, and the certificate it is made with. */
export type Content = { readonly operation: string; readonly input: unknown; readonly certificate: string };

/** What comes back inside. */
export type AnswerContent =
  | { readonly data: unknown }
  | {
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly details: unknown;
        readonly retryAfterMs: number | null;
      };
    };

/** An envelope, and the key that only its answer is sealed with. */
export type Sealed = { readonly envelope: Envelope; readonly answerKey: Buffer };

const derivation = { info: 'flotilla relay 1', bytes: 64, half: 32 } as const;
const layout = { nonce: 12, tag: 16, signature: 64 } as const;

/** Seals one call and signs it. */
export function seal(
  content: Content,
  place: Place,
  { keys, sign }: { readonly keys: RelayKeys; readonly sign: (text: string) => string },
): Sealed {
  const ephemeral = generateKeyPairSync('x25519');
  const own = Buffer.from(ephemeral.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const theirs = Buffer.from(keys.relayKey, 'base64');
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKey('X25519', theirs) });
  const salt = Buffer.concat([own, theirs]);
  const derived = Buffer.from(hkdfSync('sha256', shared, salt, derivation.info, derivation.bytes));
  const ephemeralKey = own.toString('base64');
  const { deviceId, epoch, seq } = place;
  const nonce = randomBytes(layout.nonce);
  const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, derivation.half), nonce);
  cipher.setAAD(Buffer.from(['flotilla relay 1', deviceId, epoch, seq, ephemeralKey].join('\n')));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]).toString('base64');
  const sealed = {
    deviceId,
    epoch,
    seq,
    ephemeralKey,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext,
  };
  const answerKey = derived.subarray(derivation.half);
  return { envelope: { ...sealed, signature: sign(signedText(sealed)) }, answerKey };
}

/** Opens the answer to an envelope. Null when it is not the control plane's answer to exactly this one. */
export function openAnswer(
  answer: string,
  place: Place,
  { answerKey, relayAnswerKey }: { readonly answerKey: Buffer; readonly relayAnswerKey: string },
): AnswerContent | null {
  try {
    const bytes = Buffer.from(answer, 'base64');
    const sealed = bytes.subarray(0, bytes.length - layout.signature);
    const context = ['flotilla relay answer 1', place.deviceId, place.epoch, place.seq].join('\n');
    const signed = Buffer.from(`${context}\n${sha256(sealed.toString('base64'))}`);
    const signer = publicKey('Ed25519', Buffer.from(relayAnswerKey, 'base64'));
    if (!verify(null, signed, signer, bytes.subarray(sealed.length))) return null;
    const bodyAt = layout.nonce + layout.tag;
    const decipher = createDecipheriv('aes-256-gcm', answerKey, sealed.subarray(0, layout.nonce));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(layout.nonce, bodyAt));
    const plain = Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()]);
    return JSON.parse(plain.toString()) as AnswerContent;
  } catch {
    return null;
  }
}

function signedText(sealed: Omit<Envelope, 'signature'>): string {
  const { deviceId, epoch, seq, ephemeralKey, nonce, tag, ciphertext } = sealed;
  return ['flotilla envelope 1', deviceId, epoch, seq, ephemeralKey, nonce, tag, sha256(ciphertext)].join('\n');
}

function publicKey(curve: 'X25519' | 'Ed25519', raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: curve, x: raw.toString('base64url') }, format: 'jwk' });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
