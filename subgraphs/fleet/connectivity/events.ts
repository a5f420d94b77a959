/**
 * What can happen to the connection of a device. Heartbeats are not facts; only the transitions they, or their
 * absence, cause are.
 */
import type { Event } from '@flotilla/kernel/event';

/** Can we talk to the device? A spectrum, not a yes or no. */
export type ConnectivityMode =
  'LIVE' | 'DELAYED' | 'EDGE_CACHED' | 'AUTONOMOUS' | 'DISCONNECTED' | 'RETURNING' | 'REPLAYING';

/** The connection of a device went from one mode to another. */
export type ConnectivityChanged = Event<
  'ConnectivityChanged',
  {
    readonly deviceId: string;
    readonly mode: ConnectivityMode;
    readonly previousMode: ConnectivityMode;
    /** Silence before the transition by the database's clock; null when the device was never heard. */
    readonly gapMs: number | null;
    /** The interval the device had been told to keep. */
    readonly intervalMs: number;
  }
>;

/** Every fact of the stream `connectivity-<deviceId>`. */
export type ConnectivityEvent = ConnectivityChanged;
