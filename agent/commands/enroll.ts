/** `flotilla-agent enroll`, and the enrolling half of `run --token`. */
import { readFileSync } from 'node:fs';
import { backoffMs } from '../backoff.ts';
import { defaultStateDir } from '../config.ts';
import { AgentFailure, exitCodes, reasonOf } from '../failure.ts';
import { claim, collect, throwIfFinal, waitForCertificate } from '../identity/enroll.ts';
import { certificateFacts } from '../identity/certificate.ts';
import { leaveLapse } from '../identity/lapse.ts';
import { type EnrollmentToken, parseToken } from '../identity/token.ts';
import { Journal } from '../journal.ts';
import { bootId, hostName } from '../machine.ts';
import type { Output } from '../output.ts';
import { CallFailed, CallRefused } from '../transport.ts';
import type { Invocation } from './arguments.ts';

/** Enrolls and answers the exit code. */
export async function enroll(invocation: Invocation, output: Output, signal: AbortSignal): Promise<number> {
  const journal = Journal.open(invocation.stateDir);
  return clearingWhenRevoked(journal, async () => {
    const token = givenToken(invocation);
    if (!token && !journal.enrollment())
      throw new AgentFailure('Give the token: enroll --token flt1.…', exitCodes.usage);
    if (token) await claimOnce(journal, token, { invocation, output });
    if (!journal.certificate() && !invocation.isWaiting) await collectOnce(journal);
    if (!journal.certificate() && !invocation.isWaiting) {
      output.data(enrollmentData(journal), 'Claimed. An operator must approve this device; repeat the command then.');
      return exitCodes.pending;
    }
    const told = (message: string, facts?: Readonly<Record<string, unknown>>): void => output.say(message, facts);
    if (!journal.certificate()) await waitForCertificate(journal, told, signal);
    const data = enrollmentData(journal);
    output.data(data, `Enrolled as ${data.name} (${data.deviceId}).`);
    const isDefault = invocation.stateDir === defaultStateDir();
    output.say(`Now run: flotilla-agent run${isDefault ? '' : ` --state ${invocation.stateDir}`}`);
    return exitCodes.ok;
  });
}

/** When an operator has ended the device, its state is cleared before the failure is passed on. */
export async function clearingWhenRevoked<Result>(journal: Journal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof AgentFailure && fault.exitCode === exitCodes.revoked) {
      const { deviceId = 'unknown', tokenHash = '' } = journal.enrollment() ?? {};
      journal.revoke({ deviceId, tokenHash, at: new Date().toISOString(), reason: fault.message });
    }
    throw fault;
  }
}

/** Makes sure that `run` has an identity, waiting for the server and for approval as long as it takes. */
export async function enrollForRun(
  journal: Journal,
  tools: { readonly invocation: Invocation; readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const token = journal.certificate() && !journal.lapse() ? null : givenToken(tools.invocation);
  if (token) leaveLapse(journal, token);
  const told = (message: string, facts?: Readonly<Record<string, unknown>>): void => tools.output.say(message, facts);
  for (let failures = 1; token && !journal.certificate(); failures += 1) {
    try {
      await claimOnce(journal, token, tools);
      break;
    } catch (fault) {
      throwIfFinal(fault);
      tools.output.warn(`The server cannot be reached: ${reasonOf(fault)}. Trying again.`);
      const asked = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
      await pauseOrStop(Math.max(asked, backoffMs(failures, Math.random())), tools.signal);
    }
  }
  if (!journal.certificate() && journal.enrollment()) await waitForCertificate(journal, told, tools.signal);
}

/** What a token option says, wherever it is. */
export function givenToken({ token, tokenFile }: Invocation): EnrollmentToken | null {
  if (token !== null) return parseToken(token);
  if (tokenFile === null) return null;
  try {
    return parseToken(readFileSync(tokenFile === '-' ? 0 : tokenFile, 'utf8'));
  } catch (fault) {
    if (fault instanceof AgentFailure) throw fault;
    throw new AgentFailure(`The token file ${tokenFile} cannot be read: ${reasonOf(fault)}`, exitCodes.usage, fault);
  }
}

async function claimOnce(
  journal: Journal,
  token: EnrollmentToken,
  { invocation, output }: { readonly invocation: Invocation; readonly output: Output },
): Promise<void> {
  const introduction = { name: invocation.name ?? hostName(), kind: invocation.kind, bootId: bootId() };
  await claim(journal, token, { introduction, told: (message, facts) => output.say(message, facts) });
  const enrollment = journal.enrollment();
  if (enrollment) output.say(`Claimed as device ${enrollment.deviceId}.`, { deviceId: enrollment.deviceId });
}

async function collectOnce(journal: Journal): Promise<void> {
  try {
    await collect(journal);
  } catch (fault) {
    throwIfFinal(fault);
  }
}

function enrollmentData(journal: Journal) {
  const enrollment = journal.enrollment();
  const pem = journal.certificate();
  return {
    deviceId: enrollment?.deviceId ?? null,
    name: enrollment?.name ?? null,
    agentsUrl: enrollment?.agentsUrl ?? null,
    state: pem ? 'ENROLLED' : 'PENDING',
    certificateNotAfter: pem ? new Date(certificateFacts(pem).notAfterMs).toISOString() : null,
  };
}

async function pauseOrStop(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
  if (signal.aborted) throw new CallFailed('stopped before the server answered');
}
