/** Proofs of keys for a device that has no usable certificate: signatures over the server's newest nonce. */
import type { DeviceKey } from './key.ts';

/** Base64 of the signature over `flotilla collect <deviceId> <nonce>`. */
export function collectionProof(key: DeviceKey, deviceId: string, nonce: string): string {
  return key.sign(Buffer.from(`flotilla collect ${deviceId} ${nonce}`)).toString('base64');
}

/** Base64 of the signature over `flotilla renew <deviceId> <nonce> <digest>`, which the old and the new key both make. */
export function renewalProof(
  key: DeviceKey,
  {
    deviceId,
    nonce,
    newKeyDigest,
  }: { readonly deviceId: string; readonly nonce: string; readonly newKeyDigest: string },
): string {
  return key.sign(Buffer.from(`flotilla renew ${deviceId} ${nonce} ${newKeyDigest}`)).toString('base64');
}
