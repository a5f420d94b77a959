/**
 * A certificate request (PKCS#10, RFC 2986) for a P-256 key. Node makes keys and signatures but no requests; this one
 * needs a subject and nothing else, which is a handful of DER, so no ASN.1 library is loaded for it.
 */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A new key and the request for its certificate. */
export type CertificateRequest = { readonly privateKeyPem: string; readonly csrPem: string };

const sequenceTag = 0x30;
const setTag = 0x31;
const integerTag = 0x02;
const bitStringTag = 0x03;
const utf8Tag = 0x0c;
/** `[0]`, constructed: the attributes, of which there are none. */
const attributesTag = 0xa0;

/** OBJECT IDENTIFIER 2.5.4.3, commonName. */
const commonName = Buffer.from('0603550403', 'hex');
/** OBJECT IDENTIFIER 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');

/** Makes a key and a request for the subject `CN=<name>`. */
export function requestCertificate(name: string): CertificateRequest {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const attribute = der(sequenceTag, commonName, der(utf8Tag, Buffer.from(name)));
  const info = der(
    sequenceTag,
    der(integerTag, Buffer.of(0)),
    der(sequenceTag, der(setTag, attribute)),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(attributesTag),
  );
  const request = der(sequenceTag, info, der(sequenceTag, ecdsaWithSha256), signatureOf(info, privateKey));
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    csrPem: pem('CERTIFICATE REQUEST', request),
  };
}

function signatureOf(info: Buffer, privateKey: KeyObject): Buffer {
  // A bit string begins with the number of its unused bits.
  return der(bitStringTag, Buffer.of(0), sign('sha256', info, privateKey));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const length = content.length < 0x100 ? Buffer.of(0x81, content.length) : Buffer.alloc(3, 0x82);
  if (length.length === 3) length.writeUInt16BE(content.length, 1);
  return Buffer.concat([Buffer.of(tag), length, content]);
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
