/**
 * What people and rules may do with the life of a device that is in: quarantine and release it, degrade it with
 * reasons, rotate its credentials, take it out of service. Pure; part of the device's decider, which folds the facts.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type {
  DecommissionStepName,
  DegradedReason,
  DeviceEvent,
  IssuedCertificate,
  QuarantineCause,
  RetentionClass,
} from '../device/events.ts';
import { checkedReason } from '../naming/words.ts';
import { codesOf } from './degraded.ts';
import { trustFacts, type KnownDevice, type Rotation } from './known-device.ts';
import { phaseTransitions, type LifecyclePhase } from './phase.ts';
import { assertAllowed, isAllowed, onlyFrom } from './transition.ts';
import { mayCall, trustTransitions } from './trust.ts';
import { decideUpdate, type EndUpdate, type StartUpdate } from './updating.ts';

/** Divert what the device sends from now on. */
export type QuarantineDevice = {
  readonly type: 'QuarantineDevice';
  readonly reason: string;
  readonly cause: QuarantineCause;
  readonly evidence: string | null;
};

/** Let a quarantined device take part again. */
export type ReleaseDevice = { readonly type: 'ReleaseDevice'; readonly reason: string };

/** Take over what the device is judged by: no reasons mean it is well. */
export type JudgeDevice = { readonly type: 'JudgeDevice'; readonly reasons: readonly DegradedReason[] };

/** Begin to take the device out of service. */
export type StartDecommission = { readonly type: 'StartDecommission'; readonly reason: string };

/** Note that a step of the decommission is behind us; noting it twice changes nothing. */
export type AdvanceDecommission = {
  readonly type: 'AdvanceDecommission';
  readonly step: DecommissionStepName;
  readonly detail: string;
};

/** Close the book on a device whose decommission is done. */
export type RetireDevice = {
  readonly type: 'RetireDevice';
  readonly retentionClass: RetentionClass;
  readonly reason: string;
};

/** End every certificate of the device; until `renewUntil` its old key proves who it is. */
export type RotateCredentials = {
  readonly type: 'RotateCredentials';
  readonly reason: string;
  /** RFC 3339. */
  readonly renewUntil: string;
};

/** Give a device whose credentials were rotated a certificate for its new key. The caller has proved `provedKey`. */
export type RenewIdentity = {
  readonly type: 'RenewIdentity';
  readonly provedKey: string;
  readonly certificate: IssuedCertificate;
  /** RFC 3339. */
  readonly now: string;
};

/** Every command about the life of a device that is in. */
export type LifeCommand =
  | QuarantineDevice
  | ReleaseDevice
  | JudgeDevice
  | StartDecommission
  | AdvanceDecommission
  | RetireDevice
  | RotateCredentials
  | RenewIdentity
  | StartUpdate
  | EndUpdate;

/** The steps of a decommission, in their order. */
export const decommissionSteps = [
  'COMMANDS_CANCELLED',
  'CREDENTIALS_ENDED',
  'AGENT_CLEARED',
  'EVIDENCE_ARCHIVED',
] as const satisfies readonly DecommissionStepName[];

/** Steps without which nothing is retired. The agent may be gone for good, and the archive is made by retiring. */
const neededToRetire: readonly DecommissionStepName[] = ['COMMANDS_CANCELLED', 'CREDENTIALS_ENDED'];

/** What a command about its life causes. Throws the refusal of the tables. */
export function decideLife(command: LifeCommand, state: KnownDevice): readonly DeviceEvent[] {
  switch (command.type) {
    case 'QuarantineDevice': {
      assertAllowed(trustTransitions, { subject: 'trust', from: state.trust, to: 'QUARANTINED' });
      const { cause, evidence } = command;
      const phase = phaseAfterTrust(state.phase, 'QUARANTINED');
      const facts = trustFacts({ ...state, trust: 'QUARANTINED' });
      return [
        {
          type: 'DeviceQuarantined',
          data: { ...facts, reason: checkedReason(command.reason), cause, evidence, phase },
        },
      ];
    }
    case 'ReleaseDevice': {
      onlyFrom(trustTransitions, { subject: 'trust', from: state.trust, only: 'QUARANTINED', verb: 'released' });
      const facts = trustFacts({ ...state, trust: 'TRUSTED' });
      return [
        {
          type: 'DeviceReleased',
          data: { ...facts, reason: checkedReason(command.reason), phase: phaseAfterTrust(state.phase, 'TRUSTED') },
        },
      ];
    }
    case 'JudgeDevice':
      return judge(command.reasons, state);
    case 'StartDecommission': {
      assertAllowed(phaseTransitions, { subject: 'phase', from: state.phase, to: 'DECOMMISSIONING' });
      return [
        { type: 'DeviceDecommissionStarted', data: { deviceId: state.id, reason: checkedReason(command.reason) } },
      ];
    }
    case 'AdvanceDecommission': {
      onlyFrom(phaseTransitions, { subject: 'phase', from: state.phase, only: 'DECOMMISSIONING', verb: 'advanced' });
      return state.stepsDone.includes(command.step) ? [] : [advanced(state, command.step, command.detail)];
    }
    case 'RetireDevice':
      return retire(command, state);
    case 'RotateCredentials':
      return [rotate(command, state)];
    case 'RenewIdentity':
      return renew(command, state);
    case 'StartUpdate':
    case 'EndUpdate':
      return decideUpdate(command, state);
  }
}

/** The phase after the trust was taken or given back: only a DEGRADED device leaves work with it. */
function phaseAfterTrust(phase: LifecyclePhase, trust: 'QUARANTINED' | 'TRUSTED'): LifecyclePhase {
  if (trust === 'QUARANTINED') return isAllowed(phaseTransitions, { from: phase, to: 'QUARANTINED' }) ? trust : phase;
  return phase === 'QUARANTINED' ? 'ACTIVE' : phase;
}

/** The keys that still prove who a device is after its certificates ended. */
export function rotationOf(state: KnownDevice, renewUntil: string): Rotation {
  const keys = [state.next?.publicKey, state.current?.publicKey, ...(state.rotation?.keys ?? [])];
  const known = [...new Set(keys)].filter((key) => key !== undefined);
  return { keys: known.length > 0 ? known : [state.publicKey], renewUntil };
}

/** The refusal of a device that shows a certificate which was rotated away. */
export function rotatedAway(): Refusal {
  const words =
    'The credentials of this device were rotated. Make a new key and call renewIdentity with proof of the old.';
  return new Refusal('UNAUTHENTICATED', words, { certificate: 'ROTATED' });
}

/** Reasons are news when a code comes or goes; the numbers in their details move all the time. */
function judge(reasons: readonly DegradedReason[], state: KnownDevice): readonly DeviceEvent[] {
  const deviceId = state.id;
  if (state.phase !== 'ACTIVE' && state.phase !== 'DEGRADED') return [];
  if (codesOf(reasons) === codesOf(state.reasons)) return [];
  if (reasons.length === 0) return [{ type: 'DeviceRecovered', data: { deviceId } }];
  return [{ type: 'DeviceDegraded', data: { deviceId, reasons } }];
}

function retire(command: RetireDevice, state: KnownDevice): readonly DeviceEvent[] {
  assertAllowed(phaseTransitions, { subject: 'phase', from: state.phase, to: 'RETIRED' });
  const reason = checkedReason(command.reason);
  const open = neededToRetire.filter((step) => !state.stepsDone.includes(step));
  if (open.length > 0) {
    const words = `The decommission is not done: ${open.join(' and ')} is open. It goes on by itself; retry in a moment.`;
    throw new Refusal('CONFLICT', words, { phase: state.phase, state: state.phase, open });
  }
  const isCleared = state.stepsDone.includes('AGENT_CLEARED');
  const cleared = isCleared ? [] : [advanced(state, 'AGENT_CLEARED', 'not heard since its trust ended', 'SKIPPED')];
  const { retentionClass } = command;
  const facts = trustFacts({ ...state, trust: 'REVOKED' });
  return [
    ...cleared,
    advanced(state, 'EVIDENCE_ARCHIVED', `kept as ${retentionClass}`),
    { type: 'DeviceRetired', data: { ...facts, retentionClass, reason } },
  ];
}

function advanced(
  state: KnownDevice,
  step: DecommissionStepName,
  ...[detail, outcome = 'DONE']: [detail: string, outcome?: 'DONE' | 'SKIPPED']
): DeviceEvent {
  return { type: 'DeviceDecommissionAdvanced', data: { deviceId: state.id, step, outcome, detail } };
}

function rotate(command: RotateCredentials, state: KnownDevice): DeviceEvent {
  const { trust } = state;
  if (!mayCall(trust)) {
    const words = `Only a TRUSTED or QUARANTINED device has credentials to rotate; this one's trust is ${trust}.`;
    throw new Refusal('CONFLICT', words, { trust, state: trust, allowed: trustTransitions[trust] });
  }
  const facts = trustFacts({ ...state, current: null, next: null });
  const { renewUntil } = command;
  return { type: 'DeviceCredentialsRotated', data: { ...facts, reason: checkedReason(command.reason), renewUntil } };
}

/** A device whose answer was lost asks again with the same new key, and is told the same. */
function renew(command: RenewIdentity, state: KnownDevice): readonly DeviceEvent[] {
  const { trust, rotation } = state;
  const { certificate, now, provedKey } = command;
  if (!mayCall(trust)) throw new Refusal('FORBIDDEN', `This device's trust is ${trust}.`, { trust });
  if (rotation === null) {
    if (state.publicKey === certificate.publicKey) return [];
    const words = 'The credentials of this device were not rotated. Use rotateCertificate for another key.';
    throw new Refusal('CONFLICT', words, { trust, certificate: 'NOT_ROTATED' });
  }
  if (!rotation.keys.includes(provedKey)) {
    throw new Refusal('FORBIDDEN', 'The signature is not by the old key of this device.', {
      element: 'oldKeySignature',
    });
  }
  if (rotation.keys.includes(certificate.publicKey)) {
    throw new Refusal('INVALID_INPUT', 'This is an old key of the device. Make a new one.', { element: 'csrPem' });
  }
  if (Date.parse(now) >= Date.parse(rotation.renewUntil)) {
    const words = `The old key proved this device until ${rotation.renewUntil}. Enroll it again with a new token.`;
    throw new Refusal('FORBIDDEN', words, { trust, certificate: 'ROTATED', renewUntil: rotation.renewUntil });
  }
  const facts = trustFacts({ ...state, current: certificate, next: null });
  return [{ type: 'DeviceCertificateIssued', data: { ...facts, certificate } }];
}
