/**
 * Coming in: from a token to a certificate. Each step is stored before the next begins, so the same command can be
 * repeated after a kill at any point and continues where it was. The server treats a repeated claim by the same key
 * as the same claim.
 */
import { AgentFailure, exitCodes, reasonOf } from '../failure.ts';
import type { Enrollment, Journal } from '../journal.ts';
import { CallFailed, CallRefused, presentedChain, Transport } from '../transport.ts';
import type { DeviceClaim, DeviceKind } from '../wire.ts';
import { agentVersion } from '../version.ts';
import { authorityOf } from './authority.ts';
import { certificateFault } from './certificate.ts';
import { collectionProof } from './proof.ts';
import { signingRequest } from './signing-request.ts';
import type { EnrollmentToken } from './token.ts';

/** What the device calls itself when it claims. */
export type Introduction = { readonly name: string; readonly kind: DeviceKind; readonly bootId: string };

/** What happened, for whoever watches. */
export type Told = (message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Where a claim stands. */
export type Standing = { readonly kind: 'enrolled' } | { readonly kind: 'pending'; readonly retryAfterMs: number };

const defaultRetryMs = 2_000;

/** Redeems a token, or finds that this device did so before. Throws AgentFailure, CallRefused or CallFailed. */
export async function claim(
  journal: Journal,
  token: EnrollmentToken,
  options: { readonly introduction: Introduction; readonly told: Told },
): Promise<Standing> {
  const { introduction, told } = options;
  const tokenHash = token.hash;
  const known = journal.enrollment();
  if (known && journal.certificate()) return alreadyEnrolled(known, token);
  if (known?.tokenHash === tokenHash) return { kind: 'pending', retryAfterMs: 0 };
  if (known) told(`The earlier claim of ${known.deviceId} is given up for the new token.`);

  const key = journal.keyOrNew();
  const caPem = authorityOf(await presentedChain(token.agentsUrl), token.caFingerprint);
  journal.pinAuthority(caPem);
  told(`The server at ${token.agentsUrl} proved to be the one the token names.`);

  const { name, kind, bootId } = introduction;
  const input = { token: token.text, csrPem: signingRequest(key, name), name, kind, bootId, agentVersion };
  const answer = await once({ url: token.agentsUrl, caPem }, (transport) =>
    transport.call<DeviceClaim>('claimDevice', { input }).catch(asEarlierClaim),
  );
  journal.storeEnrollment({
    agentsUrl: token.agentsUrl,
    caFingerprint: token.caFingerprint,
    tokenHash,
    deviceId: answer.deviceId,
    name,
    kind,
    nonce: answer.nonce,
    claimedAt: new Date().toISOString(),
  });
  journal.forgetRevocation();
  return settle(journal, answer);
}

/** Asks once for the certificate of a claimed device, by proof of its key. */
export async function collect(journal: Journal): Promise<Standing> {
  const enrollment = journal.enrollment();
  const key = journal.key();
  const caPem = journal.authority();
  if (!enrollment || !key || !caPem) throw new AgentFailure('This device has not claimed. Run enroll with a token.');
  const door = { url: enrollment.agentsUrl, caPem };
  const { deviceId } = enrollment;
  return once(door, async (transport) => {
    const ask = (nonce: string): Promise<DeviceClaim> => {
      const input = { deviceId, nonce, signature: collectionProof(key, deviceId, nonce) };
      return transport.call<DeviceClaim>('collectCertificate', { input });
    };
    try {
      return settle(journal, await ask(enrollment.nonce ?? ''));
    } catch (fault) {
      const fresh = fault instanceof CallRefused && fault.code === 'CONFLICT' ? fault.details['nonce'] : undefined;
      if (typeof fresh !== 'string') throw fault;
      return settle(journal, await ask(fresh));
    }
  });
}

/** Collects until there is a certificate. Throws an AgentFailure when the device was denied; silence is waited out. */
export async function waitForCertificate(journal: Journal, told: Told, signal: AbortSignal): Promise<void> {
  let announced = '';
  for (;;) {
    let waitMs = 5_000;
    let state = '';
    try {
      const standing = await collect(journal);
      if (standing.kind === 'enrolled') return;
      waitMs = Math.max(standing.retryAfterMs, 250);
      state = 'Waiting for an operator to approve this device.';
    } catch (fault) {
      throwIfFinal(fault);
      if (fault instanceof CallRefused) waitMs = Math.max(fault.retryAfterMs ?? 0, waitMs);
      state = `Waiting for the server: ${reasonOf(fault)}.`;
    }
    if (state !== announced) told(state, { deviceId: journal.enrollment()?.deviceId });
    announced = state;
    await pause(waitMs, signal);
  }
}

/** Rethrows what waiting cannot mend, as an AgentFailure with its exit code. */
export function throwIfFinal(fault: unknown): void {
  if (fault instanceof CallFailed) return;
  if (!(fault instanceof CallRefused)) throw fault;
  if (fault.isRevocation) {
    throw new AgentFailure(`An operator denied or revoked this device: ${fault.message}`, exitCodes.revoked, fault);
  }
  if (fault.code !== 'UNAVAILABLE' && fault.code !== 'LIMIT_EXCEEDED') {
    throw new AgentFailure(`The server refused: ${fault.message}`, exitCodes.failure, fault);
  }
}

/** Stores what an answer brought. A certificate that cannot be ours is refused, whoever sent it. */
export function settle(journal: Journal, answer: DeviceClaim): Standing {
  const enrollment = journal.enrollment();
  if (enrollment && enrollment.nonce !== answer.nonce) journal.storeEnrollment(renewed(enrollment, answer.nonce));
  if (!answer.certificatePem) return { kind: 'pending', retryAfterMs: answer.retryAfterMs ?? defaultRetryMs };
  const key = journal.key();
  const caPem = journal.authority();
  if (!key || !caPem) throw new AgentFailure('The key of this device is gone. Enroll it again.');
  const problem = certificateFault(answer.certificatePem, key, caPem);
  if (problem)
    throw new AgentFailure(`The server sent a certificate that cannot be used: ${problem}.`, exitCodes.untrusted);
  journal.storeCertificate(answer.certificatePem);
  return { kind: 'enrolled' };
}

/** A claim whose answer was lost: the server knows the key and says how to go on. Rethrows every other fault. */
function asEarlierClaim(fault: unknown): DeviceClaim {
  const { deviceId, nonce } = fault instanceof CallRefused && fault.code === 'CONFLICT' ? fault.details : {};
  if (typeof deviceId !== 'string' || typeof nonce !== 'string') throw fault;
  return { deviceId, nonce, trust: 'PENDING', certificatePem: null, retryAfterMs: 0 };
}

function alreadyEnrolled(known: Enrollment, token: EnrollmentToken): Standing {
  if (known.caFingerprint === token.caFingerprint) return { kind: 'enrolled' };
  throw new AgentFailure(
    `This state directory belongs to device ${known.deviceId} of another control plane. Choose another with --state.`,
  );
}

function renewed(enrollment: Enrollment, nonce: string): Enrollment {
  return { ...enrollment, nonce };
}

async function once<Result>(
  door: { readonly url: string; readonly caPem: string },
  work: (transport: Transport) => Promise<Result>,
): Promise<Result> {
  const transport = new Transport(door);
  try {
    return await work(transport);
  } finally {
    transport.close();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new AgentFailure('Stopped while waiting. Run the same command again to continue.', exitCodes.failure));
    };
    if (signal.aborted) return stop();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
