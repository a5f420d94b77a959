/**
 * The published language of telemetry: empty on purpose. Measurements are not facts that change state; they go to the
 * metrics database, and nothing that telemetry does is recorded in the event log.
 */

/** Telemetry records no event. */
export type TelemetryEvent = never;
