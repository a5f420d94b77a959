import 'reflect-metadata';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { expect, it } from 'vitest';
import { requestCertificate } from './certificate-request.ts';

it('makes a request that a certificate authority can read and that its key has signed', async () => {
  for (const name of ['localhost', 'door.example'.repeat(20)]) {
    const { csrPem, privateKeyPem } = requestCertificate(name);
    const request = new Pkcs10CertificateRequest(csrPem);
    expect(request.subject).toBe(`CN=${name}`);
    expect(await request.verify()).toBe(true);
    const spki = createPublicKey(createPrivateKey(privateKeyPem)).export({ type: 'spki', format: 'der' });
    expect(Buffer.from(request.publicKey.rawData).equals(spki)).toBe(true);
  }
});
