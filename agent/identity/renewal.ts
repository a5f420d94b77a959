/**
 * A new key for a device whose credentials a person rotated: proved by the old key and by itself. The new key is stored
 * before it is asked for and key and certificate change together, so a kill at any point leads to the same new key.
 */
import { AgentFailure, exitCodes } from '../failure.ts';
import type { Journal } from '../journal.ts';
import { CallRefused } from '../transport.ts';
import type { DeviceClaim } from '../wire.ts';
import { certificateFault } from './certificate.ts';
import { storeNonce, withoutIdentity } from './enroll.ts';
import { renewalProof } from './proof.ts';
import { signingRequest } from './signing-request.ts';

/** Whether a refusal says that the credentials of this device were rotated. */
export function isRotatedAway(fault: unknown): boolean {
  return fault instanceof CallRefused && fault.code === 'UNAUTHENTICATED' && fault.details['certificate'] === 'ROTATED';
}

/**
 * Asks for the certificate of the new key and takes both into use. Answers false when nobody wants a new key from this
 * device: then the present one goes on. Throws CallRefused or CallFailed; then it can be repeated.
 */
export async function renewIdentity(journal: Journal, now: () => number): Promise<boolean> {
  const newKey = journal.nextKeyOrNew();
  const answer = await withoutIdentity(journal, now, async ({ transport, key, deviceId, nonce: known }) => {
    const csrPem = signingRequest(newKey, journal.enrollment()?.name ?? 'device');
    const ask = (nonce: string): Promise<DeviceClaim> => {
      const proof = { deviceId, nonce, newKeyDigest: newKey.fingerprint };
      const signatures = { oldKeySignature: renewalProof(key, proof), newKeySignature: renewalProof(newKey, proof) };
      return transport.call<DeviceClaim>('renewIdentity', { input: { deviceId, csrPem, nonce, ...signatures } });
    };
    return ask(known).catch((fault: unknown) => {
      const fresh = fault instanceof CallRefused && fault.code === 'CONFLICT' ? fault.details['nonce'] : undefined;
      if (typeof fresh === 'string') return ask(fresh);
      throw fault;
    });
  }).catch((fault: unknown) => {
    if (fault instanceof CallRefused && fault.details['certificate'] === 'NOT_ROTATED') return null;
    throw fault;
  });
  if (answer === null) {
    journal.forgetNextKey();
    return false;
  }
  storeNonce(journal, answer.nonce);
  const caPem = journal.authority() ?? '';
  const problem = answer.certificatePem === null ? 'none came' : certificateFault(answer.certificatePem, newKey, caPem);
  if (answer.certificatePem === null || problem) {
    throw new AgentFailure(`The server sent a certificate that cannot be used: ${problem}.`, exitCodes.untrusted);
  }
  journal.switchIdentity(answer.certificatePem);
  journal.forgetLapse();
  return true;
}
