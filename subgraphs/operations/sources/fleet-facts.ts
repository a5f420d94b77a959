/**
 * The fleet's facts that attention follows, under one union. Facts it needs little of are named here by that little.
 */
import type {
  CloneResolved,
  CloneSuspected,
  ConnectivityChanged,
  DeviceApproved,
  DeviceClaimed,
  DeviceDegraded,
  DeviceDenied,
  DeviceMoved,
  DeviceQuarantined,
  DeviceRecovered,
  DeviceReleased,
  DeviceRenamed,
  DeviceRetired,
  DeviceRevoked,
  DomainCreated,
  EnrollmentTokenCreated,
  LocationCreated,
  QuarantineAttempted,
  ReplayAborted,
  ReplayConcluded,
  ReplayOpened,
} from '@flotilla/fleet/events';
import type { Event } from '@flotilla/kernel/event';

type About<Type extends string, Data = unknown> = Event<Type, { readonly deviceId: string } & Data>;

/** A spent enrollment token was tried again. */
export type EnrollmentTokenReuseAttempted = Event<
  'EnrollmentTokenReuseAttempted',
  { readonly tokenId: string; readonly attempts: number }
>;
/** A device was made a relay. */
export type RelayRegistered = Event<
  'RelayRegistered',
  { readonly relayId: string; readonly domainId: string; readonly locationId: string | null }
>;
/** How the path through a relay is. */
export type RelayPathChanged = Event<
  'RelayPathChanged',
  { readonly relayId: string; readonly health: 'UP' | 'DEGRADED' | 'DOWN' }
>;
/** A device is reached another way. */
export type DeviceRouteChanged = About<'DeviceRouteChanged', { readonly relayId: string | null }>;
/** Two authorities claimed the same subject. */
export type AuthorityConflictDetected = Event<
  'AuthorityConflictDetected',
  { readonly subject: 'DEVICE' | 'DOMAIN'; readonly id: string; readonly what: string }
>;
/** A person settled a conflict of authority. */
export type AuthorityConflictResolved = Event<'AuthorityConflictResolved', { readonly conflictId: string }>;
/** A command came to nothing on the device. */
export type CommandFailed = About<'CommandFailed', { readonly commandId: string; readonly batchId: string | null }>;
/** A command's time was over before the device had it. */
export type CommandExpired = About<'CommandExpired', { readonly commandId: string; readonly batchId: string | null }>;

/** Every fact of the fleet that attention follows. */
export type FleetFact =
  | ConnectivityChanged
  | DeviceApproved
  | DeviceClaimed
  | DeviceDenied
  | DeviceMoved
  | DeviceRenamed
  | DeviceRevoked
  | DomainCreated
  | EnrollmentTokenCreated
  | LocationCreated
  | DeviceQuarantined
  | DeviceReleased
  | DeviceDegraded
  | DeviceRecovered
  | DeviceRetired
  | CloneSuspected
  | CloneResolved
  | QuarantineAttempted
  | EnrollmentTokenReuseAttempted
  | RelayRegistered
  | RelayPathChanged
  | DeviceRouteChanged
  | ReplayOpened
  | ReplayConcluded
  | ReplayAborted
  | AuthorityConflictDetected
  | AuthorityConflictResolved
  | CommandFailed
  | CommandExpired;
