/**
 * The lane of replays: how many are worked on at once in this process. Heartbeats take another road and the same pool of
 * connections, of which replays must leave most alone; so few work, some wait, and the rest is told when to come back.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { gauge } from '@flotilla/kernel/metrics';

const waitingNow = gauge({ name: 'flotilla_fleet_replay_waiting', help: 'Replay calls that wait for their turn.' });

/** A bounded number of workers with a bounded queue. */
export class Lane {
  readonly #workMax: number;
  readonly #waitMax: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(limits: { readonly workMax: number; readonly waitMax: number }) {
    this.#workMax = limits.workMax;
    this.#waitMax = limits.waitMax;
  }

  /** Does the work when its turn comes. Refuses with LIMIT_EXCEEDED when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working >= this.#workMax) await this.#turn();
    else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      waitingNow.set(this.#waiting.length);
      if (next) next();
      else this.#working -= 1;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#waitMax) {
      const retryAfterMs = 1_000 + Math.floor(Math.random() * 4_000);
      const words = 'Many devices return at once. Send the same again in a moment.';
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: 'replaysAtOnce' }, { retryAfterMs });
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      waitingNow.set(this.#waiting.length);
    });
  }
}
