/** Which facts of the fleet decide who is believed, and the name of the checkpoint of whoever follows them. */
import type { DeviceTrustEvent } from '@flotilla/fleet/events';

/** The fleet's facts that change who is believed. Each carries the complete answer. */
export const trustEventTypes: readonly DeviceTrustEvent['type'][] = [
  'DeviceClaimed',
  'DeviceApproved',
  'DeviceDenied',
  'DeviceRevoked',
  'DeviceCertificateIssued',
  'DeviceCertificateConfirmed',
  'DeviceQuarantined',
  'DeviceReleased',
  'DeviceRetired',
  'DeviceCredentialsRotated',
];

/** The checkpoint that admission compares with the head of the log. */
export const trustProjectionName = 'telemetry.device_trust';
