import { describe, expect, it } from 'vitest';
import { readScope } from '../live/scope.ts';
import { layerAbove } from './layer-above.ts';

const above = (address: string) => {
  const [path = '', query] = address.split('?');
  return layerAbove(readScope(path), query === undefined ? '' : `?${query}`);
};

describe('one layer up', () => {
  it('is from a device its domain, from a domain the fleet, and from there nowhere', () => {
    expect(above('/d/retail-eu/devices/42')).toBe('/d/retail-eu');
    expect(above('/d/retail-eu')).toBe('/');
    expect(above('/')).toBeNull();
  });

  it('is the same page with the same question where the page has no layer of its own', () => {
    expect(above('/d/retail-eu/devices?q=conn%3ALIVE')).toBe('/devices?q=conn%3ALIVE');
    expect(above('/d/retail-eu?t=now-1h..now')).toBe('/?t=now-1h..now');
    expect(above('/devices?q=conn%3ALIVE')).toBeNull();
  });

  it('leads from a page below another to the fleet when no domain is named', () => {
    expect(above('/devices/42?tab=metrics')).toBe('/');
  });
});
