/** The fleet's facts that attention follows, under one union. */
import type {
  AuthorityConflictDetected,
  AuthorityConflictResolved,
  CloneResolved,
  CloneSuspected,
  CommandExpired,
  CommandFailed,
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
  DeviceRouteChanged,
  DomainCreated,
  EnrollmentTokenCreated,
  EnrollmentTokenReuseAttempted,
  LocationCreated,
  QuarantineAttempted,
  RelayPathChanged,
  RelayRegistered,
  RelayRemoved,
  ReplayAborted,
  ReplayConcluded,
  ReplayOpened,
} from '@flotilla/fleet/events';

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
  | RelayRemoved
  | RelayPathChanged
  | DeviceRouteChanged
  | ReplayOpened
  | ReplayConcluded
  | ReplayAborted
  | AuthorityConflictDetected
  | AuthorityConflictResolved
  | CommandFailed
  | CommandExpired;
