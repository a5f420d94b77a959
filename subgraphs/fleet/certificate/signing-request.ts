/** Reading what a device or the gateway asks a certificate for. Only the key is taken from a request, no name. */
import 'reflect-metadata';
import { createPublicKey } from 'node:crypto';
import { Refusal } from '@flotilla/kernel/errors';
import { Pkcs10CertificateRequest } from '@peculiar/x509';

const pemMax = 8_192;

/**
 * The public key of a PKCS#10 request, base64 of its SubjectPublicKeyInfo. Refuses with INVALID_INPUT when the request
 * is malformed, its signature is not by that key, or the key is neither P-256 nor Ed25519.
 */
export async function requestedKey(csrPem: string): Promise<string> {
  if (csrPem.length > pemMax) throw refused(`is longer than ${pemMax} characters`);
  const request = parsed(csrPem);
  const publicKey = Buffer.from(request.publicKey.rawData).toString('base64');
  assertAllowedKey(publicKey);
  const isGenuine = await request.verify().catch(() => false);
  if (!isGenuine) throw refused('is not signed by the key it names');
  return publicKey;
}

function parsed(csrPem: string): Pkcs10CertificateRequest {
  try {
    return new Pkcs10CertificateRequest(csrPem);
  } catch (cause) {
    throw refused('cannot be read: give a PKCS#10 request in PEM', cause);
  }
}

function assertAllowedKey(publicKey: string): void {
  let key;
  try {
    key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch (cause) {
    throw refused('has a key that cannot be read', cause);
  }
  if (key.asymmetricKeyType === 'ed25519') return;
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return;
  throw refused('has a key of another kind; use P-256 or Ed25519');
}

function refused(reason: string, cause?: unknown): Refusal {
  return new Refusal('INVALID_INPUT', `The certificate request ${reason}.`, { element: 'csrPem' }, { cause });
}
