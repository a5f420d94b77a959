/** When the key of a device proves nothing any more: it was away for longer than its domain gives. */
import { AgentFailure, exitCodes } from '../failure.ts';
import type { Journal } from '../journal.ts';
import { CallRefused } from '../transport.ts';
import type { EnrollmentToken } from './token.ts';

/** Whether a refusal says that the time is over in which the key could prove this device. */
export function isLapse(fault: unknown): boolean {
  if (!(fault instanceof CallRefused) || fault.code !== 'FORBIDDEN') return false;
  const { certificate, renewUntil } = fault.details;
  return certificate === 'GRACE_OVER' || (certificate === 'ROTATED' && renewUntil !== undefined);
}

/** Leaves a mark in the state directory, and answers the failure to end with. Key, queue and journal stay. */
export function lapsed(journal: Journal, fault: CallRefused): AgentFailure {
  const { deviceId = 'unknown', tokenHash = '' } = journal.enrollment() ?? {};
  journal.storeLapse({ deviceId, tokenHash, at: new Date().toISOString(), reason: fault.message });
  return new AgentFailure(`${fault.message} What it has not delivered yet is kept.`, exitCodes.lapsed, fault);
}

/** A new token lets a lapsed device in again, as another device; what the old one had to deliver goes with it. */
export function leaveLapse(journal: Journal, token: EnrollmentToken): void {
  const lapse = journal.lapse();
  if (lapse && lapse.tokenHash !== token.hash) journal.forgetIdentity();
}
