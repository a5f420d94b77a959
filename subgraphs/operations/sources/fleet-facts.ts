/**
 * The fleet's facts that attention follows, under one union. Everything is imported as types; what attention reads of
 * an event is all that is named here.
 */
import type {
  ConnectivityChanged,
  DeviceApproved,
  DeviceClaimed,
  DeviceDenied,
  DeviceMoved,
  DeviceRenamed,
  DeviceRevoked,
  DomainCreated,
  EnrollmentTokenCreated,
  LocationCreated,
} from '@flotilla/fleet/events';
import type { Event } from '@flotilla/kernel/event';

type About<Type extends string, Data = unknown> = Event<Type, { readonly deviceId: string } & Data>;

/** A device was isolated. */
export type DeviceQuarantined = About<
  'DeviceQuarantined',
  { readonly reason: string; readonly cause: 'OPERATOR' | 'CLONE' | 'REPLAY'; readonly evidence: string | null }
>;
/** A device was let back in. */
export type DeviceReleased = About<'DeviceReleased'>;
/** A device works, but not as it should. Also when the reasons change. */
export type DeviceDegraded = About<
  'DeviceDegraded',
  { readonly reasons: readonly { readonly code: string; readonly detail: string }[] }
>;
/** A degraded device is as it should be. */
export type DeviceRecovered = About<'DeviceRecovered'>;
/** The end of a device's life. */
export type DeviceRetired = About<'DeviceRetired'>;
/** Several programs speak with one identity. */
export type CloneSuspected = About<'CloneSuspected', { readonly instances: readonly unknown[] }>;
/** One of them was chosen. */
export type CloneResolved = About<'CloneResolved'>;
/** A quarantined device tried to get data in; at most one event per device and minute. */
export type QuarantineAttempted = About<'QuarantineAttempted', { readonly kind: string; readonly count: number }>;
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
/** A device began to upload what it buffered. */
export type ReplayOpened = About<
  'ReplayOpened',
  { readonly sessionId: string; readonly firstSeq: number; readonly lastSeq: number }
>;
/** An upload came to its end. */
export type ReplayConcluded = About<
  'ReplayConcluded',
  { readonly sessionId: string; readonly outcome: 'LIVE' | 'QUARANTINED'; readonly unauthorised: number }
>;
/** An upload was broken off. */
export type ReplayAborted = About<'ReplayAborted', { readonly sessionId: string; readonly reason: string }>;
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
