/**
 * What is known of the live feed, as a pure machine: events of the connection go in, and what the badge should say at
 * a moment comes out. The age it speaks of is the time since the server was last heard, by a message or an answered
 * ping; how old the knowledge about a device is, is another matter and stands beside the device.
 */

/** A feed that is silent for longer than this lags. */
export const LAGGING_AFTER_MS = 5_000;
/** After this much silence what is on the page counts as old. */
export const OLD_AFTER_MS = 15_000;
/** After this long without a connection the page is read-only. */
export const OFFLINE_AFTER_MS = 60_000;

/** Everything the machine remembers. Times are milliseconds since the epoch. */
export type FeedFacts = {
  /** Somebody on the page subscribes. */
  readonly isWanted: boolean;
  readonly isConnected: boolean;
  readonly isBrowserOffline: boolean;
  readonly isPaused: boolean;
  /** Tries since the connection was lost; 0 while it holds. */
  readonly attempt: number;
  readonly heardAt: number | null;
  readonly lostAt: number | null;
};

/** What can happen to the feed. */
export type FeedEvent =
  | { readonly type: 'wanted' | 'unwanted' | 'paused' }
  | { readonly type: 'connected' | 'heard' | 'lost' | 'retrying' | 'resumed'; readonly at: number }
  | { readonly type: 'browser'; readonly isOffline: boolean; readonly at: number };

/** What the badge says. QUIET: no part of the page asks for a feed. */
export type FeedStatus =
  | { readonly kind: 'QUIET' | 'CONNECTING' | 'PAUSED' }
  | { readonly kind: 'LIVE' | 'LAGGING'; readonly ageMs: number }
  | { readonly kind: 'RECONNECTING'; readonly attempt: number; readonly ageMs: number | null }
  | { readonly kind: 'OFFLINE'; readonly since: number; readonly ageMs: number | null };

/** Before anything happened. */
export const initialFeed: FeedFacts = {
  isWanted: false,
  isConnected: false,
  isBrowserOffline: false,
  isPaused: false,
  attempt: 0,
  heardAt: null,
  lostAt: null,
};

/** The facts after an event. */
export function advance(facts: FeedFacts, event: FeedEvent): FeedFacts {
  switch (event.type) {
    case 'wanted':
      return { ...facts, isWanted: true };
    case 'unwanted':
      // Nobody listens, so the connection is let go on purpose: that is no loss.
      return { ...facts, isWanted: false, isConnected: false, attempt: 0, lostAt: null };
    case 'paused':
      return { ...facts, isPaused: true };
    case 'resumed':
      return { ...facts, isPaused: false, heardAt: event.at };
    case 'connected':
      return { ...facts, isConnected: true, attempt: 0, lostAt: null, heardAt: event.at };
    case 'heard':
      return { ...facts, heardAt: event.at };
    case 'lost':
      return { ...facts, isConnected: false, lostAt: facts.lostAt ?? event.at };
    case 'retrying':
      return { ...facts, isConnected: false, attempt: facts.attempt + 1, lostAt: facts.lostAt ?? event.at };
    case 'browser':
      return {
        ...facts,
        isBrowserOffline: event.isOffline,
        lostAt: event.isOffline ? (facts.lostAt ?? event.at) : facts.lostAt,
      };
  }
}

/** What to say of these facts now. */
export function feedStatus(facts: FeedFacts, now: number): FeedStatus {
  const ageMs = facts.heardAt === null ? null : Math.max(0, now - facts.heardAt);
  if (facts.isPaused) return { kind: 'PAUSED' };
  if (facts.isBrowserOffline) return { kind: 'OFFLINE', since: facts.lostAt ?? now, ageMs };
  if (!facts.isWanted) return { kind: 'QUIET' };
  if (facts.isConnected && ageMs !== null) return { kind: ageMs > LAGGING_AFTER_MS ? 'LAGGING' : 'LIVE', ageMs };
  if (facts.lostAt === null) return { kind: 'CONNECTING' };
  if (now - facts.lostAt > OFFLINE_AFTER_MS) return { kind: 'OFFLINE', since: facts.lostAt, ageMs };
  return { kind: 'RECONNECTING', attempt: Math.max(1, facts.attempt), ageMs };
}

/** Whether what is on the page is too old to be taken for the present. */
export function isOld(status: FeedStatus): boolean {
  if (status.kind === 'OFFLINE') return true;
  return 'ageMs' in status && status.ageMs !== null && status.ageMs > OLD_AFTER_MS;
}

/** Why nothing destructive may be done on the grounds of this page now; undefined when it may. */
export function whyNoDestruction(status: FeedStatus): string | undefined {
  if (status.kind === 'PAUSED') return 'The live feed is paused: resume it before acting on what you see.';
  return isOld(status) ? 'The live feed is silent: what you see may not be so any more.' : undefined;
}
