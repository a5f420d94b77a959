import { describe, expect, it } from 'vitest';
import { SequenceCheck } from './sequence-check.ts';

describe('SequenceCheck', () => {
  it('may join a feed in the middle', () => {
    expect(new SequenceCheck().accepts(41)).toBe(true);
  });

  it('notices a missing message once', () => {
    const check = new SequenceCheck();
    expect([1, 2, 4, 5].map((seq) => check.accepts(seq))).toEqual([true, true, false, true]);
  });

  it('accepts any number after a reconnect', () => {
    const check = new SequenceCheck();
    check.accepts(7);
    check.restart();
    expect(check.accepts(1)).toBe(true);
  });
});
