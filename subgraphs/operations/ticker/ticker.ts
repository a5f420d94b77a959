/**
 * The clock of attention: once a second, in one process at a time, it records which deadlines have passed and wakes
 * snoozed items. It changes no row itself, so what time brings about is in the log like everything else.
 */
import { append } from '@flotilla/kernel/log/append';
import { streamOf } from '@flotilla/kernel/aggregate';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { systemViewer } from '@flotilla/kernel/viewer';
import { attentionAggregate } from '../aggregates.ts';
import { muchWorseBy } from '../attention/attention.ts';
import { clock } from '../clock/clock.ts';
import type { ClockEvent } from '../clock/events.ts';

const periodMs = 1_000;
const dueMax = 1_000;
const snoozedMax = 200;

/** What the ticker works on. */
export type TickerParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

/** Runs until it is stopped. */
export class Ticker {
  readonly #parts: TickerParts;
  /** What was told and the projection has not taken away yet, so that it is not told every second. */
  #told: ReadonlySet<string> = new Set();
  readonly #rounds: Rounds;

  constructor(parts: TickerParts) {
    this.#parts = parts;
    const failed = (error: unknown): void => parts.logger.warn({ err: error }, 'the clock of attention missed a round');
    this.#rounds = new Rounds({ periodMs, firstInMs: 0, round: () => this.tick(), failed });
  }

  /** Begins; the first round runs at once. */
  start(): void {
    this.#rounds.start();
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  /** One round: what is due now. */
  async tick(): Promise<void> {
    const { database, tail } = this.#parts;
    const changes = await database.inTenant(everyTenant, async (em) =>
      (await takeLead(em)) ? (await this.#tellDeadlines(em)) + (await wakeSnoozed(em)) : 0,
    );
    if (changes > 0) tail.committed();
  }

  async #tellDeadlines(em: EntityManager): Promise<number> {
    const due = await em.execute<Due[]>(
      `select tenant_id as "tenantId", key, due_at::text as "dueAt" from deadlines
       where due_at <= now() order by due_at limit ?`,
      [dueMax],
    );
    const fresh = due.filter((each) => !this.#told.has(nameOf(each)));
    for (const [tenantId, each] of Map.groupBy(fresh, ({ tenantId }) => tenantId)) {
      const events = clock.decide({ type: 'PassDeadlines', keys: each.map(({ key }) => key) }, clock.initialState);
      const stream = streamOf(clock.category, tenantId);
      const writes = [{ stream, expectedVersion: null, events }];
      await append<ClockEvent>(em, { tenantId, metadata: { actor: 'system' }, writes });
    }
    this.#told = new Set(due.map(nameOf));
    return fresh.length;
  }
}

type Due = { readonly tenantId: string; readonly key: string; readonly dueAt: string };

function nameOf({ tenantId, key, dueAt }: Due): string {
  return `${tenantId} ${key} ${dueAt}`;
}

async function takeLead(em: EntityManager): Promise<boolean> {
  const [row] = await em.execute<{ leads: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('operations clock', 0)) as leads`,
  );
  return row?.leads === true;
}

type Snoozed = {
  readonly tenantId: string;
  readonly itemId: string;
  readonly itemKey: string;
  readonly isTime: boolean;
};

/** Wakes items whose time is over, or that have grown much worse. Locks their verdicts, so people come before or after. */
async function wakeSnoozed(em: EntityManager): Promise<number> {
  const snoozed = await em.execute<Snoozed[]>(
    `select v.tenant_id as "tenantId", v.item_id as "itemId", v.item_key as "itemKey",
       v.snoozed_until <= now() as "isTime"
     from verdicts v join items i on i.tenant_id = v.tenant_id and i.id = v.item_id and i.is_active
     where v.stage = 'SNOOZED' and (v.snoozed_until <= now() or i.score >= v.snoozed_score + ?)
     limit ? for update of v skip locked`,
    [muchWorseBy, snoozedMax],
  );
  for (const { tenantId, itemId, itemKey, isTime } of snoozed) {
    const cause = isTime ? 'TIME' : 'WORSE';
    const command = { type: 'WakeAttention', item: { itemId, itemKey }, isOver: false, cause } as const;
    await handleWithin(em, attentionAggregate, { id: itemId, command, viewer: systemViewer(tenantId) });
  }
  return snoozed.length;
}
