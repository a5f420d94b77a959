/** What can happen to a location, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** A place where devices stand was created. */
export type LocationCreated = Event<
  'LocationCreated',
  {
    readonly locationId: string;
    readonly name: string;
    /** IANA name, e.g. `Europe/Amsterdam`. */
    readonly timeZone: string;
    readonly natGroup: string | null;
  }
>;

/** Every fact of the stream `location-<id>`. */
export type LocationEvent = LocationCreated;
