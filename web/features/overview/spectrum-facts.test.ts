import { describe, expect, it } from 'vitest';
import { byDesignShare, filterOfState, percentText } from './spectrum-facts.ts';

describe('healthy by design', () => {
  it('counts devices that are away on purpose', () => {
    expect(byDesignShare({ LIVE: 5, AUTONOMOUS: 3, DELAYED: 1, DISCONNECTED: 1 })).toBe(0.8);
  });

  it('is unknown without devices', () => {
    expect(percentText(byDesignShare({}))).toBe('–');
  });

  it('is never rounded up to a hundred while one device is missing', () => {
    expect(percentText(9999 / 10_000)).toBe('99.9%');
    expect(percentText(1)).toBe('100%');
    expect(percentText(0.784)).toBe('78%');
  });
});

it('leads from a segment to exactly the devices it counts', () => {
  expect(filterOfState('EDGE_CACHED')).toBe('conn:EDGE_CACHED trust:TRUSTED');
  expect(filterOfState('QUARANTINED')).toBe('trust:QUARANTINED');
});
