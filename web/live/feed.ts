/**
 * The one live feed of the tab: its status, whether it runs, and the call to read again. It runs while it is not
 * paused and the tab was visible within the last minute; whenever messages may have been missed (a reconnect, a
 * resume, a gap in a sequence), everything visible is read again once.
 */
import { advance, type FeedEvent, type FeedFacts, feedStatus, type FeedStatus, initialFeed } from './feed-status.ts';

const SLEEP_AFTER_HIDDEN_MS = 60_000;

type Listener = () => void;

class Feed {
  #facts: FeedFacts = initialFeed;
  #wants = 0;
  #isAsleep = false;
  #epoch = 0;
  #isRereadDue = false;
  readonly #listeners = new Set<Listener>();

  /** Calls back after anything here changed, except that time passed. */
  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the badge says now. */
  readonly status = (): FeedStatus => feedStatus(this.#facts, Date.now());

  /** When the server last gave a sign of life over a connection that stands; null while none does. */
  readonly confirmedAt = (): number | null => {
    const { isConnected, isPaused, heardAt } = this.#facts;
    return isConnected && !isPaused ? heardAt : null;
  };

  /** Whether subscriptions should be open now. */
  readonly isRunning = (): boolean => !this.#facts.isPaused && !this.#isAsleep;

  /** Grows whenever messages may have been missed: whoever shows data reads it again. */
  readonly epoch = (): number => this.#epoch;

  /** Says that a subscription is open, until the returned function is called. */
  want(): () => void {
    if (++this.#wants === 1) this.take({ type: 'wanted' });
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.#wants === 0) this.take({ type: 'unwanted' });
    };
  }

  /** Takes in what happened. */
  take(event: FeedEvent): void {
    const wasLost = this.#facts.lostAt !== null;
    this.#facts = advance(this.#facts, event);
    if (event.type === 'connected' && wasLost) this.reread();
    // Messages come at any rate; the badge looks at the clock itself.
    if (event.type !== 'heard') this.#tell();
  }

  /** Stops or resumes the feed at the person's wish. */
  togglePause(): void {
    if (this.#facts.isPaused) {
      this.take({ type: 'resumed', at: Date.now() });
      this.reread();
    } else {
      this.take({ type: 'paused' });
    }
  }

  /** Asks everything visible to read itself again; many calls at once are one. */
  reread(): void {
    if (this.#isRereadDue) return;
    this.#isRereadDue = true;
    setTimeout(() => {
      this.#isRereadDue = false;
      this.#epoch += 1;
      this.#tell();
    }, 50);
  }

  /** Follows the browser: its network, and whether anybody can see the tab. */
  followBrowser(): void {
    const network = () => this.take({ type: 'browser', isOffline: !navigator.onLine, at: Date.now() });
    addEventListener('online', network);
    addEventListener('offline', network);
    if (!navigator.onLine) network();
    let bedtime: ReturnType<typeof setTimeout> | undefined;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(bedtime);
      if (document.hidden) bedtime = setTimeout(() => this.#setAsleep(true), SLEEP_AFTER_HIDDEN_MS);
      else this.#setAsleep(false);
    });
  }

  #setAsleep(isAsleep: boolean): void {
    if (this.#isAsleep === isAsleep) return;
    this.#isAsleep = isAsleep;
    if (isAsleep) this.#tell();
    else this.reread();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The feed of this tab. */
export const feed = new Feed();
