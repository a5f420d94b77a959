/**
 * What a device and a tenant may send. Sizes are judged per push; rates by token buckets, which let a device that was
 * away catch up at a bounded speed. Buckets live in the process: with N processes a caller may reach N times its rate.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { SeriesLimits } from '../series/budget.ts';

/** Every cap of ingest. A record is a sample of all series at one moment, or a kernel event. */
export type IngestLimits = SeriesLimits & {
  readonly samplesPerPush: number;
  readonly seriesPerPush: number;
  readonly kernelEventsPerPush: number;
  readonly droppedPerPush: number;
  readonly deviceRecordsPerS: number;
  readonly tenantRecordsPerS: number;
  /** How many seconds of its rate a caller may spend at once. */
  readonly burstS: number;
};

/** The caps unless the environment says otherwise. */
export const presetLimits: IngestLimits = {
  samplesPerPush: 1000,
  seriesPerPush: 64,
  kernelEventsPerPush: 1000,
  droppedPerPush: 100,
  deviceRecordsPerS: 200,
  tenantRecordsPerS: 50_000,
  burstS: 20,
  customSeriesPerDevice: 32,
  customSeriesPerTenant: 256,
};

type Bucket = { tokens: number; atMs: number };

/** Token buckets by caller. Forgets callers whose bucket is full again. */
export class TokenBuckets {
  readonly #perS: number;
  readonly #size: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: { readonly perS: number; readonly size: number }) {
    this.#perS = options.perS;
    this.#size = options.size;
  }

  /** Milliseconds until the caller can afford this many; 0 when it can now. Takes nothing. */
  waitMs(caller: string, count: number, nowMs: number): number {
    const missing = Math.min(count, this.#size) - this.#refill(caller, nowMs).tokens;
    return missing <= 0 ? 0 : Math.ceil((missing / this.#perS) * 1000);
  }

  /** Takes what `waitMs` found affordable. */
  take(caller: string, count: number, nowMs: number): void {
    this.#refill(caller, nowMs).tokens -= Math.min(count, this.#size);
  }

  /** Drops buckets that are full: they say nothing. */
  sweep(nowMs: number): void {
    for (const caller of this.#buckets.keys()) {
      if (this.#refill(caller, nowMs).tokens >= this.#size) this.#buckets.delete(caller);
    }
  }

  #refill(caller: string, nowMs: number): Bucket {
    const bucket = this.#buckets.get(caller) ?? { tokens: this.#size, atMs: nowMs };
    const earned = (Math.max(0, nowMs - bucket.atMs) / 1000) * this.#perS;
    bucket.tokens = Math.min(this.#size, bucket.tokens + earned);
    bucket.atMs = nowMs;
    this.#buckets.set(caller, bucket);
    return bucket;
  }
}

/** The two buckets every push passes: its device's and its tenant's. */
export class RateLimits {
  readonly #devices: TokenBuckets;
  readonly #tenants: TokenBuckets;

  constructor(limits: IngestLimits) {
    const { deviceRecordsPerS, tenantRecordsPerS, burstS } = limits;
    this.#devices = new TokenBuckets({ perS: deviceRecordsPerS, size: deviceRecordsPerS * burstS });
    this.#tenants = new TokenBuckets({ perS: tenantRecordsPerS, size: tenantRecordsPerS * burstS });
  }

  /** Takes the records from both buckets, or refuses with LIMIT_EXCEEDED and the time to wait and takes nothing. */
  charge(from: { readonly tenantId: string; readonly deviceId: string }, records: number, nowMs: number): void {
    const device = `${from.tenantId}/${from.deviceId}`;
    const deviceMs = this.#devices.waitMs(device, records, nowMs);
    const tenantMs = this.#tenants.waitMs(from.tenantId, records, nowMs);
    const retryAfterMs = Math.max(deviceMs, tenantMs);
    if (retryAfterMs > 0) {
      const scope = deviceMs >= tenantMs ? 'device' : 'tenant';
      const words = `The ${scope} sends faster than it may. Send the same batch again in ${retryAfterMs} ms.`;
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: `${scope}RecordsPerS`, scope }, { retryAfterMs });
    }
    this.#devices.take(device, records, nowMs);
    this.#tenants.take(from.tenantId, records, nowMs);
  }

  /** Forgets callers that have been quiet. */
  sweep(nowMs: number): void {
    this.#devices.sweep(nowMs);
    this.#tenants.sweep(nowMs);
  }
}
