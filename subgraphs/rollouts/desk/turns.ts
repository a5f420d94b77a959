/**
 * Calls that need the lock of a tenant's budgets take turns. Whoever comes while a turn is under way waits for the next
 * one, and all who wait share it: one lock, one transaction, one write to the disk. What one of them is refused is not the
 * others' trouble; where a turn fails as a whole, each of its calls is tried once more alone.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { isRefusal } from '@flotilla/kernel/errors';
import { holdRollouts, lockBudgets } from './room.ts';

type Work<T> = (em: EntityManager) => Promise<T>;
type Call = {
  readonly work: Work<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (thrown: unknown) => void;
};
type Answer = { readonly value: unknown } | { readonly refusal: unknown };

const callsMax = 50;

/** The turns of every tenant, in one process. Other processes wait for the same lock. */
export class Turns {
  readonly #database: Database;
  readonly #waiting = new Map<string, Call[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Does work in the tenant's next turn, and answers when it is committed. A refusal must come before the first write. */
  take<T>(tenantId: string, work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const call: Call = { work, resolve: (value) => resolve(value as T), reject };
      const waiting = this.#waiting.get(tenantId);
      if (waiting) return void waiting.push(call);
      this.#waiting.set(tenantId, [call]);
      void this.#run(tenantId);
    });
  }

  async #run(tenantId: string): Promise<void> {
    for (;;) {
      const calls = this.#waiting.get(tenantId)?.splice(0, callsMax) ?? [];
      if (calls.length === 0) return void this.#waiting.delete(tenantId);
      try {
        settle(calls, await this.#turn(tenantId, calls));
      } catch {
        for (const call of calls) {
          await this.#turn(tenantId, [call]).then((answers) => settle([call], answers), call.reject);
        }
      }
    }
  }

  #turn(tenantId: string, calls: readonly Call[]): Promise<Answer[]> {
    return this.#database.inTenant(tenantId, async (em) => {
      await lockBudgets(em, tenantId);
      if (calls.length > 1) await holdRollouts(em);
      const answers: Answer[] = [];
      for (const { work } of calls) answers.push(await answerOf(work, em));
      return answers;
    });
  }
}

async function answerOf(work: Work<unknown>, em: EntityManager): Promise<Answer> {
  try {
    return { value: await work(em) };
  } catch (thrown) {
    if (isRefusal(thrown)) return { refusal: thrown };
    throw thrown;
  }
}

function settle(calls: readonly Call[], answers: readonly Answer[]): void {
  for (const [at, call] of calls.entries()) {
    const answer = answers[at];
    if (answer && 'value' in answer) call.resolve(answer.value);
    else call.reject(answer?.refusal);
  }
}
