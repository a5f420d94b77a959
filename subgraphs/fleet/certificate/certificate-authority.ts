/**
 * The fleet's certificate authority: one P-256 root that signs device certificates and the agents' door. P-256 because
 * every TLS library on every device accepts it; one level because a device pins the root by its fingerprint anyway.
 */
import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  type JsonGeneralName,
} from '@peculiar/x509';
import type { IssuedCertificate } from '../device/events.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
// Made once: encoding extensions is most of the cost of a certificate.
const notAnAuthority = new BasicConstraintsExtension(false, undefined, true);
const signsOnly = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);
const forClients = new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]);
const forServers = new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]);
const rootYears = 10;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A new root: its certificate, and its private key as PKCS#8 bytes that must be sealed before they rest anywhere. */
export type NewRoot = { readonly certificatePem: string; readonly privateKey: Uint8Array };

/** What a certificate is made out to. */
type Leaf = {
  readonly commonName: string;
  readonly names: JsonGeneralName[];
  readonly usage: ExtendedKeyUsageExtension;
  readonly publicKey: string;
  readonly now: Date;
  readonly lifetimeMs: number;
};

/** Makes a root. */
export async function createRoot(now: Date): Promise<NewRoot> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Flotilla Fleet CA',
    keys,
    signingAlgorithm: algorithm,
    serialNumber: newSerial(),
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + rootYears * 365 * dayMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const privateKey = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificatePem: pemOf(certificate), privateKey };
}

/** A root that can sign. The private key lives in this object only. */
export class CertificateAuthority {
  /** The root's certificate. */
  readonly certificatePem: string;
  /** SHA-256 of the root's certificate, lower-case hex: what an enrollment token carries and an agent pins. */
  readonly fingerprint: string;
  readonly #certificate: X509Certificate;
  readonly #signingKey: webcrypto.CryptoKey;
  readonly #keyIdentifier: AuthorityKeyIdentifierExtension;

  private constructor(
    certificate: X509Certificate,
    keys: { readonly signing: webcrypto.CryptoKey; readonly identifier: AuthorityKeyIdentifierExtension },
  ) {
    this.#certificate = certificate;
    this.#signingKey = keys.signing;
    this.#keyIdentifier = keys.identifier;
    this.certificatePem = pemOf(certificate);
    this.fingerprint = fingerprintOf(certificate);
  }

  /** Takes an opened root into use. Throws when the key does not belong to the certificate's algorithm. */
  static async load(root: NewRoot): Promise<CertificateAuthority> {
    const pkcs8 = new Uint8Array(root.privateKey);
    const signing = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
    const certificate = new X509Certificate(root.certificatePem);
    const identifier = await AuthorityKeyIdentifierExtension.create(certificate);
    return new CertificateAuthority(certificate, { signing, identifier });
  }

  /** A client certificate: CN is the device, a URI names tenant and device. Valid from an hour ago, for clocks that are behind. */
  async issueForDevice(request: {
    readonly tenantId: string;
    readonly deviceId: string;
    /** Base64 of the SubjectPublicKeyInfo. */
    readonly publicKey: string;
    readonly now: Date;
    readonly lifetimeMs: number;
  }): Promise<IssuedCertificate> {
    const { tenantId, deviceId, publicKey, now, lifetimeMs } = request;
    const certificate = await this.#sign({
      commonName: deviceId,
      names: [{ type: 'url', value: `urn:flotilla:tenant:${tenantId}:device:${deviceId}` }],
      usage: forClients,
      publicKey,
      now,
      lifetimeMs,
    });
    return {
      serial: certificate.serialNumber,
      fingerprint: fingerprintOf(certificate),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      pem: pemOf(certificate),
      publicKey,
    };
  }

  /** A server certificate for the agents' door under the given DNS names and IP addresses. */
  async issueForServer(request: {
    readonly names: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[];
    readonly publicKey: string;
    readonly now: Date;
    readonly lifetimeMs: number;
  }): Promise<{ readonly pem: string; readonly notAfter: string }> {
    const certificate = await this.#sign({
      commonName: request.names[0]?.value ?? 'localhost',
      names: request.names.map(({ type, value }) => ({ type, value })),
      usage: forServers,
      publicKey: request.publicKey,
      now: request.now,
      lifetimeMs: request.lifetimeMs,
    });
    return { pem: pemOf(certificate), notAfter: certificate.notAfter.toISOString() };
  }

  async #sign(leaf: Leaf): Promise<X509Certificate> {
    const publicKey = new PublicKey(Buffer.from(leaf.publicKey, 'base64'));
    return X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: [{ CN: [leaf.commonName] }],
      issuer: this.#certificate.subject,
      notBefore: new Date(leaf.now.getTime() - hourMs),
      notAfter: new Date(leaf.now.getTime() + leaf.lifetimeMs),
      publicKey,
      signingKey: this.#signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        notAnAuthority,
        signsOnly,
        leaf.usage,
        new SubjectAlternativeNameExtension(leaf.names),
        this.#keyIdentifier,
        new SubjectKeyIdentifierExtension(keyIdentifierOf(leaf.publicKey)),
      ],
    });
  }
}

/** SHA-256 of a certificate's DER, lower-case hex. */
export function fingerprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex');
}

/** The leftmost 160 bits of the SHA-256 of the key (RFC 7093, method 4), hex. */
function keyIdentifierOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 40);
}

/** PEM that ends its last line, so that certificates can be joined into a chain. */
function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trimEnd()}\n`;
}

/** 16 random bytes with a leading zero bit, so that the number is positive. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}
