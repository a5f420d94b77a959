/**
 * Whether whoever is at the other end of a connection in the field is a device of the same tenant, by the certificate it
 * showed. TLS proves that it holds the key. Its time is not judged: neither end may have seen a clock for long, and what
 * goes through is judged by the control plane in any case.
 */
import type { X509Certificate } from 'node:crypto';

/** A device as its certificate names it. */
export type Member = { readonly tenantId: string; readonly deviceId: string };

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const urn = new RegExp(`^URI:urn:flotilla:tenant:(${uuid}):device:(${uuid})$`);

/** The device that a certificate of the fleet's authority names; null for everybody else's. */
export function memberOf(leaf: X509Certificate, authority: X509Certificate): Member | null {
  if (leaf.ca || !leaf.checkIssued(authority) || !leaf.verify(authority.publicKey)) return null;
  const named = (leaf.subjectAltName ?? '').split(', ').flatMap((name) => urn.exec(name)?.slice(1, 3) ?? []);
  const [tenantId, deviceId, ...others] = named;
  if (!tenantId || !deviceId || others.length > 0) return null;
  return { tenantId, deviceId };
}
