import { describe, expect, it } from 'vitest';
import { readScope, scopedHref } from './scope.ts';

describe('the scope in the address', () => {
  it('is the whole tenant without a prefix', () => {
    expect(readScope('/devices')).toEqual({ scope: null, path: '/devices' });
  });

  it('is a domain with one, and the page is the same', () => {
    expect(readScope('/d/retail-eu')).toEqual({ scope: 'retail-eu', path: '/' });
    expect(readScope('/d/retail-eu/devices/42')).toEqual({ scope: 'retail-eu', path: '/devices/42' });
  });

  it('does not take another page for a prefix', () => {
    expect(readScope('/devices/d/1').scope).toBeNull();
  });

  it('survives a change of page', () => {
    for (const path of ['/', '/devices', '/devices?q=conn%3ALIVE']) {
      const href = scopedHref('retail eu', path);
      expect(readScope(href.split('?')[0] ?? '')).toEqual({ scope: 'retail eu', path: path.split('?')[0] });
    }
    expect(scopedHref('x', '/?t=now-1h..now')).toBe('/d/x?t=now-1h..now');
  });
});
