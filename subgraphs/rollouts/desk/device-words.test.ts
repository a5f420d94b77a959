import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceText } from './device-words.ts';

test('whatever a device says can be stored, is short enough, and keeps what was right', () => {
  const anything = fc.string({
    unit: fc.integer({ min: 0, max: 0xff_ff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 60,
  });
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 50 }), (text, max) => {
      const kept = deviceText(text, max);
      expect(kept.length).toBeLessThanOrEqual(max);
      expect(kept.isWellFormed()).toBe(true);
      expect(JSON.stringify(kept)).not.toContain('\\u0000');
      expect(deviceText(kept, max)).toBe(kept);
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => deviceText(text, 1_000) === text));
  expect(deviceText('ab😀', 3)).toBe('ab');
  expect(deviceText('a\u0000b\u001b[31m\nc\td', 99)).toBe('a\ufffdb\ufffd[31m\nc\td');
});
