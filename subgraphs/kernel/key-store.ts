/**
 * Where the installation's own secrets are kept. The seam for a hardware module or a cloud key service: such a store
 * would hold the key and answer with an opaque sealed form; this one seals with a master key from a file.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { invariant } from './invariant.ts';

/** Seals what must rest in the database and authenticates what travels through strangers. */
export type KeyStore = {
  /** Encrypts bytes for one purpose. The purpose is bound: sealed bytes open for no other. */
  seal(plain: Uint8Array, purpose: string): Uint8Array<ArrayBuffer>;
  /** Decrypts what `seal` made. Throws when the bytes, the purpose or the master key are not the same. */
  open(sealed: Uint8Array, purpose: string): Uint8Array<ArrayBuffer>;
  /** A message authentication code that only this installation can make. */
  authenticate(message: string, purpose: string): Buffer;
};

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM and HMAC-SHA-256 under keys that are derived from one master key of 32 bytes, one key per purpose. */
export class MasterKeyStore implements KeyStore {
  readonly #masterKey: Buffer;
  readonly #derived = new Map<string, Buffer>();

  /** Takes the master key as base64 text, as the file holds it. Throws when it is not 32 bytes. */
  constructor(masterKeyBase64: string) {
    this.#masterKey = Buffer.from(masterKeyBase64.trim(), 'base64');
    invariant(this.#masterKey.length === 32, 'the master key is 32 bytes, written as base64');
  }

  seal(plain: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(`seal ${purpose}`), nonce);
    cipher.setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return new Uint8Array(sealed);
  }

  open(sealed: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
    const nonce = sealed.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(`seal ${purpose}`), nonce);
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    const body = sealed.subarray(nonceBytes, sealed.length - tagBytes);
    return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
  }

  authenticate(message: string, purpose: string): Buffer {
    return createHmac('sha256', this.#keyFor(`authenticate ${purpose}`))
      .update(message)
      .digest();
  }

  #keyFor(purpose: string): Buffer {
    const known = this.#derived.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.#masterKey, Buffer.alloc(0), `flotilla ${purpose}`, 32));
    this.#derived.set(purpose, key);
    return key;
  }
}
