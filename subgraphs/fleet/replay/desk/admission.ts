/**
 * Everything that can be known of the calls of returning devices before anything is held: who calls, whether the session is
 * its own, and what its site may upload. Calls that come within a few milliseconds of each other are asked about together:
 * in a storm the round trips would cost more than the answers.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { tell } from '@flotilla/kernel/transaction';
import type { Caller } from '../../heartbeat/device-call.ts';
import { GroupCommit } from '../../heartbeat/group-commit.ts';
import type { ReplayChunkInput } from '../graphql.ts';
import type { ReplayBudget } from './budget.ts';
import { noteHeard, peekHeads } from './head.ts';
import { chunkLimits } from './input.ts';
import { assertMayDeliver, refusalIn, sitesOf, standingsOf, type Standing } from './standing.ts';
import { sessionEpochOf } from './token.ts';

/** A call that is let through. */
export type Admitted = {
  readonly standing: Standing;
  /** How long the device is to wait before its next chunk; null for not at all. */
  readonly retryAfterMs: number | null;
};

type Question = { readonly caller: Caller; readonly chunk: ReplayChunkInput | null };
type Answer = Admitted | Refusal;

const caps = { batchMax: 100, waitMs: 2, waitingMax: 10_000 } as const;

/** Lets calls through, many at once. */
export class Admission {
  readonly #budget: ReplayBudget;
  readonly #questions: GroupCommit<Question, Admitted>;

  constructor(database: Database, budget: ReplayBudget) {
    this.#budget = budget;
    this.#questions = new GroupCommit<Question, Admitted>({
      ...caps,
      scopesOf: () => [],
      perform: (questions) => database.inTenant(everyTenant, (em) => this.#answer(em, questions)),
    });
  }

  /** Who says hello. Refuses who is not heard, or may not deliver. */
  async greet(caller: Caller): Promise<Standing> {
    return (await this.#questions.submit({ caller, chunk: null })).standing;
  }

  /** Whether a chunk may come: refuses a foreign session, and draws its records from the budget of its site. */
  async admit(caller: Caller, chunk: ReplayChunkInput): Promise<Admitted> {
    return this.#questions.submit({ caller, chunk });
  }

  async #answer(em: EntityManager, questions: readonly Question[]): Promise<Answer[]> {
    // A crash gives back what was drawn last, and nothing else is written here.
    tell(em, `select set_config('synchronous_commit', 'off', true)`, []);
    const callers = questions.map(({ caller }) => caller);
    const [standings, heads] = await Promise.all([standingsOf(em, callers), peekHeads(em, callers)]);
    const answers = questions.map(({ caller, chunk }, place): Answer => {
      const [standing, head] = [standings[place], heads[place]];
      invariant(standing && head, 'every caller stands somehow and has a head');
      if (standing instanceof Refusal) return standing;
      const check = () => {
        assertMayDeliver(standing.trust);
        if (chunk) sessionEpochOf(chunk.sessionToken, head, caller.fingerprint);
      };
      return refusalIn(check) ?? { standing, retryAfterMs: null };
    });
    await this.#draw(em, questions, answers);
    return answers;
  }

  /** Draws for the chunks that are let through so far, site by site. Changes their answers. */
  async #draw(em: EntityManager, questions: readonly Question[], answers: Answer[]): Promise<void> {
    const chunks = questions.flatMap(({ caller, chunk }, place) => {
      const answer = answers[place];
      return !chunk || !answer || answer instanceof Refusal ? [] : [{ ...caller, ...answer, chunk, place }];
    });
    if (chunks.length === 0) return;
    noteHeard(em, chunks);
    const sites = await sitesOf(em, chunks);
    const drawings = chunks.flatMap((each, n) => (sites[n] ? [{ ...each, site: sites[n] }] : []));
    drawings.sort((a, b) => (a.site.siteId < b.site.siteId ? -1 : Number(a.site.siteId > b.site.siteId)));
    await Promise.all(
      drawings.map(async ({ site, standing, chunk: { records }, place }) => {
        const isUrgent = records.some((each) => each.class === 'SECURITY' || each.class === 'LIFECYCLE');
        const draw = { records: records.length, isUrgent, chunkRecordsMax: chunkLimits.recordsMax };
        answers[place] = await this.#budget.draw(em, site, draw).then(
          (retryAfterMs) => ({ standing, retryAfterMs }),
          (thrown: unknown) => {
            if (thrown instanceof Refusal) return thrown;
            throw thrown;
          },
        );
      }),
    );
  }
}
