/** A device for tests, with a certificate of its own, that says what it consists of and signs it as an agent does. */
import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  randomUUID,
  sign,
  webcrypto,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { canonicalJson } from '@flotilla/kernel/canonical-json';
import type { Viewer } from '@flotilla/kernel/viewer';
import * as x509 from '@peculiar/x509';
import type { InstalledReport } from '../device-supply-chain/reporting/installed-report.ts';
import { person } from './supply-chain.ts';

/** A device with its key and certificate. */
export type TestDevice = {
  readonly viewer: Viewer;
  readonly privateKey: KeyObject;
  readonly certificatePem: string;
};

/** What a device that says nothing special says. */
export function reportOf(deviceId: string, over: Partial<InstalledReport> = {}): InstalledReport {
  return {
    v: 1,
    deviceId,
    at: '2026-11-21T10:00:00.000Z',
    sequence: 1,
    agent: { version: '0.1.0', binarySha256: 'a'.repeat(64), runtimeSha256: null, configSha256: 'c'.repeat(64) },
    hardware: { serial: 'SN-1', manufacturer: 'Acme', model: 'Till 9', parts: [] },
    firmware: [{ name: 'BIOS', vendor: 'Acme', version: '1.2' }],
    software: [],
    ...over,
  };
}

/** What a device hands in, signed by its key; `text` is sent instead of what was signed. */
export function handedIn(device: TestDevice, report: object, text = canonicalJson(report)) {
  const signature = sign('sha256', Buffer.from(canonicalJson(report)), device.privateKey).toString('base64');
  return { report: text, signature, certificatePem: device.certificatePem };
}

/** Makes a device of a tenant. */
export async function newDevice(tenantId: string): Promise<TestDevice> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=device',
    keys,
    signingAlgorithm: algorithm,
  });
  const certificatePem = certificate.toString('pem');
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const privateKey = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  if (!createPublicKey(privateKey).equals(new X509Certificate(certificatePem).publicKey)) throw new Error('odd keys');
  const certificateFingerprint = new X509Certificate(certificatePem).fingerprint256.replaceAll(':', '').toLowerCase();
  const viewer: Viewer = {
    ...person(tenantId),
    kind: 'device',
    subject: randomUUID(),
    roles: [],
    certificateFingerprint,
  };
  return { viewer, privateKey, certificatePem };
}
