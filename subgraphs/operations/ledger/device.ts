/** A device as far as attention depends on it. Times are milliseconds since 1970. */
import type { ConnectivityMode, DeviceKind } from '@flotilla/fleet/events';

/** What operations remembers of a device. */
export type Device = {
  readonly id: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly domainId: string;
  readonly locationId: string | null;
  readonly relayId: string | null;
  /** RETIRED is added to fleet's own words: such a device is missed by nobody. */
  readonly trust: 'PENDING' | 'TRUSTED' | 'QUARANTINED' | 'REVOKED' | 'RETIRED';
  readonly isHeard: boolean;
  readonly mode: ConnectivityMode;
  readonly awaySinceMs: number | null;
  readonly claimedMs: number;
};

/** Whether a device counts for its scopes: trusted, and heard at least once. */
export function isCounted(device: Device): boolean {
  return device.trust === 'TRUSTED' && device.isHeard;
}
