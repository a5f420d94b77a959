/**
 * What can happen to relays and to the ways of devices. A relay is a device that carries the traffic of others; it may
 * carry truth and never author it. Facts of relays are in `relay-<relayId>`, ways in `route-<deviceId>`.
 */
import type { Event } from '@flotilla/kernel/event';

/** How the path through a relay is. */
export type PathHealth = 'UP' | 'DEGRADED' | 'DOWN';

/** A device may carry the traffic of others from now on. */
export type RelayRegistered = Event<
  'RelayRegistered',
  {
    /** The device's id. */
    readonly relayId: string;
    readonly domainId: string;
    readonly locationId: string | null;
  }
>;

/** A device carries nobody's traffic any more. */
export type RelayRemoved = Event<'RelayRemoved', { readonly relayId: string }>;

/** The path through a relay is another one than before. */
export type RelayPathChanged = Event<
  'RelayPathChanged',
  {
    readonly relayId: string;
    readonly health: PathHealth;
    readonly previousHealth: PathHealth;
    /** Means over the devices behind it that are heard; null where none measured. */
    readonly rttMs: number | null;
    readonly lossPct: number | null;
    /** Devices that are reached through it, and those of them that are away. */
    readonly devices: number;
    readonly away: number;
  }
>;

/** A device is reached through another relay than before, or straight: null. */
export type DeviceRouteChanged = Event<
  'DeviceRouteChanged',
  { readonly deviceId: string; readonly relayId: string | null }
>;

/** Every fact of relays and ways. */
export type RelayEvent = RelayRegistered | RelayRemoved | RelayPathChanged | DeviceRouteChanged;
