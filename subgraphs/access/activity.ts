/**
 * Being seen: written at most once a minute for each caller and never in its way. A lost write costs a minute of
 * "last seen" and nothing else, so failures are logged and not retried.
 */
import type { Database } from '@flotilla/kernel/database';
import type { Logger } from '@flotilla/kernel/logger';

/** How old "last seen" may grow before it is written again. */
const resolutionMs = 60_000;

/** Who was seen: a user, a session, a service account, by their ids. */
export type Sighting = {
  readonly tenantId: string;
  readonly subjectIds: readonly string[];
  /** When it was last written, as far as the reader knows. */
  readonly seenAt: Date | null;
};

/** Notes sightings in the background. Call `settle` before the pool closes. */
export class Activity {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #writing = new Map<string, Promise<void>>();

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  /** Notes a sighting unless it was noted within the last minute or is being noted now. */
  note(sighting: Sighting): void {
    const isFresh = sighting.seenAt !== null && sighting.seenAt.getTime() > Date.now() - resolutionMs;
    const key = sighting.subjectIds.join();
    if (isFresh || this.#writing.has(key)) return;
    const written = this.record(sighting)
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'activity was not noted'))
      .finally(() => this.#writing.delete(key));
    this.#writing.set(key, written);
  }

  /** Writes a sighting now; sign-in waits for it because it decides which tenant is the one used last. */
  async record({ tenantId, subjectIds }: Sighting): Promise<void> {
    await this.#database.inTenant(tenantId, (em) =>
      em.execute(
        `insert into activity (tenant_id, subject_id, seen_at)
         select ?::uuid, id::uuid, now() from json_array_elements_text(?::json) as id
         on conflict (tenant_id, subject_id) do update set seen_at = excluded.seen_at`,
        [tenantId, JSON.stringify([...subjectIds].sort())],
      ),
    );
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing.values());
  }
}
