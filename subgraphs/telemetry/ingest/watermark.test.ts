/** A batch's place in line. */
import { Refusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from './watermark.ts';

const drop = (fromSeq: number, toSeq: number) => ({
  class: 'SAMPLES' as const,
  fromSeq,
  toSeq,
  count: toSeq - fromSeq + 1,
  fromMs: 0,
  toMs: 0,
  reason: 'full',
  signature: '',
});

describe('a batch', () => {
  test('that continues is new', () => {
    expect(judge(10, { fromSeq: 11, toSeq: 20, dropped: [] })).toEqual({ kind: 'NEW', acknowledgedSeq: 20 });
  });

  test('that was accepted whole is a duplicate, and the acknowledgement does not go back', () => {
    expect(judge(10, { fromSeq: 1, toSeq: 5, dropped: [] })).toEqual({ kind: 'DUPLICATE', acknowledgedSeq: 10 });
  });

  test('may follow declared drops, several in any order', () => {
    const dropped = [drop(16, 20), drop(11, 15)];
    expect(judge(10, { fromSeq: 21, toSeq: 25, dropped })).toEqual({ kind: 'NEW', acknowledgedSeq: 25 });
  });

  test.each([
    [12, 20, []],
    [5, 15, []],
    [21, 25, [drop(11, 19)]],
    [21, 25, [drop(12, 20)]],
  ])('%i to %i that overlaps or leaves a hole is a conflict', (fromSeq, toSeq, dropped) => {
    const verdict = () => judge(10, { fromSeq, toSeq, dropped });
    expect(verdict).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });

  test('by batch: however batches are repeated and reordered, what is accepted is a prefix, each number once', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), (ranges) => {
        const accepted: number[] = [];
        let mark = 0;
        for (const [fromSeq, extra] of ranges) {
          try {
            const verdict = judge(mark, { fromSeq, toSeq: fromSeq + extra, dropped: [] });
            expect(verdict.acknowledgedSeq).toBeGreaterThanOrEqual(mark);
            if (verdict.kind === 'NEW') for (let seq = fromSeq; seq <= fromSeq + extra; seq += 1) accepted.push(seq);
            mark = verdict.acknowledgedSeq;
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(Refusal);
          }
        }
        expect(accepted).toEqual(Array.from({ length: mark }, (_, index) => index + 1));
      }),
    );
  });
});
