/** The one place where names of bytes become parts of paths: nothing but digests and tenant ids ever does. */
import { hexOf, isDigest } from '../verification/digest.ts';
import { Unverifiable } from '../verification/reason.ts';
import type { BlobKey } from './blob-store.ts';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The tenant and the hex digits of a key. Throws `Unverifiable` where they could be anything else. */
export function nameOf({ tenantId, digest }: BlobKey): { readonly tenantId: string; readonly hex: string } {
  if (isDigest(digest) && uuidShape.test(tenantId)) return { tenantId, hex: hexOf(digest) };
  throw new Unverifiable('PATH_TRAVERSAL', 'Bytes are named sha256: and 64 hex digits, and by nothing else.');
}
