import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFresh, isSigned, signatureOf } from './signature.ts';

describe('a signature', () => {
  test('holds for the secret, the moment and the body it was made of, and for nothing else', () => {
    const words = fc.record({ secret: fc.string(), timestamp: fc.nat().map(String), body: fc.uint8Array() });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const signature = signatureOf(one.secret, one.timestamp, one.body);
        expect(isSigned(one.secret, { ...one, signature })).toBe(true);
        const isSame = one.timestamp === other.timestamp && Buffer.compare(one.body, other.body) === 0;
        expect(isSigned(one.secret, { ...other, signature })).toBe(isSame);
      }),
    );
  });

  test('of another length, another case or none at all is wrong, not a fault', () => {
    const body = Buffer.from('{}');
    const good = signatureOf('secret', '1', body);
    for (const signature of [
      '',
      'sha256=',
      good.slice(0, -1),
      `${good}0`,
      good.toUpperCase(),
      good.slice(7),
      'sha256=ü',
    ]) {
      expect(isSigned('secret', { timestamp: '1', body, signature })).toBe(false);
    }
  });

  test('is as GitHub and others write it, over the moment and the body', () => {
    expect(signatureOf('secret', '1760000000', Buffer.from('{"a":1}'))).toMatch(/^sha256=[0-9a-f]{64}$/);
  });
});

test('a moment is fresh for five minutes before and after, and only if it is a number of seconds', () => {
  const now = 1_760_000_000;
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000 }), (away) => {
      expect(isFresh(String(now + away), now * 1_000)).toBe(Math.abs(away) <= 300);
    }),
  );
  for (const wrong of ['', 'now', '1e9', '-1', ' 1760000000', '1760000000.5', String(now * 1_000)]) {
    expect(isFresh(wrong, now * 1_000)).toBe(false);
  }
});
