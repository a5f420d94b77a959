/**
 * What the device knows of its link, from its own requests and nothing else: no probe is ever sent. Round trip is the
 * median of the last answered calls; loss is the share of recent attempts without an answer; bandwidth needs a body
 * large enough to measure and is unknown until then.
 */

/** The figures a heartbeat carries; null is not measured. */
export type LinkQuality = {
  readonly rttMs: number | null;
  readonly lossPct: number | null;
  readonly bandwidthKbps: number | null;
};

const window = 32;
const measurableBytes = 4_096;

/** Remembers the last attempts. */
export class LinkMeter {
  readonly #rtts: number[] = [];
  readonly #answered: boolean[] = [];
  #bandwidthKbps: number | null = null;

  /** An attempt was answered after `elapsedMs`, its body having been `bytes` long. */
  answered(elapsedMs: number, bytes: number): void {
    this.#remember(true);
    const rtt = this.#median();
    if (bytes >= measurableBytes && rtt !== null && elapsedMs > rtt) {
      const kbps = (bytes * 8) / (elapsedMs - rtt);
      this.#bandwidthKbps = this.#bandwidthKbps === null ? kbps : this.#bandwidthKbps * 0.8 + kbps * 0.2;
      return;
    }
    this.#rtts.push(elapsedMs);
    if (this.#rtts.length > window) this.#rtts.shift();
  }

  /** An attempt had no answer. */
  unanswered(): void {
    this.#remember(false);
  }

  /** The figures now. */
  quality(): LinkQuality {
    const attempts = this.#answered.length;
    const lost = this.#answered.filter((answered) => !answered).length;
    const rtt = this.#median();
    return {
      rttMs: rtt === null ? null : Math.round(rtt * 10) / 10,
      lossPct: attempts === 0 ? null : Math.round((lost / attempts) * 1_000) / 10,
      bandwidthKbps: this.#bandwidthKbps === null ? null : Math.round(this.#bandwidthKbps),
    };
  }

  #remember(answered: boolean): void {
    this.#answered.push(answered);
    if (this.#answered.length > window) this.#answered.shift();
  }

  #median(): number | null {
    if (this.#rtts.length === 0) return null;
    const sorted = [...this.#rtts].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
