/** A certificate authority for tests: issues what fleet's would, without fleet. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import type { JsonGeneralName } from '@peculiar/x509';

cryptoProvider.set(webcrypto as Crypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate and its key. */
export type Issued = { readonly certificatePem: string; readonly privateKeyPem: string };

/** What a device's certificate may say other than the truth. */
export type DeviceNames = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly commonName?: string;
  readonly notAfter?: Date;
};

/** An authority with a root certificate. */
export class TestAuthority {
  readonly #keys: CryptoKeyPair;
  readonly #root: X509Certificate;

  private constructor(keys: CryptoKeyPair, root: X509Certificate) {
    this.#keys = keys;
    this.#root = root;
  }

  /** Makes an authority. */
  static async create(name = 'CN=Test authority'): Promise<TestAuthority> {
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    const root = await X509CertificateGenerator.createSelfSigned({
      name,
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    return new TestAuthority(keys, root);
  }

  /** The root certificate. */
  get caPem(): string {
    return `${this.#root.toString('pem')}\n`;
  }

  /** What fleet's internal route answers to the gateway. Rejects when the request is not signed by its key. */
  async issueServer(csrPem: string, names: readonly string[], lifeMs = 86_400_000) {
    const request = new Pkcs10CertificateRequest(csrPem);
    if (!(await request.verify())) throw new Error('the request is not signed by its key');
    const notAfter = new Date(Date.now() + lifeMs);
    const certificate = await X509CertificateGenerator.create({
      subject: request.subject,
      issuer: this.#root.subject,
      publicKey: await request.publicKey.export(),
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 60_000),
      notAfter,
      extensions: [new SubjectAlternativeNameExtension(names.map(generalName))],
    });
    return { certificatePem: certificate.toString('pem'), caPem: this.caPem, notAfter: notAfter.toISOString() };
  }

  /** A device's certificate. */
  async issueDevice(names: DeviceNames): Promise<Issued> {
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${names.commonName ?? names.deviceId}`,
      issuer: this.#root.subject,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: names.notAfter ?? new Date(Date.now() + 3_600_000),
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'url', value: `urn:flotilla:tenant:${names.tenantId}:device:${names.deviceId}` },
        ]),
      ],
    });
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
    return { certificatePem: certificate.toString('pem'), privateKeyPem };
  }
}

function generalName(name: string): JsonGeneralName {
  return /^[\d.]+$/.test(name) ? { type: 'ip', value: name } : { type: 'dns', value: name };
}
