/** What can happen to the identity of a device that two agents use, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** One run of an agent, as its heartbeats tell. */
export type SeenInstance = {
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  /** RFC 3339. */
  readonly lastSeenAt: string;
  readonly address: string | null;
};

/** Two agents use the identity of one device. All of their runs that are known are named. */
export type CloneSuspected = Event<
  'CloneSuspected',
  { readonly deviceId: string; readonly instances: readonly SeenInstance[] }
>;

/** A person decided which run is the device; another one that calls again is suspected at once. */
export type CloneResolved = Event<
  'CloneResolved',
  {
    readonly deviceId: string;
    readonly keptBootId: string;
    /** Tells two agents of one machine apart; absent where the run of the operating system alone was named. */
    readonly keptEpoch?: number;
  }
>;

/** Every fact of the stream `clone-<deviceId>`. */
export type CloneEvent = CloneSuspected | CloneResolved;
