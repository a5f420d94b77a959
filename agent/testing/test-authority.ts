/** Certificates for tests: a root, a server certificate and device certificates, as the fleet's authority makes them. */
import 'reflect-metadata';
import { randomBytes, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  PublicKey,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** What a server listens with. */
export type ServerCredentials = { readonly keyPem: string; readonly chainPem: string };

/** An authority of its own. */
export class TestAuthority {
  readonly pem: string;
  readonly fingerprint: string;
  readonly #certificate: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;
  /** How far its clock is ahead of this machine's. */
  readonly shiftMs: number;

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair, shiftMs: number) {
    this.shiftMs = shiftMs;
    this.#certificate = certificate;
    this.#keys = keys;
    this.pem = `${certificate.toString('pem')}\n`;
    this.fingerprint = new NodeCertificate(this.pem).fingerprint256.replaceAll(':', '').toLowerCase();
  }

  /** Makes one. */
  static async create(shiftMs = 0): Promise<TestAuthority> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=Test Fleet CA',
      keys,
      signingAlgorithm: algorithm,
      serialNumber: serial(),
      notBefore: new Date(Date.now() + shiftMs - 3_600_000),
      notAfter: new Date(Date.now() + shiftMs + 86_400_000),
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new TestAuthority(certificate, keys, shiftMs);
  }

  /** Key and chain (leaf, root) for `localhost`. */
  async server(lifetimeMs?: number): Promise<ServerCredentials> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const usage = ExtendedKeyUsage.serverAuth;
    const life = lifetimeMs === undefined ? {} : { lifetimeMs };
    const leaf = await this.#sign({ commonName: 'localhost', usage, key: keys.publicKey, ...life });
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    const keyPem = `-----BEGIN PRIVATE KEY-----\n${der.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
    return { keyPem, chainPem: `${leaf}${this.pem}` };
  }

  /** A device's certificate for the key of its request, whose signature is checked. */
  async device(deviceId: string, csrPem: string, lifetimeMs = 3_600_000): Promise<string> {
    const request = new Pkcs10CertificateRequest(csrPem);
    if (!(await request.verify())) throw new Error('the request is not signed by its key');
    const key = new PublicKey(request.publicKey.rawData);
    return this.#sign({ commonName: deviceId, usage: ExtendedKeyUsage.clientAuth, key, lifetimeMs });
  }

  async #sign(leaf: {
    commonName: string;
    usage: ExtendedKeyUsage;
    key: PublicKey | webcrypto.CryptoKey;
    lifetimeMs?: number;
  }): Promise<string> {
    const isServer = leaf.usage === ExtendedKeyUsage.serverAuth;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: [{ CN: [leaf.commonName] }],
      issuer: this.#certificate.subject,
      notBefore: new Date(Date.now() + this.shiftMs - 1_000),
      notAfter: new Date(Date.now() + this.shiftMs + (leaf.lifetimeMs ?? 3_600_000)),
      publicKey: leaf.key,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([leaf.usage]),
        ...(isServer ? [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])] : []),
      ],
    });
    return `${certificate.toString('pem')}\n`;
  }
}

function serial(): string {
  return `01${randomBytes(15).toString('hex')}`;
}
