/**
 * Tells subscribers which items changed. It looks at what the projection has written, by position in the log, so it
 * hears of every change whichever process made it; what people said comes from the log's tail, after the commit.
 * It looks only while somebody listens, and gathers what changed within a quarter of a second into one message.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import type { AttentionEvent } from '../attention/events.ts';
import { verdictsProjection } from '../attention/projection.ts';

const periodMs = 250;

/** Items of one tenant that changed. */
export type ChangedItems = { readonly tenantId: string; readonly itemIds: readonly string[] };

type Followed = { listeners: number; position: string | null; readonly judged: Set<string> };

/** Tells subscribers of changed items. */
export class AttentionWatch {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #topic = new Topic<ChangedItems>();
  readonly #followed = new Map<string, Followed>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  /** Follows the log. Returns the way to stop, which ends every subscription. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => Promise<void> {
    const types = verdictsProjection.handles as AttentionEvent['type'][];
    const unfollow = tail.subscribe<AttentionEvent>(types, ({ tenantId, data }) => {
      this.#followed.get(tenantId)?.judged.add(data.itemId);
    });
    return async () => {
      unfollow();
      clearInterval(this.#timer);
      this.#topic.close();
      await this.#looking;
    };
  }

  /** Listens to one tenant until the returned iterator is closed. */
  listen(tenantId: string): AsyncIterableIterator<Numbered<ChangedItems>> {
    const listener = this.#topic.subscribe((change) => change.tenantId === tenantId);
    const followed = this.#followed.get(tenantId) ?? { listeners: 0, position: null, judged: new Set<string>() };
    followed.listeners += 1;
    this.#followed.set(tenantId, followed);
    this.#timer ??= setInterval(() => this.#look(), periodMs);
    this.#look();
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      followed.listeners -= 1;
      if (followed.listeners === 0) this.#followed.delete(tenantId);
      if (this.#followed.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
    return {
      next: () => listener.next(),
      async return() {
        close();
        await listener.return?.();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #look(): void {
    this.#looking ??= this.#lookAtAll()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the attention queue cannot be watched just now'))
      .finally(() => (this.#looking = undefined));
  }

  async #lookAtAll(): Promise<void> {
    for (const [tenantId, followed] of this.#followed) {
      const changed = await this.#changedSince(tenantId, followed);
      const itemIds = [...new Set([...changed, ...followed.judged])];
      followed.judged.clear();
      if (itemIds.length > 0) this.#topic.publish({ tenantId, itemIds });
    }
  }

  async #changedSince(tenantId: string, followed: Followed): Promise<string[]> {
    return this.#database.inTenant(everyTenant, async (em) => {
      if (followed.position === null) {
        const [newest] = await em.execute<{ changed: string }[]>(
          'select changed::text as changed from items where tenant_id = ? order by changed desc limit 1',
          [tenantId],
        );
        followed.position = newest?.changed ?? '0';
        return [];
      }
      const rows = await em.execute<{ id: string; changed: string }[]>(
        `select id, changed::text as changed from items i
         where tenant_id = ? and i.changed > ?::bigint and occurrence > 0 order by i.changed`,
        [tenantId, followed.position],
      );
      followed.position = rows.at(-1)?.changed ?? followed.position;
      return rows.map(({ id }) => id);
    });
  }
}
