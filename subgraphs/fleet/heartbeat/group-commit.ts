/**
 * Group commit: calls that come within a few milliseconds share one transaction. One batch is in flight at a time, so
 * batches of a process never wait for each other's rows and grow by themselves when the database is slow.
 */
import { Refusal } from '@flotilla/kernel/errors';

/** What a group commit needs to know of its calls. */
export type GroupCommitOptions<Call, Answer> = {
  /** Does the work of a batch and answers one value, or one error to throw, per call and in their order. */
  readonly perform: (calls: readonly Call[]) => Promise<readonly (Answer | Error)[]>;
  /** The scopes a call counts in, e.g. its domain and its tenant, and how many calls of each may wait. */
  readonly scopesOf: (call: Call) => readonly WaitingScope[];
  /** Calls of one transaction at most. */
  readonly batchMax: number;
  /** How long the first call of an idle moment waits for company, in milliseconds. */
  readonly waitMs: number;
  /** Calls that may wait, over all scopes. */
  readonly waitingMax: number;
};

/** A scope with a cap of its own. Ids of different sorts of scopes must not meet. */
export type WaitingScope = { readonly id: string; readonly max: number };

type Waiting<Call, Answer> = {
  readonly call: Call;
  readonly scopes: readonly WaitingScope[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/** Collects calls and commits them in groups. */
export class GroupCommit<Call, Answer> {
  readonly #options: GroupCommitOptions<Call, Answer>;
  readonly #perScope = new Map<string, number>();
  #waiting: Waiting<Call, Answer>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #inFlight: Promise<void> | undefined;

  constructor(options: GroupCommitOptions<Call, Answer>) {
    this.#options = options;
  }

  /** Resolves after the call's transaction has committed. Refuses with LIMIT_EXCEEDED when too many wait already. */
  submit(call: Call): Promise<Answer> {
    const scopes = this.#options.scopesOf(call);
    const isFull = scopes.some(({ id, max }) => (this.#perScope.get(id) ?? 0) >= max);
    if (isFull || this.#waiting.length >= this.#options.waitingMax) return Promise.reject(tooMany());
    for (const { id } of scopes) this.#perScope.set(id, (this.#perScope.get(id) ?? 0) + 1);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, scopes, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits and resolves when nothing is in flight any more. */
  async drain(): Promise<void> {
    while (this.#inFlight || this.#waiting.length > 0) {
      this.#flush();
      await this.#inFlight;
    }
  }

  #schedule(): void {
    if (this.#inFlight || this.#timer) return;
    this.#timer = setTimeout(() => this.#flush(), this.#options.waitMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#inFlight || this.#waiting.length === 0) return;
    const batch = this.#waiting.slice(0, this.#options.batchMax);
    this.#waiting = this.#waiting.slice(this.#options.batchMax);
    this.#inFlight = this.#commit(batch).finally(() => {
      this.#inFlight = undefined;
      this.#flush();
    });
  }

  async #commit(batch: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.perform(batch.map(({ call }) => call));
      batch.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer instanceof Error) reject(answer);
        else resolve(answer as Answer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { scopes } of batch) for (const { id } of scopes) this.#leave(id);
    }
  }

  #leave(scope: string): void {
    const left = (this.#perScope.get(scope) ?? 1) - 1;
    if (left === 0) this.#perScope.delete(scope);
    else this.#perScope.set(scope, left);
  }
}

/** One to three seconds, so that those who were refused do not come back together. */
function tooMany(): Refusal {
  const retryAfterMs = Math.round(1_000 + Math.random() * 2_000);
  return new Refusal('LIMIT_EXCEEDED', 'Too many devices call at once. Wait, then call again.', {}, { retryAfterMs });
}
