/** A state directory as an enrolled device has it, with a certificate that names its tenant, for tests of the program. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, randomUUID, webcrypto } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { Journal } from '../../journal.ts';
import type { SigningDesk } from './signing-desk.ts';

/** A device that was enrolled. */
export type EnrolledState = { readonly stateDir: string; readonly deviceId: string; readonly tenantId: string };

/** The control plane of a device. */
export type ControlPlane = { readonly url: string; readonly caPem: string; readonly fingerprint: string };

/** Makes one. Without a control plane nobody answers at its address; with a desk the device's owner believes its keys. */
export async function enrolledState(by: {
  readonly desk?: SigningDesk;
  readonly controlPlane?: ControlPlane;
}): Promise<EnrolledState> {
  const stateDir = mkdtempSync(join(tmpdir(), 'flotilla-enrolled-'));
  const [deviceId, tenantId] = [randomUUID(), randomUUID()];
  const journal = Journal.open(stateDir);
  const key = createPrivateKey(journal.keyOrNew().pem);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const publicKey = await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${deviceId}`,
    keys: { privateKey, publicKey },
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'url', value: `urn:flotilla:tenant:${tenantId}:device:${deviceId}` },
      ]),
    ],
  });
  const pem = `${certificate.toString('pem')}\n`;
  journal.pinAuthority(by.controlPlane?.caPem ?? pem);
  journal.storeCertificate(pem);
  journal.storeEnrollment({
    agentsUrl: by.controlPlane?.url ?? 'https://127.0.0.1:1',
    caFingerprint: by.controlPlane?.fingerprint ?? '0'.repeat(64),
    tokenHash: '',
    deviceId,
    name: 'device',
    kind: 'EDGE',
    nonce: null,
    claimedAt: new Date().toISOString(),
  });
  if (by.desk) writeFileSync(join(stateDir, 'update-keys.json'), by.desk.keysText(), { mode: 0o600 });
  return { stateDir, deviceId, tenantId };
}
