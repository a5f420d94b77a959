/**
 * Which domain a device is in, on the hot path: asked of the database once in five minutes per device, many at a time,
 * and remembered. It only decides which cap a push counts against, so a device that just moved may count at its old
 * place for a while.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';

const keptMs = 300_000;
const gatherMs = 2;

type Device = { readonly tenantId: string; readonly deviceId: string };
type Known = { readonly domainId: string | null; readonly untilMs: number };
type Waiting = Device & { readonly resolve: (domainId: string | null) => void };

/** The places of one process. */
export class Places {
  readonly #database: Database;
  readonly #known = new Map<string, Known>();
  #waiting: Waiting[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** The domain of a device; null when it is not known, also because the database does not answer. */
  domainOf({ tenantId, deviceId }: Device, nowMs: number): Promise<string | null> {
    const known = this.#known.get(`${tenantId}/${deviceId}`);
    if (known && known.untilMs > nowMs) return Promise.resolve(known.domainId);
    return new Promise((resolve) => {
      this.#waiting.push({ tenantId, deviceId, resolve });
      if (this.#waiting.length === 1) setTimeout(() => void this.#look(nowMs), gatherMs);
    });
  }

  /** Forgets what is too old to be believed. */
  sweep(nowMs: number): void {
    for (const [device, { untilMs }] of this.#known) if (untilMs <= nowMs) this.#known.delete(device);
  }

  async #look(nowMs: number): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const found = await this.#find(waiting).catch(() => new Map<string, string>());
    for (const { tenantId, deviceId, resolve } of waiting) {
      const key = `${tenantId}/${deviceId}`;
      const domainId = found.get(key) ?? null;
      // What is not known may be known in a moment: it is asked again soon.
      this.#known.set(key, { domainId, untilMs: nowMs + (domainId === null ? 5_000 : keptMs) });
      resolve(domainId);
    }
  }

  async #find(devices: readonly Device[]): Promise<Map<string, string>> {
    const rows = await this.#database.inTenant(everyTenant, (em) =>
      ask<{ key: string; domain_id: string }>(
        em,
        `select p.tenant_id || '/' || p.device_id as key, p.domain_id::text as domain_id
         from unnest($1::uuid[], $2::uuid[]) as d (tenant_id, device_id) join device_places p using (tenant_id, device_id)`,
        [devices.map(({ tenantId }) => tenantId), devices.map(({ deviceId }) => deviceId)],
      ),
    );
    return new Map(rows.map((row) => [row.key, row.domain_id]));
  }
}
