/**
 * Coming in: from a token to a certificate. Each step is stored before the next begins, so the same command can be
 * repeated after a kill at any point and continues where it was. The server treats a repeated claim by the same key
 * as the same claim.
 */
import { AgentFailure, exitCodes, reasonOf } from '../failure.ts';
import type { Enrollment, Journal } from '../journal.ts';
import { TrustedClock } from '../clock/trusted-clock.ts';
import { CallFailed, CallRefused, type Door, presentedChain, Transport } from '../transport.ts';
import type { DeviceClaim, DeviceKind } from '../wire.ts';
import { agentVersion } from '../version.ts';
import { authorityOf } from './authority.ts';
import { certificateFault } from './certificate.ts';
import type { DeviceKey } from './key.ts';
import { isLapse, leaveLapse } from './lapse.ts';
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
  leaveLapse(journal, token);
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
  const now = (): number => trustedNow(journal);
  const answer = await once({ url: token.agentsUrl, caPem, now }, (transport) =>
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
export async function collect(journal: Journal, now?: () => number): Promise<Standing> {
  const answer = await withoutIdentity(journal, now, async ({ transport, key, deviceId, nonce: known }) => {
    const ask = (nonce: string): Promise<DeviceClaim> => {
      const input = { deviceId, nonce, signature: collectionProof(key, deviceId, nonce) };
      return transport.call<DeviceClaim>('collectCertificate', { input });
    };
    return ask(known).catch((fault: unknown) => {
      const fresh = fault instanceof CallRefused && fault.code === 'CONFLICT' ? fault.details['nonce'] : undefined;
      if (typeof fresh === 'string') return ask(fresh);
      throw fault;
    });
  });
  return settle(journal, answer);
}

/** A connection that shows no certificate, with what a proof of key needs. */
export async function withoutIdentity<Result>(
  journal: Journal,
  now: (() => number) | undefined,
  work: (by: { transport: Transport; key: DeviceKey; deviceId: string; nonce: string }) => Promise<Result>,
): Promise<Result> {
  const [enrollment, key, caPem] = [journal.enrollment(), journal.key(), journal.authority()];
  if (!enrollment || !key || !caPem) throw new AgentFailure('This device has not claimed. Run enroll with a token.');
  const clock = now ?? (() => trustedNow(journal));
  const { deviceId, nonce } = enrollment;
  return once({ url: enrollment.agentsUrl, caPem, now: clock }, (transport) =>
    work({ transport, key, deviceId, nonce: nonce ?? '' }),
  );
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
  if (isLapse(fault)) throw new AgentFailure(fault.message, exitCodes.lapsed, fault);
  if (fault.code !== 'UNAVAILABLE' && fault.code !== 'LIMIT_EXCEEDED') {
    throw new AgentFailure(`The server refused: ${fault.message}`, exitCodes.failure, fault);
  }
}

/** Stores what an answer brought. A certificate that cannot be ours is refused, whoever sent it. */
export function settle(journal: Journal, answer: DeviceClaim): Standing {
  storeNonce(journal, answer.nonce);
  if (answer.commandKey) journal.storeCommandKey(answer.commandKey);
  journal.storeRelayKeys(answer);
  if (!answer.certificatePem) return { kind: 'pending', retryAfterMs: answer.retryAfterMs ?? defaultRetryMs };
  const key = journal.key();
  const caPem = journal.authority();
  if (!key || !caPem) throw new AgentFailure('The key of this device is gone. Enroll it again.');
  const problem = certificateFault(answer.certificatePem, key, caPem);
  if (problem)
    throw new AgentFailure(`The server sent a certificate that cannot be used: ${problem}.`, exitCodes.untrusted);
  journal.storeCertificate(answer.certificatePem);
  journal.forgetLapse();
  return { kind: 'enrolled' };
}

/** Keeps the newest nonce: the next proof needs it. */
export function storeNonce(journal: Journal, nonce: string): void {
  const enrollment = journal.enrollment();
  if (enrollment && enrollment.nonce !== nonce) journal.storeEnrollment({ ...enrollment, nonce });
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

function trustedNow(journal: Journal): number {
  return new TrustedClock(journal).now();
}

async function once<Result>(door: Door, work: (transport: Transport) => Promise<Result>): Promise<Result> {
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
