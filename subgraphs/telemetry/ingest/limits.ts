/**
 * What a device, a domain and a tenant may send. Sizes are judged per push; rates by token buckets, which let a device that was
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
  readonly domainRecordsPerS: number;
  readonly tenantRecordsPerS: number;
  readonly domainPushesInFlight: number;
  readonly tenantPushesInFlight: number;
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
  domainRecordsPerS: 25_000,
  tenantRecordsPerS: 50_000,
  domainPushesInFlight: 1_000,
  tenantPushesInFlight: 2_000,
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

/** Who pushes. `domainId` is null while nobody knows where the device belongs. */
export type Pusher = { readonly tenantId: string; readonly deviceId: string; readonly domainId: string | null };

/** The buckets every push passes: its device's, its domain's and its tenant's. */
export class RateLimits {
  readonly #buckets: Readonly<Record<'device' | 'domain' | 'tenant', TokenBuckets>>;

  constructor(limits: IngestLimits) {
    const { burstS } = limits;
    const of = (perS: number) => new TokenBuckets({ perS, size: perS * burstS });
    this.#buckets = {
      device: of(limits.deviceRecordsPerS),
      domain: of(limits.domainRecordsPerS),
      tenant: of(limits.tenantRecordsPerS),
    };
  }

  /** Takes the records from every bucket, or refuses with LIMIT_EXCEEDED and the time to wait and takes nothing. */
  charge({ tenantId, deviceId, domainId }: Pusher, records: number, nowMs: number): void {
    const callers = [
      ['device', `${tenantId}/${deviceId}`] as const,
      ...(domainId === null ? [] : [['domain', `${tenantId}/${domainId}`] as const]),
      ['tenant', tenantId] as const,
    ];
    const waits = callers.map(([scope, id]) => ({ scope, ms: this.#buckets[scope].waitMs(id, records, nowMs) }));
    const longest = waits.reduce((most, wait) => (wait.ms > most.ms ? wait : most));
    if (longest.ms > 0) {
      const { scope, ms: retryAfterMs } = longest;
      const words = `The ${scope} sends faster than it may. Send the same batch again in ${retryAfterMs} ms.`;
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: `${scope}RecordsPerS`, scope }, { retryAfterMs });
    }
    for (const [scope, id] of callers) this.#buckets[scope].take(id, records, nowMs);
  }

  /** Forgets callers that have been quiet. */
  sweep(nowMs: number): void {
    for (const buckets of Object.values(this.#buckets)) buckets.sweep(nowMs);
  }
}
