/**
 * How long a device is told to wait: the base while the fleet is small, longer as it grows, so that all heartbeats
 * together stay under a rate. Jitter spreads those who start together.
 */

/** What the interval depends on. */
export type IntervalInputs = {
  readonly baseMs: number;
  /** Devices that may call, over all tenants. */
  readonly devices: number;
  /** Heartbeats a second that are welcome. */
  readonly perSecondMax: number;
  /** 0 up to 1. */
  readonly random: number;
};

const jitter = 0.2;

/** The next interval in whole milliseconds: within 20 % of what base and load ask for. */
export function nextIntervalMs({ baseMs, devices, perSecondMax, random }: IntervalInputs): number {
  const wantedMs = Math.max(baseMs, (devices / perSecondMax) * 1_000);
  return Math.round(wantedMs * (1 - jitter + 2 * jitter * random));
}
