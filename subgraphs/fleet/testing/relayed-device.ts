/**
 * The device's half of envelopes, as an agent has it, written from the format alone: seals and signs calls, opens and
 * checks their answers.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { sha256 } from '../journal/signature.ts';
import {
  answerContext,
  answerLayout,
  answerText,
  envelopeContext,
  keyDerivation,
  signedText,
  type AnswerContent,
  type Envelope,
} from '../relay/envelope/envelope.ts';
import type { PublicRelayKeys } from '../relay/envelope/keys.ts';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import type { TestDevice } from './fleet.ts';

/** A device that can be reached through relays alone. */
export class RelayedDevice {
  readonly device: TestDevice;
  readonly #keys: PublicRelayKeys;
  readonly #answerKeys = new Map<string, Buffer>();
  #seq = 0;

  constructor(device: TestDevice, keys: PublicRelayKeys) {
    this.device = device;
    this.#keys = keys;
  }

  /** Seals one call. */
  seal(operation: string, input: unknown, epoch = 1): Envelope {
    const ephemeral = generateKeyPairSync('x25519');
    const raw = Buffer.from(ephemeral.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const theirs = Buffer.from(this.#keys.relayKey, 'base64');
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'X25519', x: theirs.toString('base64url') },
      format: 'jwk',
    });
    const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey });
    const salt = Buffer.concat([raw, theirs]);
    const derived = Buffer.from(hkdfSync('sha256', shared, salt, keyDerivation.info, keyDerivation.bytes));
    const place = { deviceId: this.device.id, epoch, seq: (this.#seq += 1), ephemeralKey: raw.toString('base64') };
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), nonce);
    cipher.setAAD(Buffer.from(envelopeContext(place)));
    const content = JSON.stringify({ operation, input });
    const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]).toString('base64');
    const sealed = {
      ...place,
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      ciphertext,
    };
    this.#answerKeys.set(`${epoch} ${place.seq}`, derived.subarray(32));
    return { ...sealed, signature: this.device.sign(signedText(sha256, sealed)) };
  }

  /** Opens an answer. Throws when it is not from the control plane, not for this envelope, or was changed. */
  open(place: Pick<Envelope, 'epoch' | 'seq'>, answer: string): AnswerContent & { data?: Answer; error?: Answer } {
    const bytes = Buffer.from(answer, 'base64');
    const sealed = bytes.subarray(0, bytes.length - answerLayout.signature);
    const of = { deviceId: this.device.id, ...place };
    const text = answerText(sha256, of, sealed.toString('base64'));
    const x = Buffer.from(this.#keys.relayAnswerKey, 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const isGenuine = verify(null, Buffer.from(text), publicKey, bytes.subarray(sealed.length));
    if (!isGenuine) throw new Error('the control plane did not sign this answer');
    const key = this.#answerKeys.get(`${place.epoch} ${place.seq}`);
    if (!key) throw new Error('nothing was asked with this number');
    const bodyAt = answerLayout.nonce + answerLayout.tag;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, answerLayout.nonce));
    decipher.setAAD(Buffer.from(answerContext(of)));
    decipher.setAuthTag(sealed.subarray(answerLayout.nonce, bodyAt));
    const plain = Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()]);
    return JSON.parse(plain.toString());
  }
}
