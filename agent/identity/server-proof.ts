/**
 * Whether a server is the pinned control plane, judged by this device and not by its wall clock alone. TLS proves that the
 * server holds the key of its certificate; the rest is checked here: who signed it, for whom, what for, and its time.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { fingerprintOf } from './certificate.ts';

/** What a server showed and by what it is judged. */
export type Shown = {
  readonly leaf: X509Certificate;
  readonly authority: X509Certificate;
  /** Host of the address that was called. */
  readonly host: string;
  readonly nowMs: number;
};

const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/**
 * Why a server is not to be believed, or null. What the pinned authority signed has begun: a certificate that seems not yet
 * valid says that our clock is behind, and is judged at its own begin. An expired one is never taken.
 */
export function serverFault({ leaf, authority, host, nowMs }: Shown): string | null {
  if (!isSignedBy(leaf, authority)) {
    return `its certificate (${fingerprintOf(leaf.fingerprint256).slice(0, 16)}…) is not signed by the pinned authority`;
  }
  if (leaf.ca) return 'it shows the certificate of an authority as its own';
  const uses: readonly string[] | undefined = leaf.keyUsage;
  if (!uses?.includes(serverAuthentication)) return 'its certificate is not one for servers';
  const isNamed = isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host);
  if (isNamed === undefined) return `its certificate is not for ${host}`;
  const judgedMs = Math.max(nowMs, Date.parse(leaf.validFrom), Date.parse(authority.validFrom));
  if (judgedMs > Date.parse(leaf.validTo)) return `its certificate expired on ${leaf.validTo}`;
  if (judgedMs > Date.parse(authority.validTo)) return `the pinned authority expired on ${authority.validTo}`;
  return null;
}

function isSignedBy(leaf: X509Certificate, authority: X509Certificate): boolean {
  return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
}
