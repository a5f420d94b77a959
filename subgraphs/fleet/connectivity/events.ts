/**
 * What can happen to the connection of a device. Heartbeats are not facts; only the transitions they, or their
 * absence, cause are.
 */
import type { Event } from '@flotilla/kernel/event';

/** Can we talk to the device? A spectrum, not a yes or no. */
export type ConnectivityMode =
  'LIVE' | 'DELAYED' | 'EDGE_CACHED' | 'AUTONOMOUS' | 'DISCONNECTED' | 'RETURNING' | 'REPLAYING';

/**
 * What made the mode another one. HEARTBEAT: how it is heard. SILENCE: that it is not. DECLARED: it is where it said it
 * would be. LINK: its link is bad. RETURN: it is back and has something to deliver. REPLAY: its return went on.
 * RELAY_DOWN: it is silent because the relay on its way is down.
 */
export type ConnectivityReason = 'HEARTBEAT' | 'SILENCE' | 'DECLARED' | 'LINK' | 'RETURN' | 'REPLAY' | 'RELAY_DOWN';

/** The connection of a device went from one mode to another. Version 2 has the reason. */
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
    /** Absent in version 1; `causeOf` reads it from the rest then. */
    readonly reason?: ConnectivityReason;
  }
>;

/** Every fact of the stream `connectivity-<deviceId>`. */
export type ConnectivityEvent = ConnectivityChanged;
