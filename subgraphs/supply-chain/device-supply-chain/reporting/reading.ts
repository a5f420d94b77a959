/**
 * Reads what a device signed, before anything of it is believed: it is exactly the text that was signed, in the one way of
 * writing it, and within bounds; and the key that signed it is the key of the certificate by which the device came.
 */
import { createHash, verify, X509Certificate } from 'node:crypto';
import { canonicalJson } from '@flotilla/kernel/canonical-json';
import { Refusal } from '@flotilla/kernel/errors';
import { z } from 'zod';
import { strictBase64 } from '../../verification/base64.ts';
import type { InstalledReport } from './installed-report.ts';

const textMax = 65_536;
const text = z.string().max(300);
const optional = text.nullable();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const shape = z.strictObject({
  v: z.literal(1),
  deviceId: z.uuid(),
  at: z.iso.datetime(),
  sequence: z.number().int().positive(),
  agent: z.strictObject({
    version: text,
    binarySha256: sha256,
    runtimeSha256: sha256.nullable(),
    configSha256: sha256,
  }),
  hardware: z.strictObject({
    serial: optional,
    manufacturer: optional,
    model: optional,
    parts: z.array(z.strictObject({ kind: text, name: text, vendor: optional, serial: optional })).max(100),
  }),
  firmware: z.array(z.strictObject({ name: text, vendor: optional, version: text })).max(50),
  software: z
    .array(
      z.strictObject({
        name: text,
        version: text,
        digest: z
          .string()
          .regex(/^sha256:[0-9a-f]{64}$/)
          .nullable(),
        source: text,
      }),
    )
    .max(300),
});

/** The report in a text. Refuses with INVALID_INPUT what is none, or is not written in the canonical way. */
export function readReport(signed: string): InstalledReport {
  if (signed.length > textMax) {
    const words = `A report has at most ${textMax} characters. Leave parts out that say little.`;
    throw new Refusal('LIMIT_EXCEEDED', words, { element: 'report' });
  }
  let value: unknown;
  try {
    value = JSON.parse(signed);
  } catch {
    throw wrong('report', 'The report is no JSON.');
  }
  const { success, data, error } = shape.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw wrong('report', `The report is not understood at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`);
  }
  // Two ways to write one thing would be two signatures for one measurement.
  if (canonicalJson(data) !== signed)
    throw wrong('report', 'The report is not canonical: sort names, leave no spaces.');
  return data;
}

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export function sha256Of(signed: string): string {
  return createHash('sha256').update(signed).digest('hex');
}

/**
 * Refuses with FORBIDDEN unless the key of the certificate by which the caller came signed the text. The certificate is
 * told once more, because the gateway passes its fingerprint on and not the key.
 */
export function demandSignedBy(
  fingerprint: string | null,
  {
    certificatePem,
    signature,
    signed,
  }: { readonly certificatePem: string; readonly signature: string; readonly signed: string },
): void {
  const certificate = certificateIn(certificatePem);
  if (fingerprint === null || fingerprintOf(certificate) !== fingerprint) {
    const words = 'The certificate told is another than the one the device came by. Send the one in use.';
    throw new Refusal('FORBIDDEN', words, { element: 'certificatePem' });
  }
  const bytes = strictBase64(signature);
  if (bytes && isMadeBy(certificate, bytes, signed)) return;
  throw new Refusal(
    'FORBIDDEN',
    "The key of the device's certificate did not sign this report. Sign it as it is sent.",
    {
      element: 'signature',
    },
  );
}

function certificateIn(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem.slice(0, 16_384));
  } catch {
    throw wrong('certificatePem', 'certificatePem is no certificate.');
  }
}

function fingerprintOf({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

function isMadeBy({ publicKey }: X509Certificate, signature: Uint8Array, signed: string): boolean {
  try {
    return verify('sha256', Buffer.from(signed), publicKey, signature);
  } catch {
    return false;
  }
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
