/**
 * The device's key: made here, never sent anywhere. P-256, because every TLS library accepts it for client
 * authentication.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A private key that can prove itself. */
export class DeviceKey {
  readonly pem: string;
  readonly #key: KeyObject;

  private constructor(key: KeyObject, pem: string) {
    this.#key = key;
    this.pem = pem;
  }

  /** Makes a new key. */
  static generate(): DeviceKey {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    return new DeviceKey(privateKey, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  }

  /** Reads a stored key. Throws when the text is not a private key. */
  static fromPem(pem: string): DeviceKey {
    return new DeviceKey(createPrivateKey(pem), pem);
  }

  /** The SubjectPublicKeyInfo of the public half, DER. */
  get publicKeyDer(): Buffer {
    return createPublicKey(this.#key).export({ format: 'der', type: 'spki' });
  }

  /** SHA-256 of the public half, lower-case hex: what a person can compare. */
  get fingerprint(): string {
    return createHash('sha256').update(this.publicKeyDer).digest('hex');
  }

  /** ECDSA over SHA-256 of the bytes, DER. */
  sign(bytes: Uint8Array): Buffer {
    return sign('sha256', bytes, this.#key);
  }

  /** Whether a certificate's public key is the public half of this key. */
  isKeyOf(certificatePublicKey: KeyObject): boolean {
    return certificatePublicKey.equals(createPublicKey(this.#key));
  }
}
