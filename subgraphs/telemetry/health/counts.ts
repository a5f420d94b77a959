/**
 * What became of pushes, counted in memory and written every few seconds: a push costs an addition and no statement. A
 * crash loses the counts of some seconds, never a sample.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { isRefusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';

/** What a push came to: taken in, told to slow down, refused for good, or kept apart for a quarantined device. */
export type PushOutcome = 'accepted' | 'limited' | 'refused' | 'diverted';

const periodMs = 5_000;
const keptHours = 24;

type Count = Record<PushOutcome, number> & { readonly tenantId: string; readonly domainId: string };

/** The counts of one process. */
export class PushCounts {
  readonly #parts: { readonly database: Database; readonly logger: Logger };
  #counts = new Map<string, Count>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: { readonly database: Database; readonly logger: Logger }) {
    this.#parts = parts;
  }

  /** Begins to write. */
  start(): void {
    this.#timer = setInterval(() => (this.#running = this.flush()), periodMs);
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.flush();
  }

  /** Counts one push. A device whose domain is not known counts nowhere. */
  add(tenantId: string, domainId: string | null, outcome: PushOutcome): void {
    if (domainId === null) return;
    const key = `${tenantId}/${domainId}`;
    const count = this.#counts.get(key) ?? { tenantId, domainId, accepted: 0, limited: 0, refused: 0, diverted: 0 };
    count[outcome] += 1;
    this.#counts.set(key, count);
  }

  /** Writes what was counted since the last time. */
  async flush(): Promise<void> {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    if (counts.length === 0) return;
    const { database, logger } = this.#parts;
    try {
      await database.inTenant(everyTenant, async (em) => {
        await em.execute(
          `insert into ingest_minutes as m (tenant_id, at, domain_id, accepted, limited, refused, diverted)
           select c."tenantId", date_trunc('minute', now()), c."domainId", c.accepted, c.limited, c.refused, c.diverted
           from jsonb_to_recordset(?::jsonb) as c ("tenantId" uuid, "domainId" uuid, accepted bigint, limited bigint,
             refused bigint, diverted bigint)
           order by 1, 3
           on conflict (tenant_id, at, domain_id) do update set accepted = m.accepted + excluded.accepted,
             limited = m.limited + excluded.limited, refused = m.refused + excluded.refused,
             diverted = m.diverted + excluded.diverted`,
          [JSON.stringify(counts)],
        );
        await em.execute(`delete from ingest_minutes where at < now() - interval '${keptHours} hours'`);
      });
    } catch (error) {
      logger.warn({ err: error }, 'what became of pushes could not be written just now');
    }
  }
}

/** What a push that threw came to; null for a fault, which says nothing about the device. */
export function outcomeOf(thrown: unknown): PushOutcome | null {
  if (!isRefusal(thrown) || thrown.code === 'UNAVAILABLE') return null;
  return thrown.code === 'LIMIT_EXCEEDED' ? 'limited' : 'refused';
}
