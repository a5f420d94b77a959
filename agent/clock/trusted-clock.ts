/**
 * The time by which certificates are judged and records are stamped: the wall clock, but never before a time that was
 * signed for. A device whose clock starts at 1970 after a power cut so still knows that it is not 1970. Signed times are
 * those of answers that came over TLS from the pinned control plane, and the begin of what the pinned authority signed.
 */

/** Where the highest signed time is kept. */
export type SignedTimeStore = { signedTimeMs(): number; storeSignedTime(ms: number): void };

/** Clocks to read; tests bring their own. */
export type Clocks = { readonly wall: () => number; readonly monotonic: () => number };

const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };
/** A signed time is stored when it is this much newer than the stored one: an fsync at every answer would cost more. */
const storeEveryMs = 300_000;
/** What a wall clock may be behind before it is worth a word. */
const noticeableMs = 300_000;

/** One device's clock. */
export class TrustedClock {
  readonly #store: SignedTimeStore;
  readonly #clocks: Clocks;
  #floorMs: number;
  #floorSetAt: number;
  #storedMs: number;

  constructor(store: SignedTimeStore, clocks: Clocks = systemClocks) {
    this.#store = store;
    this.#clocks = clocks;
    this.#storedMs = store.signedTimeMs();
    this.#floorMs = this.#storedMs;
    this.#floorSetAt = clocks.monotonic();
  }

  /** The time: the wall clock, or the last signed time and what has passed since. */
  now(): number {
    return Math.max(this.#clocks.wall(), Math.floor(this.#floor()));
  }

  /**
   * A time that was signed for. `ceilingMs` is the end of the certificate of whoever says so: a server cannot vouch for a
   * time after its own certificate, or one wrong clock would put every certificate of the fleet into the past for good.
   */
  heard(signedMs: number, ceilingMs = Number.POSITIVE_INFINITY): void {
    const timeMs = Math.min(signedMs, ceilingMs);
    if (!(timeMs > this.#floor())) return;
    this.#floorMs = timeMs;
    this.#floorSetAt = this.#clocks.monotonic();
    if (timeMs - this.#storedMs < storeEveryMs) return;
    this.#storedMs = timeMs;
    this.#store.storeSignedTime(timeMs);
  }

  /** How far the wall clock is behind the signed time, when that is worth a word; else null. */
  behindMs(): number | null {
    const behindMs = Math.floor(this.#floor()) - this.#clocks.wall();
    return behindMs > noticeableMs ? behindMs : null;
  }

  #floor(): number {
    return this.#floorMs + (this.#clocks.monotonic() - this.#floorSetAt);
  }
}
