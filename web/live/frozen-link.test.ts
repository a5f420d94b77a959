import { describe, expect, it } from 'vitest';
import { frozenLink } from './frozen-link.ts';

const nowS = Date.parse('2027-01-15T08:00:00Z') / 1000;
const frozenPath = (path: string) => frozenLink(`http://console.test${path}`, nowS).slice('http://console.test'.length);

describe('a copied link', () => {
  it('freezes the window the page shows without being told', () => {
    expect(frozenPath('/')).toBe('/?t=2027-01-15T02:00:00Z..2027-01-15T08:00:00Z');
    expect(frozenPath('/d/retail-eu')).toBe('/d/retail-eu?t=2027-01-15T02:00:00Z..2027-01-15T08:00:00Z');
    expect(frozenPath('/devices/42')).toBe('/devices/42?t=2027-01-15T07:45:00Z..2027-01-15T08:00:00Z');
  });

  it('freezes the window that was chosen and keeps everything else', () => {
    expect(frozenPath('/devices/42?tab=metrics&t=now-1h..now')).toBe(
      '/devices/42?tab=metrics&t=2027-01-15T07:00:00Z..2027-01-15T08:00:00Z',
    );
  });

  it('leaves a window that stands still, and a page without one, as they are', () => {
    const past = '/?t=2026-01-15T02:00:00Z..2026-01-15T08:00:00Z';
    expect(frozenPath(past)).toBe(past);
    expect(frozenPath('/devices?q=conn%3ALIVE')).toBe('/devices?q=conn%3ALIVE');
  });

  it('takes a window nobody can read for the usual one, as the page does', () => {
    expect(frozenPath('/?t=yesterday')).toBe('/?t=2027-01-15T02:00:00Z..2027-01-15T08:00:00Z');
  });
});
