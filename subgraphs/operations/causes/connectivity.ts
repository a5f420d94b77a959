/** What the connection of a device, and the way to it, gives cause for: silence, debt, dark scopes, storms. */
import type {
  ConnectivityChanged,
  DeviceRouteChanged,
  RelayPathChanged,
  RelayRegistered,
  RelayRemoved,
} from '@flotilla/fleet/events';
import { scopeKey } from '../grouping/scope.ts';
import { isCounted, type Device } from '../ledger/device.ts';
import type { Moment } from '../ledger/moment.ts';
import { raise, remember, settle } from '../ledger/occurrences.ts';
import { changeDevice, judge, newScope, rootOf, scopeKeysOf } from './scopes.ts';
import { afterLeaving, afterReturning, leaveStormKey } from './storms.ts';

/** A device may be on its own this long before anybody is told. */
const debtAfterMs = 6 * 3_600_000;

/** The connection of a device changed. */
export function connectivityChanged(moment: Moment, data: ConnectivityChanged['data']): void {
  const { ledger, atMs } = moment;
  const before = ledger.devices.get(data.deviceId);
  if (!before) return;
  const { mode, reason } = data;
  const isByDesign = reason === 'DECLARED';
  const isAway = mode === 'DISCONNECTED' || (mode === 'AUTONOMOUS' && !isByDesign);
  const awaySinceMs = isAway ? (before.awaySinceMs ?? atMs) : null;
  const after = { ...before, mode, awaySinceMs, isHeard: before.isHeard || mode !== 'DISCONNECTED' };
  changeDevice(moment, before, after);
  missDevice(moment, after);
  const root = rootOf(ledger, after);
  if (!root || !isCounted(after) || !before.isHeard) return;
  if (before.awaySinceMs === null && awaySinceMs !== null) afterLeaving(moment, root);
  if (before.awaySinceMs !== null && awaySinceMs === null) afterReturning(moment, root, before.awaySinceMs);
}

/** Raises or settles what a device's own absence gives cause for, as the device is now. */
export function missDevice(moment: Moment, device: Device): void {
  const [silent, debt] = [`silent:${device.id}`, `debt:${device.id}`];
  const isMissed = isCounted(device) && device.mode === 'DISCONNECTED';
  const isAlone = isCounted(device) && device.mode === 'AUTONOMOUS';
  if (isMissed) raise(moment, absence(moment, device, { key: silent, kind: 'SILENT' }));
  else settle(moment, silent);
  if (isAlone) {
    const sinceMs = device.awaySinceMs ?? moment.atMs;
    const raisesMs = sinceMs + debtAfterMs;
    const facts = { raisesMs };
    remember(moment, { ...absence(moment, device, { key: debt, kind: 'SYNC_DEBT' }), facts, dueMs: raisesMs });
  } else settle(moment, debt);
}

function absence({ ledger, atMs }: Moment, device: Device, about: { key: string; kind: 'SILENT' | 'SYNC_DEBT' }) {
  const { id: deviceId, domainId, locationId, name } = device;
  const root = rootOf(ledger, device);
  const foldKeys = [...scopeKeysOf(ledger, device), ...(root ? [leaveStormKey(root)] : [])];
  const isLeant = device.kind === 'RELAY' || device.kind === 'GATEWAY';
  return {
    ...about,
    subject: { domainId, deviceId, locationId, name },
    devices: 1,
    measure: about.kind === 'SILENT' && isLeant ? 1 : 0,
    facts: {},
    foldKeys,
    sinceMs: device.awaySinceMs ?? atMs,
  };
}

/** A device was made a relay. */
export function relayRegistered({ ledger }: Moment, data: RelayRegistered['data']): void {
  const key = scopeKey('RELAY', data.relayId);
  const home = ledger.scopes.get(scopeKey('DOMAIN', data.domainId));
  const place = {
    name: ledger.devices.get(data.relayId)?.name ?? '',
    path: home?.path ?? '',
    around: home ? [home.key, ...home.around] : [],
  };
  const known = ledger.scopes.get(key);
  ledger.putScope(known ? { ...known, ...place } : newScope('RELAY', data.relayId, place));
}

type PathNews = Pick<RelayPathChanged['data'], 'relayId' | 'health'>;

/** The path through a relay is another one. */
export function relayPathChanged(moment: Moment, { relayId, health }: PathNews): void {
  const key = scopeKey('RELAY', relayId);
  const scope = moment.ledger.scopes.get(key);
  if (!scope) return;
  const isReportedDown = health === 'DOWN';
  // What was down by report alone is judged afresh by its counts: the path is up, whoever is still away.
  const isDown = scope.isReportedDown && !isReportedDown ? false : scope.isDown;
  moment.ledger.putScope({ ...scope, isReportedDown, isDown });
  judge(moment, key);
}

/** A device is no relay any more: what was said of the path through it is over. */
export function relayRemoved(moment: Moment, { relayId }: RelayRemoved['data']): void {
  relayPathChanged(moment, { relayId, health: 'UP' });
}

/** A device is reached through another relay, or straight. */
export function deviceRouteChanged(moment: Moment, { deviceId, relayId }: DeviceRouteChanged['data']): void {
  const before = moment.ledger.devices.get(deviceId);
  if (!before) return;
  const after = { ...before, relayId };
  changeDevice(moment, before, after);
  missDevice(moment, after);
}
