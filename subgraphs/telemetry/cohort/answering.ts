/**
 * Answers what rollouts want to know of devices. A question stands in a row until its answer stands in the log, and both
 * change in one transaction: whoever dies in between measures again, and nobody answers twice.
 */
import type { ClickHouseClient } from '@clickhouse/client';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { ask } from '@flotilla/kernel/transaction';
import type { CohortHealthMeasured } from '@flotilla/rollouts/events';
import { measureCohort, type CohortMeasure, type CohortQuestion } from './measuring.ts';

const periodMs = 1_000;
/** Questions of one round at most. */
const roundMax = 20;

/** What it works with. */
export type AnsweringParts = {
  readonly database: Database;
  readonly client: ClickHouseClient;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

/** Answers every second until it is stopped. */
export class CohortAnswering {
  readonly #parts: AnsweringParts;
  readonly #rounds: Rounds;

  constructor(parts: AnsweringParts) {
    this.#parts = parts;
    const failed = (error: unknown): void =>
      parts.logger.warn({ err: error }, 'devices of a rollout could not be measured just now');
    this.#rounds = new Rounds({ periodMs, round: () => this.round(), failed });
  }

  /** Begins. */
  start(): void {
    this.#rounds.start();
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  /** Answers what is open. Answers how many questions that were. */
  async round(): Promise<number> {
    const { database, client, tail } = this.#parts;
    const open = await database.inTenant(everyTenant, (em) =>
      ask<{ tenantId: string; asked: Omit<CohortQuestion, 'tenantId'> }>(
        em,
        `select q.tenant_id as "tenantId", q.asked from cohort_questions q
         left join cohort_answers a using (tenant_id, rollout_id, wave)
         where coalesce(a.question, 0) < q.question limit $1`,
        [roundMax],
      ),
    );
    let answered = 0;
    for (const { tenantId, asked } of open) {
      const question = { tenantId, ...asked };
      if (await this.#record(question, await measureCohort(client, question))) answered += 1;
    }
    if (answered > 0) tail.committed();
    return answered;
  }

  /** False: somebody else was quicker. */
  async #record(question: CohortQuestion, measures: readonly CohortMeasure[]): Promise<boolean> {
    const { tenantId, rolloutId, wave, question: number, until, devices } = question;
    return this.#parts.database.inTenant(tenantId, async (em) => {
      const noted = await ask<{ question: number }>(
        em,
        `insert into cohort_answers as a (tenant_id, rollout_id, wave, question) values ($1, $2, $3, $4)
         on conflict (tenant_id, rollout_id, wave) do update set question = excluded.question
           where a.question < excluded.question returning a.question`,
        [tenantId, rolloutId, wave, number],
      );
      if (noted.length === 0) return false;
      const data = { rolloutId, wave, question: number, until, devices: devices.length, measures };
      await append<CohortHealthMeasured>(em, {
        tenantId,
        metadata: { actor: 'system' },
        writes: [
          {
            stream: `wave_health-${rolloutId}_${wave}`,
            expectedVersion: null,
            events: [{ type: 'CohortHealthMeasured', data }],
          },
        ],
      });
      return true;
    });
  }
}
