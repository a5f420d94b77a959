/** The whole way of a push: caps, rate, signatures, series budget, encoding, admission, and then the live feed. */
import type { Database } from '@flotilla/kernel/database';
import { outcomeOf, type PushCounts } from '../health/counts.ts';
import { Places } from '../health/places.ts';
import { assertGenuine } from '../loss/admission.ts';
import { SeriesBudget } from '../series/budget.ts';
import { Admission, type Receipt } from './admission.ts';
import { checkBatch, recordsOf, type Batch } from './batch.ts';
import { InFlight, type ScopeCap } from './in-flight.ts';
import { RateLimits, type IngestLimits } from './limits.ts';
import { endWatches, publishSamples } from './live-feed.ts';
import { encodeBatch } from './rows.ts';
import type { Writer } from './writer.ts';

/** What ingest is made from. */
export type IngestParts = {
  readonly database: Database;
  readonly writer: Writer;
  readonly limits: IngestLimits;
  readonly counts: Pick<PushCounts, 'add'>;
};

const sweepMs = 60_000;

/** Takes pushes of devices. */
export class Ingest {
  readonly #parts: IngestParts;
  readonly #rates: RateLimits;
  readonly #budget: SeriesBudget;
  readonly #admission: Admission;
  readonly #places: Places;
  readonly #inFlight = new InFlight();
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: IngestParts) {
    this.#parts = parts;
    this.#rates = new RateLimits(parts.limits);
    this.#budget = new SeriesBudget(parts.database, parts.limits);
    this.#places = new Places(parts.database);
    this.#admission = new Admission(parts.database, parts.writer);
  }

  /** Begins to write and to forget idle callers. */
  start(): void {
    this.#parts.writer.start();
    this.#sweep = setInterval(() => {
      this.#rates.sweep(Date.now());
      this.#places.sweep(Date.now());
    }, sweepMs);
  }

  /** Writes what is accepted and ends the live feed. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    endWatches();
    await this.#parts.writer.stop();
  }

  /** Resolves once the batch is durable. Throws a `Refusal` for every legitimate no. */
  async push(batch: Batch): Promise<Receipt> {
    const { counts, limits } = this.#parts;
    const { tenantId } = batch;
    const domainId = await this.#places.domainOf(batch, Date.now());
    const caps: ScopeCap[] = [{ scope: 'tenant', id: tenantId, max: limits.tenantPushesInFlight }];
    if (domainId) caps.push({ scope: 'domain', id: `${tenantId}/${domainId}`, max: limits.domainPushesInFlight });
    try {
      const receipt = await this.#inFlight.within(caps, () => this.#take(batch, domainId));
      counts.add(tenantId, domainId, receipt.isDiverted ? 'diverted' : 'accepted');
      return receipt;
    } catch (thrown) {
      const outcome = outcomeOf(thrown);
      if (outcome) counts.add(tenantId, domainId, outcome);
      throw thrown;
    }
  }

  async #take(batch: Batch, domainId: string | null): Promise<Receipt> {
    const nowMs = Date.now();
    checkBatch(batch, this.#parts.limits);
    this.#rates.charge({ ...batch, domainId }, recordsOf(batch), nowMs);
    await assertGenuine(this.#parts.database, batch);
    const { tenantId, deviceId, samples } = batch;
    const { rejected, admitted } = await this.#budget.judge(tenantId, deviceId, samples?.series ?? []);
    const rows = encodeBatch(batch, rejected, nowMs);
    const receipt = await this.#admission.submit({ batch, rows, rejected });
    if (receipt.isDiverted) return receipt;
    await this.#budget.record(tenantId, deviceId, admitted);
    if (!receipt.duplicate) publishSamples(batch);
    return receipt;
  }
}
