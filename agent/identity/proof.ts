/** Proof of the key for a device that has no usable certificate: a signature over the server's newest nonce. */
import type { DeviceKey } from './key.ts';

/** Base64 of the signature over `flotilla collect <deviceId> <nonce>`. */
export function collectionProof(key: DeviceKey, deviceId: string, nonce: string): string {
  return key.sign(Buffer.from(`flotilla collect ${deviceId} ${nonce}`)).toString('base64');
}
