/** What a device's life and trust give cause for: waiting, isolation, clones, bad health. */
import type {
  CloneSuspected,
  DeviceClaimed,
  DeviceDegraded,
  DeviceMoved,
  DeviceQuarantined,
  DeviceRenamed,
  QuarantineAttempted,
} from '@flotilla/fleet/events';
import type { Device } from '../ledger/device.ts';
import type { Moment } from '../ledger/moment.ts';
import { lookAgain, raise, remember, settle, type Subject } from '../ledger/occurrences.ts';
import { missDevice } from './connectivity.ts';
import { claimedAgain, decidedOn } from './enrollment.ts';
import { changeDevice } from './scopes.ts';

const dayMs = 86_400_000;
const attemptsFull = 100;
const instancesFull = 4;
const reasonsFull = 4;

/** A device asks to come in. */
export function deviceClaimed(moment: Moment, data: DeviceClaimed['data']): void {
  const { deviceId: id, name, kind, domainId, locationId } = data;
  const before = moment.ledger.devices.get(id);
  const fresh = { relayId: null, trust: 'PENDING', isHeard: false, mode: 'DISCONNECTED', awaySinceMs: null } as const;
  const after: Device = { id, name, kind, domainId, locationId, ...fresh, claimedMs: moment.atMs };
  changeDevice(moment, before, after);
  const raisesMs = moment.atMs + dayMs;
  const subject = { domainId, deviceId: id, locationId, name };
  const about = { key: `pending:${id}`, kind: 'PENDING_LONG', subject, devices: 1, measure: 0 } as const;
  remember(moment, { ...about, facts: { raisesMs, days: 1 }, dueMs: raisesMs });
  claimedAgain(moment, after);
}

/** Somebody decided about the trust in a device. */
export function trustChanged(moment: Moment, deviceId: string, trust: Device['trust']): void {
  const before = moment.ledger.devices.get(deviceId);
  if (!before || before.trust === trust) return;
  const after = { ...before, trust };
  changeDevice(moment, before, after);
  if (before.trust === 'PENDING') {
    settle(moment, `pending:${deviceId}`);
    decidedOn(moment, before);
  }
  if (trust === 'REVOKED' || trust === 'RETIRED') {
    for (const { key } of moment.ledger.itemsOf(deviceId)) if (!isScope(key)) settle(moment, key);
    return;
  }
  missDevice(moment, after);
}

/** A relay that is revoked is still a way that is down: its own report ends that. */
function isScope(key: string): boolean {
  return key.startsWith('relay:');
}

/** A device has another name: whatever is shown of it says so. */
export function deviceRenamed(moment: Moment, { deviceId, name }: DeviceRenamed['data']): void {
  const { ledger } = moment;
  const before = ledger.devices.get(deviceId);
  if (!before) return;
  ledger.devices.put(deviceId, { ...before, name });
  for (const item of ledger.itemsOf(deviceId)) if (item.isActive) lookAgain(moment, item);
}

/** A device belongs somewhere else: it counts there, and what is shown of it shows there. */
export function deviceMoved(moment: Moment, { deviceId, domainId, locationId }: DeviceMoved['data']): void {
  const { ledger } = moment;
  const before = ledger.devices.get(deviceId);
  if (!before) return;
  const after = { ...before, domainId, locationId };
  changeDevice(moment, before, after);
  for (const item of ledger.itemsOf(deviceId)) {
    if (item.isActive && !item.isGroup) lookAgain(moment, { ...item, domainId, locationId });
  }
  missDevice(moment, after);
}

/** A device was isolated. */
export function deviceQuarantined(moment: Moment, data: DeviceQuarantined['data']): void {
  trustChanged(moment, data.deviceId, 'QUARANTINED');
  const subject = subjectOf(moment, data.deviceId);
  if (!subject) return;
  const facts = { reason: data.reason, cause: data.cause, attempts: 0 };
  raise(moment, { key: `quarantine:${data.deviceId}`, kind: 'QUARANTINED', subject, devices: 1, measure: 0, facts });
}

/** A quarantined device tried to get through. */
export function quarantineAttempted(moment: Moment, { deviceId, count }: QuarantineAttempted['data']): void {
  const key = `quarantine:${deviceId}`;
  const known = moment.ledger.items.get(key);
  const subject = subjectOf(moment, deviceId);
  if (!known?.isActive || !subject) return;
  const attempts = Number(known.facts['attempts'] ?? 0) + count;
  const facts = { ...known.facts, attempts };
  raise(moment, { key, kind: 'QUARANTINED', subject, devices: 1, measure: attempts / attemptsFull, facts });
}

/** A device was let back in. */
export function deviceReleased(moment: Moment, deviceId: string): void {
  settle(moment, `quarantine:${deviceId}`);
  settle(moment, `rejected:${deviceId}`);
  trustChanged(moment, deviceId, 'TRUSTED');
}

/** A device works, but not as it should. */
export function deviceDegraded(moment: Moment, { deviceId, reasons }: DeviceDegraded['data']): void {
  const subject = subjectOf(moment, deviceId);
  if (!subject) return;
  const words = reasons.map(({ code }) => code.toLowerCase().replaceAll('_', ' ')).join(', ');
  const about = { key: `degraded:${deviceId}`, kind: 'DEGRADED', subject, devices: 1 } as const;
  raise(moment, { ...about, measure: reasons.length / reasonsFull, facts: { reasons: words } });
}

/** Several programs speak with one identity. */
export function cloneSuspected(moment: Moment, { deviceId, instances }: CloneSuspected['data']): void {
  const subject = subjectOf(moment, deviceId);
  if (!subject) return;
  const about = { key: `clone:${deviceId}`, kind: 'CLONE_SUSPECTED', subject, devices: 1 } as const;
  raise(moment, { ...about, measure: instances.length / instancesFull, facts: { instances: instances.length } });
}

/** A device as the subject of an item; undefined when nobody knows it. */
export function subjectOf({ ledger }: Moment, deviceId: string): Subject | undefined {
  const device = ledger.devices.get(deviceId);
  if (!device) return undefined;
  const { domainId, locationId, name } = device;
  return { domainId, deviceId, locationId, name };
}
