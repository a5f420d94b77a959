import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangeOf, sentPartOf } from './ranges.ts';

describe('a Range header', () => {
  test.each([
    [undefined, null],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=100-', 'NONE'],
    ['bytes=-0', 'NONE'],
    ['bytes=19-10', null],
    ['bytes=0-1,5-6', null],
    ['lines=0-1', null],
  ])('%s of 100 bytes asks for %j', (header, range) => expect(rangeOf(header, 100)).toEqual(range));

  test('never asks for a byte that is not there', () => {
    const part = fc.oneof(fc.nat(200).map(String), fc.constant(''));
    fc.assert(
      fc.property(part, part, fc.nat(150), (from, to, size) => {
        const range = rangeOf(`bytes=${from}-${to}`, size);
        if (range === null || range === 'NONE') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});

describe('a Content-Range header', () => {
  test('names a part, asks how far it has come, or is absent for the whole', () => {
    expect(sentPartOf(undefined, 9)).toEqual({ offset: 0, size: 9 });
    expect(sentPartOf('bytes 3-8/9', 9)).toEqual({ offset: 3, size: 9 });
    expect(sentPartOf('bytes */9', 9)).toEqual({ offset: null, size: 9 });
  });

  test.each(['bytes 8-3/9', 'bytes 3-9/9', 'bytes 3-/9', 'bytes 3-8/*', 'bytes -8/9', '3-8/9', ''])(
    '%s is refused',
    (header) => expect(() => sentPartOf(header, 9)).toThrow(/Content-Range/),
  );
});
