/**
 * The device: an immutable identity with trust, phase and certificates that change by their tables. Pure: ids,
 * certificates and hashes come in the commands. Connectivity is its own stream, because it changes by the second
 * and decides nothing here.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { acceptedFingerprints, trustFacts, type KnownDevice } from '../lifecycle/known-device.ts';
import { decideLife, rotatedAway, rotationOf, type LifeCommand } from '../lifecycle/life.ts';
import { phaseTransitions } from '../lifecycle/phase.ts';
import { assertAllowed, onlyFrom } from '../lifecycle/transition.ts';
import { mayCall, trustTransitions } from '../lifecycle/trust.ts';
import { checkedLabels, sameLabels, type LabelPair } from '../naming/labels.ts';
import { checkedChannel, checkedName, checkedReason } from '../naming/words.ts';
import type {
  DeviceActivated,
  DeviceAgentChanged,
  DeviceClaimed,
  DeviceEvent,
  InventoryReport,
  IssuedCertificate,
  Placement,
} from './events.ts';

export { acceptedFingerprints, type KnownDevice } from '../lifecycle/known-device.ts';

/** One device as its stream tells it. */
export type DeviceState = { readonly stage: 'unclaimed' } | KnownDevice;

/** Become a pending device. */
export type ClaimDevice = { readonly type: 'ClaimDevice' } & Omit<DeviceClaimed['data'], 'trust' | 'fingerprints'>;

/** Let a pending device take part; the certificate was made for the key it claimed with. */
export type ApproveDevice = {
  readonly type: 'ApproveDevice';
  readonly approvedBy: string;
  readonly rule: { readonly id: string; readonly name: string } | null;
  readonly certificate: IssuedCertificate;
};

/** Refuse a pending device. */
export type DenyDevice = { readonly type: 'DenyDevice'; readonly reason: string };

/** End the trust in a device. */
export type RevokeDevice = { readonly type: 'RevokeDevice'; readonly reason: string };

/**
 * Give a device that may call a newer certificate. `presented` is the fingerprint it showed; null when it proved its
 * key instead.
 */
export type IssueCertificate = {
  readonly type: 'IssueCertificate';
  readonly certificate: IssuedCertificate;
  readonly presented: string | null;
};

/** A call came with this certificate: if it is the newer one, the older is not needed any more. */
export type ConfirmCertificate = { readonly type: 'ConfirmCertificate'; readonly fingerprint: string };

/** A heartbeat came: an enrolled device is active from now on, and its agent may be another version. */
export type HearDevice = { readonly type: 'HearDevice'; readonly agentVersion: string };

/** Give the device another name. */
export type RenameDevice = { readonly type: 'RenameDevice'; readonly name: string };

/** Replace all labels. */
export type RelabelDevice = { readonly type: 'RelabelDevice'; readonly labels: readonly LabelPair[] };

/** Move the device to another domain or location. `authorityEpochBase` comes with a move under another authority. */
export type MoveDevice = { readonly type: 'MoveDevice'; readonly authorityEpochBase?: number } & Placement;

/** Note that the device takes its software from another channel: it was told to, and did. */
export type SetChannel = { readonly type: 'SetChannel'; readonly channel: string };

/** Take a reported inventory over if it differs from the last one. */
export type ReportInventory = {
  readonly type: 'ReportInventory';
  readonly contentHash: string;
  readonly inventory: InventoryReport;
};

/** Every command of a device. */
export type DeviceCommand =
  | ClaimDevice
  | ApproveDevice
  | DenyDevice
  | RevokeDevice
  | IssueCertificate
  | ConfirmCertificate
  | HearDevice
  | RenameDevice
  | RelabelDevice
  | MoveDevice
  | SetChannel
  | ReportInventory
  | LifeCommand;

/** The decider of the stream `device-<id>`. */
export const device: Decider<DeviceState, DeviceCommand, DeviceEvent> & { category: string } = {
  category: 'device',
  initialState: { stage: 'unclaimed' },
  decide(command, state) {
    if (command.type === 'ClaimDevice') return [claim(command, state)];
    if (state.stage === 'unclaimed') throw new Refusal('NOT_FOUND', 'This device does not exist.');
    return decideKnown(command, state);
  },
  evolve(state, event) {
    if (event.type === 'DeviceClaimed') return claimed(event);
    return state.stage === 'known' ? evolveKnown(state, event) : state;
  },
};

function claim(command: ClaimDevice, state: DeviceState): DeviceEvent {
  if (state.stage === 'known') throw new Refusal('CONFLICT', 'This device exists already.', { deviceId: state.id });
  const { type: _, ...data } = command;
  const name = checkedName('name', data.name);
  const agentVersion = checkedName('agentVersion', data.agentVersion);
  const bootId = checkedName('bootId', data.bootId);
  return {
    type: 'DeviceClaimed',
    data: {
      ...data,
      name,
      agentVersion,
      bootId,
      labels: checkedLabels(data.labels),
      trust: 'PENDING',
      fingerprints: [],
    },
  };
}

function decideKnown(command: Exclude<DeviceCommand, ClaimDevice>, state: KnownDevice): readonly DeviceEvent[] {
  const deviceId = state.id;
  switch (command.type) {
    case 'ApproveDevice':
      return approve(command, state);
    case 'DenyDevice':
      onlyFrom(trustTransitions, { subject: 'trust', from: state.trust, only: 'PENDING', verb: 'denied' });
      return [end('DeviceDenied', command.reason, state)];
    case 'RevokeDevice':
      return [end('DeviceRevoked', command.reason, state)];
    case 'IssueCertificate':
      assertAccepted(command.presented, state);
      return [issue(command.certificate, state)];
    case 'ConfirmCertificate': {
      if (!state.next || state.next.fingerprint !== command.fingerprint) return [];
      const facts = trustFacts({ ...state, current: state.next, next: null });
      return [{ type: 'DeviceCertificateConfirmed', data: { ...facts, serial: state.next.serial } }];
    }
    case 'HearDevice':
      return heard(state, command.agentVersion);
    case 'RenameDevice': {
      assertInUse(state);
      const name = checkedName('name', command.name);
      if (name === state.name) return [];
      return [{ type: 'DeviceRenamed', data: { deviceId, name, previousName: state.name } }];
    }
    case 'RelabelDevice': {
      assertInUse(state);
      const labels = checkedLabels(command.labels);
      return sameLabels(labels, state.labels) ? [] : [{ type: 'DeviceRelabelled', data: { deviceId, labels } }];
    }
    case 'MoveDevice': {
      assertInUse(state);
      const { domainId, locationId, authorityEpochBase: base } = command;
      if (domainId === state.placement.domainId && locationId === state.placement.locationId) return [];
      const rebased = base === undefined ? {} : { authorityEpochBase: base };
      return [{ type: 'DeviceMoved', data: { deviceId, domainId, locationId, ...rebased } }];
    }
    case 'SetChannel': {
      const channel = checkedChannel(command.channel);
      const { channel: previousChannel } = state;
      if (channel === previousChannel) return [];
      return [{ type: 'DeviceChannelChanged', data: { deviceId, channel, previousChannel } }];
    }
    case 'ReportInventory': {
      const { contentHash, inventory } = command;
      if (contentHash === state.inventoryHash) return [];
      return [{ type: 'DeviceInventoryReported', data: { deviceId, contentHash, inventory } }];
    }
    default:
      return decideLife(command, state);
  }
}

/** What a heartbeat changes in the life of a device; asked on the hot path with what its rows say. */
export function heard(
  state: Pick<KnownDevice, 'id' | 'phase' | 'agentVersion'>,
  agentVersion: string,
): (DeviceActivated | DeviceAgentChanged)[] {
  const { id: deviceId, phase, agentVersion: previousVersion } = state;
  const facts: (DeviceActivated | DeviceAgentChanged)[] = [];
  if (phase === 'ENROLLED') facts.push({ type: 'DeviceActivated', data: { deviceId } });
  if (agentVersion !== previousVersion) {
    facts.push({ type: 'DeviceAgentChanged', data: { deviceId, agentVersion, previousVersion } });
  }
  return facts;
}

function approve(command: ApproveDevice, state: KnownDevice): readonly DeviceEvent[] {
  onlyFrom(trustTransitions, { subject: 'trust', from: state.trust, only: 'PENDING', verb: 'approved' });
  assertAllowed(phaseTransitions, { subject: 'phase', from: state.phase, to: 'ENROLLED' });
  const { approvedBy, rule } = command;
  const approved: KnownDevice = { ...state, trust: 'TRUSTED' };
  return [
    {
      type: 'DeviceApproved',
      data: { ...trustFacts(approved), approvedBy, ruleId: rule?.id ?? null, ruleName: rule?.name ?? null },
    },
    issue(command.certificate, approved),
  ];
}

function issue(certificate: IssuedCertificate, state: KnownDevice): DeviceEvent {
  const issued = withCertificate(state, certificate);
  return { type: 'DeviceCertificateIssued', data: { ...trustFacts(issued), certificate } };
}

/** Refuses when a device shows a certificate that is not accepted any more. */
function assertAccepted(presented: string | null, state: KnownDevice): void {
  const { trust } = state;
  if (!mayCall(trust)) throw new Refusal('FORBIDDEN', `This device's trust is ${trust}.`, { trust });
  if (state.rotation !== null) throw rotatedAway();
  if (presented === null || acceptedFingerprints(state).includes(presented)) return;
  const words = 'This certificate was superseded. Use the newest one, or collect one by proof of key.';
  throw new Refusal('UNAUTHENTICATED', words, { trust, certificate: 'SUPERSEDED' });
}

/** A retired device is a record of the past: nobody gives it another name or place. */
function assertInUse({ phase }: KnownDevice): void {
  if (phase !== 'RETIRED') return;
  const words = "The device's phase is RETIRED and cannot be changed any more. That is final.";
  throw new Refusal('CONFLICT', words, { phase, state: phase, allowed: [] });
}

/** A second certificate that was never used replaces an unused one: an agent that lost it asks again. */
function withCertificate(state: KnownDevice, certificate: IssuedCertificate): KnownDevice {
  return state.current === null ? { ...state, current: certificate } : { ...state, next: certificate };
}

function end(type: 'DeviceDenied' | 'DeviceRevoked', reason: string, state: KnownDevice): DeviceEvent {
  assertAllowed(trustTransitions, { subject: 'trust', from: state.trust, to: 'REVOKED' });
  return { type, data: { ...trustFacts({ ...state, trust: 'REVOKED' }), reason: checkedReason(reason) } };
}

function claimed(event: DeviceClaimed): KnownDevice {
  const { deviceId, name, labels, domainId, locationId, publicKey, channel } = event.data;
  return {
    stage: 'known',
    id: deviceId,
    trust: 'PENDING',
    phase: 'PROVISIONING',
    name,
    labels,
    placement: { domainId, locationId },
    channel,
    publicKey,
    current: null,
    next: null,
    rotation: null,
    agentVersion: event.data.agentVersion,
    inventoryHash: null,
    reasons: [],
    update: null,
    stepsDone: [],
  };
}

function evolveKnown(state: KnownDevice, event: Exclude<DeviceEvent, DeviceClaimed>): KnownDevice {
  switch (event.type) {
    case 'DeviceApproved':
      return { ...state, trust: 'TRUSTED', phase: 'ENROLLED' };
    case 'DeviceDenied':
    case 'DeviceRevoked':
      return { ...state, trust: 'REVOKED' };
    case 'DeviceCertificateIssued': {
      const { certificate } = event.data;
      if (state.rotation === null) return withCertificate(state, certificate);
      return { ...state, current: certificate, publicKey: certificate.publicKey, rotation: null };
    }
    case 'DeviceCertificateConfirmed':
      return { ...state, current: state.next ?? state.current, next: null };
    case 'DeviceActivated':
      return { ...state, phase: 'ACTIVE' };
    case 'DeviceAgentChanged':
      return { ...state, agentVersion: event.data.agentVersion };
    case 'DeviceRenamed':
      return { ...state, name: event.data.name };
    case 'DeviceRelabelled':
      return { ...state, labels: event.data.labels };
    case 'DeviceMoved':
      return { ...state, placement: { domainId: event.data.domainId, locationId: event.data.locationId } };
    case 'DeviceChannelChanged':
      return { ...state, channel: event.data.channel };
    case 'DeviceInventoryReported':
      return { ...state, inventoryHash: event.data.contentHash };
    default:
      return evolveLife(state, event);
  }
}

function evolveLife(state: KnownDevice, event: DeviceEvent): KnownDevice {
  switch (event.type) {
    case 'DeviceQuarantined':
      return { ...state, trust: 'QUARANTINED', phase: event.data.phase, reasons: [] };
    case 'DeviceReleased':
      return { ...state, trust: 'TRUSTED', phase: event.data.phase };
    case 'DeviceDegraded':
      return { ...state, phase: 'DEGRADED', reasons: event.data.reasons };
    case 'DeviceRecovered':
      return { ...state, phase: 'ACTIVE', reasons: [] };
    case 'DeviceUpdateStarted':
      return { ...state, phase: 'UPDATING', update: { fence: event.data.fence, isOver: false } };
    case 'DeviceUpdateEnded':
      return { ...state, phase: event.data.phase, update: { fence: event.data.fence, isOver: true } };
    case 'DeviceDecommissionStarted':
      return { ...state, phase: 'DECOMMISSIONING', stepsDone: [] };
    case 'DeviceDecommissionAdvanced':
      return { ...state, stepsDone: [...state.stepsDone, event.data.step] };
    case 'DeviceRetired':
      return { ...state, trust: 'REVOKED', phase: 'RETIRED' };
    case 'DeviceCredentialsRotated':
      return { ...state, rotation: rotationOf(state, event.data.renewUntil), current: null, next: null };
    case 'QuarantineAttempted':
    case 'QuarantinedItemsReleased':
    case 'QuarantinedItemsDiscarded':
    default:
      return state;
  }
}
