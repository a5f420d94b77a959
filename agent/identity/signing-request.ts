/**
 * A PKCS#10 certificate signing request, encoded by hand. A library for this would add 19 MB to a program that may use
 * 64; the request has five fields and the public key arrives already encoded.
 */
import type { DeviceKey } from './key.ts';

const ecdsaWithSha256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const commonNameId = [0x06, 0x03, 0x55, 0x04, 0x03];
const tags = { integer: 0x02, bitString: 0x03, utf8: 0x0c, sequence: 0x30, set: 0x31, attributes: 0xa0 } as const;

/** The request in PEM, signed by the key. The server takes only the key from it, so the name is a courtesy. */
export function signingRequest(key: DeviceKey, commonName: string): string {
  const attribute = element(tags.sequence, Buffer.from(commonNameId), element(tags.utf8, Buffer.from(commonName)));
  const subject = element(tags.sequence, element(tags.set, attribute));
  const version = element(tags.integer, Buffer.of(0));
  const information = element(tags.sequence, version, subject, key.publicKeyDer, element(tags.attributes));
  const algorithm = element(tags.sequence, Buffer.from(ecdsaWithSha256));
  const signature = element(tags.bitString, Buffer.of(0), key.sign(information));
  return pem(element(tags.sequence, information, algorithm, signature));
}

function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

/** DER length: one byte below 128, else the number of length bytes and the length, big endian. */
function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  const hex = content.length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
}
