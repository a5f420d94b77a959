/**
 * The lane of replays: how many are worked on at once in this process. Heartbeats take another road and the same pool of
 * connections, of which replays must leave most alone; so few work, some wait, and the rest is told when to come back.
 * Nobody waits for longer than a device has patience: what is worked on after it gave up is done for nobody, and in a
 * storm there would soon be nothing else. Who is in a session goes before who begins one.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { gauge } from '@flotilla/kernel/metrics';

const waitingNow = gauge({ name: 'flotilla_fleet_replay_waiting', help: 'Replay calls that wait for their turn.' });

/** How much is worked on at once, and how long calls wait at most, as far as can be told when they come. */
export type LaneLimits = {
  readonly workMax: number;
  /** So many are worked on even when all is slow. */
  readonly workMin: number;
  /** What a call should take at most once its turn has come. When calls take longer, fewer are worked on at once. */
  readonly workTargetMs: number;
  readonly beginsWaitMaxMs: number;
  readonly goesOnWaitMaxMs: number;
  /** A call that waited for this long after all is turned away at its turn: most likely nobody listens any more. */
  readonly patienceMs: number;
};

/** Whether a call begins a return or belongs to one that is under way. */
export type Standing = 'BEGINS' | 'GOES_ON';

const returnMaxMs = 30_000;
const comeAgainMs = 1_000;
/** Weight of the newest call in the mean. */
const newest = 0.05;
/** A place is given up quickly and won back slowly. */
const [fewer, more] = [0.97, 0.1];

/** A bounded number of workers with a queue that is bounded in time. */
export class Lane {
  readonly #limits: LaneLimits;
  readonly #waiting: (() => void)[] = [];
  #working = 0;
  #places: number;
  /** What a call takes, of late. */
  #meanMs = 20;
  /** When whoever was last told to begin later is to come. */
  #horizonMs = 0;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
    this.#places = limits.workMax;
  }

  /** Does the work when its turn comes. Refuses with LIMIT_EXCEEDED, and the moment to come back, when that is too late. */
  async pass<T>(standing: Standing, work: () => Promise<T>): Promise<T> {
    const cameAt = performance.now();
    if (this.#working >= Math.floor(this.#places)) await this.#turn(standing);
    else this.#working += 1;
    const beganAt = performance.now();
    try {
      if (beganAt - cameAt > this.#limits.patienceMs) throw refusal(comeAgainMs * (1 + Math.random()));
      const result = await work();
      this.#learn(performance.now() - beganAt);
      return result;
    } finally {
      this.#working -= 1;
      while (this.#waiting.length > 0 && this.#working < Math.floor(this.#places)) {
        this.#working += 1;
        this.#waiting.shift()?.();
      }
      waitingNow.set(this.#waiting.length);
    }
  }

  #learn(tookMs: number): void {
    const { workMin, workMax, workTargetMs } = this.#limits;
    this.#meanMs += (tookMs - this.#meanMs) * newest;
    const places = tookMs > workTargetMs ? this.#places * fewer : this.#places + more;
    this.#places = Math.min(workMax, Math.max(workMin, places));
  }

  #turn(standing: Standing): Promise<void> {
    const { beginsWaitMaxMs, goesOnWaitMaxMs } = this.#limits;
    const waitMs = (this.#waiting.length + 1) * this.#stepMs;
    if (standing === 'BEGINS' && waitMs > beginsWaitMaxMs) throw refusal(this.#placeMs());
    if (waitMs > goesOnWaitMaxMs) throw refusal(comeAgainMs * (1 + 2 * Math.random()));
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      waitingNow.set(this.#waiting.length);
    });
  }

  /** Each one that is to begin later gets a place in time behind the one before. */
  #placeMs(): number {
    const nowMs = performance.now();
    this.#horizonMs = Math.min(Math.max(nowMs + comeAgainMs, this.#horizonMs) + this.#stepMs, nowMs + 2 * returnMaxMs);
    const placeMs = this.#horizonMs - nowMs;
    return placeMs > returnMaxMs ? returnMaxMs * (0.5 + Math.random() / 2) : placeMs;
  }

  /** Time from one turn to the next. */
  get #stepMs(): number {
    return this.#meanMs / this.#places;
  }
}

function refusal(retryAfterMs: number): Refusal {
  const words = 'Many devices return at once. Send the same again in a moment.';
  return new Refusal('LIMIT_EXCEEDED', words, { limit: 'replaysAtOnce' }, { retryAfterMs: Math.ceil(retryAfterMs) });
}
