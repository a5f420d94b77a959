/**
 * The published language of telemetry: empty on purpose. Measurements are not facts that change state; they go to the
 * metrics database, and nothing that telemetry does is recorded in the event log.
 */

import type { Event } from '@flotilla/kernel/event';

/** Telemetry records no event: there is no name one could have. */
export type TelemetryEvent = Event<never, never>;
