import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed, SLEEP_AFTER_HIDDEN_MS } from './feed.ts';

/** A tab that a test hides and shows, with a page in it that listens and reads as the hooks do. */
function openTab() {
  const feed = new Feed();
  const changed: (() => void)[] = [];
  let isHidden = false;
  const page = { subscriptions: 0, readings: 0 };
  feed.followBrowser({
    isOffline: () => false,
    onNetworkChange: () => {},
    isHidden: () => isHidden,
    onVisibilityChange: (listener) => changed.push(listener),
  });
  let unwant = () => {};
  let epoch = feed.epoch();
  const follow = () => {
    const isOpen = page.subscriptions === 1;
    if (feed.isRunning() && !isOpen) {
      page.subscriptions = 1;
      unwant = feed.want();
    } else if (!feed.isRunning() && isOpen) {
      page.subscriptions = 0;
      unwant();
    }
    if (feed.epoch() !== epoch) {
      epoch = feed.epoch();
      page.readings += 1;
    }
  };
  feed.subscribe(follow);
  follow();
  const show = (isShown: boolean) => {
    isHidden = !isShown;
    for (const listener of changed) listener();
  };
  return { feed, page, hide: () => show(false), show: () => show(true) };
}

const connect = (feed: Feed) => feed.take({ type: 'connected', at: Date.now() });
const pass = (ms: number) => vi.advanceTimersByTime(ms);

describe('a tab nobody sees', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('lets go of its subscriptions after a minute and says nothing of a loss', () => {
    const { feed, page, hide } = openTab();
    connect(feed);
    hide();
    pass(SLEEP_AFTER_HIDDEN_MS - 1);
    expect(page.subscriptions).toBe(1);
    pass(1);
    expect(page.subscriptions).toBe(0);
    expect(feed.status().kind).toBe('QUIET');
  });

  it('listens again when it is seen, and reads exactly once, after the connection stands', () => {
    const { feed, page, hide, show } = openTab();
    connect(feed);
    hide();
    pass(SLEEP_AFTER_HIDDEN_MS);
    show();
    expect(page).toEqual({ subscriptions: 1, readings: 0 });
    pass(300);
    expect(page.readings).toBe(0);
    connect(feed);
    pass(50);
    expect(page.readings).toBe(1);
    pass(10 * SLEEP_AFTER_HIDDEN_MS);
    expect(page).toEqual({ subscriptions: 1, readings: 1 });
  });

  it('reads once all the same when no connection comes', () => {
    const { page, hide, show } = openTab();
    hide();
    pass(SLEEP_AFTER_HIDDEN_MS);
    show();
    pass(5000);
    expect(page.readings).toBe(1);
  });

  it('keeps everything when it is seen again within the minute', () => {
    const { feed, page, hide, show } = openTab();
    connect(feed);
    for (let times = 0; times < 5; times += 1) {
      hide();
      pass(SLEEP_AFTER_HIDDEN_MS - 1);
      show();
    }
    pass(10 * SLEEP_AFTER_HIDDEN_MS);
    expect(page).toEqual({ subscriptions: 1, readings: 0 });
  });

  it('reads once, not twice, when the feed was paused and resumed', () => {
    const { feed, page } = openTab();
    connect(feed);
    feed.togglePause();
    expect(page.subscriptions).toBe(0);
    feed.togglePause();
    connect(feed);
    pass(5000);
    expect(page).toEqual({ subscriptions: 1, readings: 1 });
  });
});
