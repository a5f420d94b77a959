/**
 * The one live feed of the tab: its status, whether it runs, and the call to read again. It runs while it is not
 * paused and the tab was visible within the last minute; whenever messages may have been missed (a reconnect, a
 * resume, a gap in a sequence), everything visible is read again once.
 */
import type { BrowserSigns } from './browser-signs.ts';
import { advance, type FeedEvent, type FeedFacts, feedStatus, type FeedStatus, initialFeed } from './feed-status.ts';

/** A tab that nobody has seen for this long listens to nothing. */
export const SLEEP_AFTER_HIDDEN_MS = 60_000;
/** Who starts to listen again reads again once the connection stands, or after this long in any case. */
const CATCH_UP_WITHIN_MS = 1_000;

type Listener = () => void;

/** The feed; there is one per tab, and one per test. */
export class Feed {
  #facts: FeedFacts = initialFeed;
  #wants = 0;
  #isAsleep = false;
  #epoch = 0;
  #isRereadDue = false;
  #catchUp: ReturnType<typeof setTimeout> | undefined;
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
    if (event.type === 'connected' && (wasLost || this.#catchUp !== undefined)) this.reread();
    // Messages come at any rate; the badge looks at the clock itself.
    if (event.type !== 'heard') this.#tell();
  }

  /** Stops or resumes the feed at the person's wish. */
  togglePause(): void {
    if (this.#facts.isPaused) {
      this.take({ type: 'resumed', at: Date.now() });
      this.#rereadOnceConnected();
    } else {
      this.take({ type: 'paused' });
    }
  }

  /** Asks everything visible to read itself again; many calls at once are one. */
  reread(): void {
    clearTimeout(this.#catchUp);
    this.#catchUp = undefined;
    if (this.#isRereadDue) return;
    this.#isRereadDue = true;
    setTimeout(() => {
      this.#isRereadDue = false;
      this.#epoch += 1;
      this.#tell();
    }, 50);
  }

  /** Follows the browser: its network, and whether anybody can see the tab. */
  followBrowser(browser: BrowserSigns): void {
    const network = () => this.take({ type: 'browser', isOffline: browser.isOffline(), at: Date.now() });
    browser.onNetworkChange(network);
    if (browser.isOffline()) network();
    let bedtime: ReturnType<typeof setTimeout> | undefined;
    browser.onVisibilityChange(() => {
      clearTimeout(bedtime);
      if (browser.isHidden()) bedtime = setTimeout(() => this.#setAsleep(true), SLEEP_AFTER_HIDDEN_MS);
      else this.#setAsleep(false);
    });
  }

  #setAsleep(isAsleep: boolean): void {
    if (this.#isAsleep === isAsleep) return;
    this.#isAsleep = isAsleep;
    this.#tell();
    if (!isAsleep) this.#rereadOnceConnected();
  }

  /** What happens between reading and listening would be missed, so reading waits for the connection, if not for long. */
  #rereadOnceConnected(): void {
    clearTimeout(this.#catchUp);
    this.#catchUp = setTimeout(() => this.reread(), CATCH_UP_WITHIN_MS);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The feed of this tab. */
export const feed = new Feed();
