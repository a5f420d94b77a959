import { describe, expect, it } from 'vitest';
import { advance, type FeedEvent, feedStatus, initialFeed, isOld, whyNoDestruction } from './feed-status.ts';
import { feedText } from './feed-text.ts';

const after = (...events: FeedEvent[]) => events.reduce(advance, initialFeed);
const connected = after({ type: 'wanted' }, { type: 'connected', at: 1000 });

describe('the feed badge', () => {
  it('says nothing of a feed nobody asks for', () => {
    expect(feedStatus(initialFeed, 0).kind).toBe('QUIET');
  });

  it('is connecting until the server was heard once', () => {
    expect(feedStatus(after({ type: 'wanted' }), 5000).kind).toBe('CONNECTING');
  });

  it('is live with the time since the server was heard', () => {
    const facts = advance(connected, { type: 'heard', at: 5000 });
    expect(feedStatus(facts, 5400)).toEqual({ kind: 'LIVE', ageMs: 400 });
    expect(feedText(feedStatus(facts, 5400))).toBe('LIVE 0.4s');
  });

  it('lags after five seconds of silence on a standing connection', () => {
    expect(feedText(feedStatus(connected, 8200))).toBe('LAGGING 7s');
  });

  it('counts the tries of a lost connection and keeps counting the age of the data', () => {
    const facts = [
      { type: 'lost', at: 3000 },
      { type: 'retrying', at: 3000 },
      { type: 'retrying', at: 9000 },
    ].reduce((before, event) => advance(before, event as FeedEvent), connected);
    expect(feedText(feedStatus(facts, 15_000))).toBe('RECONNECTING 2, data 00:14 old');
  });

  it('is offline a minute after the connection was lost, and says since when', () => {
    const facts = advance(connected, { type: 'lost', at: 3000 });
    expect(feedStatus(facts, 63_001)).toEqual({ kind: 'OFFLINE', since: 3000, ageMs: 62_001 });
  });

  it('is offline at once when the browser is', () => {
    const facts = advance(connected, { type: 'browser', isOffline: true, at: 4000 });
    expect(feedStatus(facts, 4000).kind).toBe('OFFLINE');
  });

  it('is live again after a reconnect, with the tries forgotten', () => {
    const facts = [
      { type: 'lost', at: 3000 },
      { type: 'retrying', at: 3500 },
      { type: 'connected', at: 4000 },
    ].reduce((before, event) => advance(before, event as FeedEvent), connected);
    expect(feedStatus(facts, 4100)).toEqual({ kind: 'LIVE', ageMs: 100 });
    expect(facts.attempt).toBe(0);
  });

  it('does not take letting go of the connection for a loss', () => {
    const facts = advance(connected, { type: 'unwanted' });
    expect(feedStatus(facts, 500_000).kind).toBe('QUIET');
  });

  it('is paused whatever else is so', () => {
    expect(feedStatus(advance(connected, { type: 'paused' }), 9_000_000).kind).toBe('PAUSED');
  });
});

describe('old knowledge', () => {
  it('is what nobody confirmed for fifteen seconds', () => {
    expect(isOld(feedStatus(connected, 15_900))).toBe(false);
    expect(isOld(feedStatus(connected, 16_100))).toBe(true);
  });

  it('forbids destruction, with the reason', () => {
    expect(whyNoDestruction(feedStatus(connected, 1500))).toBeUndefined();
    expect(whyNoDestruction(feedStatus(connected, 17_000))).toMatch(/silent/);
    expect(whyNoDestruction({ kind: 'PAUSED' })).toMatch(/paused/);
  });
});
