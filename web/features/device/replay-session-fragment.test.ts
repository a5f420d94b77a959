import { describe, expect, test } from 'vitest';
import { endWords, progressOf } from './replay-session-fragment.ts';

describe('the progress of a return', () => {
  test('counts from the first record the device still had', () => {
    expect(progressOf({ firstSeq: 101, acceptedSeq: 150, lastSeq: 200 })).toEqual({
      total: 100,
      accepted: 50,
      share: 0.5,
    });
  });

  test('is nothing before the first chunk, and never more than there is', () => {
    expect(progressOf({ firstSeq: 101, acceptedSeq: 100, lastSeq: 200 }).accepted).toBe(0);
    expect(progressOf({ firstSeq: 1, acceptedSeq: 9, lastSeq: 5 }).share).toBe(1);
  });

  test('is whole where there was nothing to bring', () => {
    expect(progressOf({ firstSeq: 1, acceptedSeq: 0, lastSeq: 0 })).toEqual({ total: 0, accepted: 0, share: 1 });
  });

  test('an end says why in words', () => {
    expect(endWords({ state: 'ABORTED', endReason: 'SILENT' })).toContain('silent');
    expect(endWords({ state: 'UPLOADING', endReason: null })).toBe('uploading');
  });
});
