import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutTo, OutputWindow } from './output-window.ts';

function kept(bytesMax: number, ...pieces: string[]) {
  const window = new OutputWindow(bytesMax);
  for (const piece of pieces) window.add(Buffer.from(piece));
  return window.kept();
}

describe('a window on what was printed', () => {
  test('has all of it as long as it fits', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z\n]{0,40}$/)), (pieces) => {
        const whole = pieces.join('');
        const { text, isTruncated } = kept(Math.max(2, whole.length + 1), ...pieces);
        return text === whole && !isTruncated;
      }),
    );
  });

  test('has its beginning and its end when it does not fit, cut between lines', () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`);
    const { text, isTruncated } = kept(200, ...lines);
    expect(isTruncated).toBe(true);
    expect(text.startsWith('line 0\nline 1\n')).toBe(true);
    expect(text.endsWith('line 998\nline 999\n')).toBe(true);
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(line \d+|line|\[… cut …\])$/);
  });

  test('shows no half of a line, which might be half of a secret', () => {
    const { text } = kept(100, `password=${'x'.repeat(500)}\nend\n`);
    expect(text).not.toContain('xxx');
  });

  test('is no larger than it may be, however it is printed, and keeps no zero byte', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), (pieces) => {
        const window = new OutputWindow(256);
        for (const piece of pieces) window.add(Buffer.from(piece));
        const { text } = window.kept();
        return !text.includes('\0') && Buffer.byteLength(cutTo(text, 256)) <= 256;
      }),
    );
  });
});
