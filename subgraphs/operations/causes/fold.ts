/**
 * One event into one tenant's working set: which handler a fact belongs to. Pure but for the ledger it is given, and
 * without a clock: the time is the event's.
 */
import type { Recorded } from '@flotilla/kernel/event';
import type { DeviceSupplyChainJudged } from '@flotilla/supply-chain/events';
import type { ClockEvent } from '../clock/events.ts';
import { scopeKey } from '../grouping/scope.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Moment } from '../ledger/moment.ts';
import { settle } from '../ledger/occurrences.ts';
import type { FleetFact } from '../sources/fleet-facts.ts';
import * as connectivity from './connectivity.ts';
import { deadlinePassed } from './deadlines.ts';
import { tokenReused } from './enrollment.ts';
import * as lifecycle from './lifecycle.ts';
import { newScope } from './scopes.ts';
import { supplyChainJudged } from './supply-chain.ts';
import * as work from './work.ts';

/** Every fact attention follows. */
export type AttentionSource = FleetFact | DeviceSupplyChainJudged | ClockEvent;

type Of<Type extends AttentionSource['type']> = Extract<AttentionSource, { type: Type }>;
type Handlers = {
  readonly [Type in AttentionSource['type']]: (moment: Moment, data: Of<Type>['data']) => void;
};

const handlers: Handlers = {
  ConnectivityChanged: connectivity.connectivityChanged,
  RelayRegistered: connectivity.relayRegistered,
  RelayRemoved: connectivity.relayRemoved,
  RelayPathChanged: connectivity.relayPathChanged,
  DeviceRouteChanged: connectivity.deviceRouteChanged,
  DeviceClaimed: lifecycle.deviceClaimed,
  DeviceApproved: (moment, { deviceId }) => lifecycle.trustChanged(moment, deviceId, 'TRUSTED'),
  DeviceDenied: (moment, { deviceId }) => lifecycle.trustChanged(moment, deviceId, 'REVOKED'),
  DeviceRevoked: (moment, { deviceId }) => lifecycle.trustChanged(moment, deviceId, 'REVOKED'),
  DeviceRetired: (moment, { deviceId }) => lifecycle.trustChanged(moment, deviceId, 'RETIRED'),
  DeviceRenamed: lifecycle.deviceRenamed,
  DeviceMoved: lifecycle.deviceMoved,
  DeviceQuarantined: lifecycle.deviceQuarantined,
  DeviceReleased: (moment, { deviceId }) => lifecycle.deviceReleased(moment, deviceId),
  QuarantineAttempted: lifecycle.quarantineAttempted,
  DeviceDegraded: lifecycle.deviceDegraded,
  DeviceRecovered: (moment, { deviceId }) => settle(moment, `degraded:${deviceId}`),
  CloneSuspected: lifecycle.cloneSuspected,
  CloneResolved: (moment, { deviceId }) => settle(moment, `clone:${deviceId}`),
  DomainCreated: domainCreated,
  LocationCreated: ({ ledger }, { locationId, name }) =>
    ledger.putScope(newScope('SITE', locationId, { name, path: '', around: [] })),
  EnrollmentTokenCreated: ({ ledger }, { tokenId: id, domainId, locationId }) =>
    ledger.tokens.put(id, { id, domainId, locationId }),
  EnrollmentTokenReuseAttempted: tokenReused,
  ReplayOpened: work.replayOpened,
  ReplayConcluded: work.replayConcluded,
  ReplayAborted: work.replayAborted,
  AuthorityConflictDetected: work.conflictDetected,
  AuthorityConflictResolved: (moment, { conflictId }) => settle(moment, work.conflictKey(conflictId)),
  DeviceSupplyChainJudged: supplyChainJudged,
  CommandFailed: work.commandMissed,
  CommandExpired: work.commandMissed,
  AttentionDeadlinePassed: (moment, { keys }) => {
    for (const key of keys) deadlinePassed(moment, key);
  },
};

/** The types of all of them. */
export const attentionSources = Object.keys(handlers) as AttentionSource['type'][];

/** Folds one event into the working set of its tenant, which must hold all that `needsOf` the event names. */
export function fold(ledger: Ledger, event: Recorded): void {
  const moment: Moment = { ledger, atMs: Date.parse(event.at), position: event.position };
  const handle = handlers[event.type as AttentionSource['type']] as (m: Moment, data: unknown) => void;
  handle(moment, event.data);
}

function domainCreated({ ledger }: Moment, { domainId, name, path, parentId }: Of<'DomainCreated'>['data']): void {
  const parent = parentId === null ? undefined : ledger.scopes.get(scopeKey('DOMAIN', parentId));
  const around = parent ? [parent.key, ...parent.around] : [];
  ledger.putScope(newScope('DOMAIN', domainId, { name, path, around }));
}
