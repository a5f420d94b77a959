/** The device's certificate: what it says, whether it can be used, and when it should be replaced. */
import { X509Certificate } from 'node:crypto';
import type { DeviceKey } from './key.ts';

/** What matters of a certificate. Times are milliseconds of the wall clock. */
export type CertificateFacts = {
  readonly serial: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
};

/** Share of a certificate's life after which it is replaced. */
const renewAfter = 2 / 3;

/** Reads a certificate. Throws when the text is not one. */
export function certificateFacts(pem: string): CertificateFacts {
  const certificate = new X509Certificate(pem);
  return {
    serial: certificate.serialNumber.toLowerCase(),
    subject: certificate.subject,
    fingerprint: fingerprintOf(certificate.fingerprint256),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
  };
}

/** Why a certificate cannot be this device's, or null when it can: key and issuer must match. */
export function certificateFault(pem: string, key: DeviceKey, caPem: string): string | null {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return 'it cannot be read';
  }
  if (!key.isKeyOf(certificate.publicKey)) return "it is not for this device's key";
  if (!certificate.verify(new X509Certificate(caPem).publicKey)) return 'the pinned authority did not sign it';
  return null;
}

/** The wall-clock time from which the certificate should be replaced. */
export function renewalDueMs(facts: CertificateFacts): number {
  return facts.notBeforeMs + (facts.notAfterMs - facts.notBeforeMs) * renewAfter;
}

/** A certificate's SHA-256 as the project writes it: lower-case hex without colons. */
export function fingerprintOf(colonHex: string): string {
  return colonHex.replaceAll(':', '').toLowerCase();
}
