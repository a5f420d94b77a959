import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presetGates } from '../gate/gate.ts';
import { judgeWayBack, type Ring } from './way-back.ts';

const ring = (wave: number, numbers: Partial<Ring>): Ring => ({
  wave,
  done: 0,
  failed: 0,
  forgiven: 0,
  applying: 0,
  waiting: 0,
  away: 0,
  ...numbers,
});
const judge = (...rings: Ring[]) => judgeWayBack(rings, () => presetGates);

describe('the way back', () => {
  test('goes ring by ring: the next one when enough of the last are back', () => {
    expect(judge(ring(0, { waiting: 2 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 0 });
    expect(judge(ring(0, { done: 1, applying: 1 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 0 });
    expect(judge(ring(0, { done: 2 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 1 });
    expect(judge(ring(0, { done: 9, waiting: 1 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 1 });
  });

  test('is held up by nobody who is away, or silent in the middle', () => {
    expect(judge(ring(0, { away: 2 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 1 });
    expect(judge(ring(0, { done: 1, away: 1 }), ring(2, { waiting: 1 }))).toEqual({ kind: 'GO', wave: 2 });
  });

  test('stops when too many fail on it, and says which ring and how many', () => {
    expect(judge(ring(0, { done: 1, failed: 1 }), ring(1, { waiting: 8 }))).toEqual({
      kind: 'STOP',
      wave: 0,
      have: 1,
      need: 1,
      of: 2,
    });
    expect(judge(ring(0, { done: 2 }), ring(1, { failed: 2, done: 1, waiting: 7 })).kind).toBe('GO');
    expect(judge(ring(0, { done: 2 }), ring(1, { failed: 3, done: 1, waiting: 6 }))).toMatchObject({
      wave: 1,
      have: 3,
    });
  });

  test('goes on past failures that somebody accepted, and past a few', () => {
    expect(judge(ring(0, { done: 1, forgiven: 1 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 1 });
    expect(judge(ring(0, { done: 4, failed: 1 }), ring(1, { waiting: 8 }))).toEqual({ kind: 'GO', wave: 1 });
  });

  test('never opens a ring while somebody before it could still fail it, and never waits for nobody', () => {
    const few = fc.nat(6);
    const any = fc.record({ done: few, failed: few, forgiven: few, applying: few, waiting: few, away: few });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (all) => {
        const rings = all.map((numbers, wave) => ({ wave, ...numbers }));
        const judged = judge(...rings);
        if (judged.kind === 'STOP') return;
        const open = judged.wave ?? -1;
        for (const before of rings.slice(0, open)) {
          const base = before.done + before.failed + before.forgiven + before.applying + before.waiting;
          const isOver = before.applying + before.waiting === 0;
          expect(isOver || before.done >= (base * presetGates.successPercent) / 100).toBe(true);
        }
        const last = rings.length - 1;
        if (rings.every(({ applying, waiting }) => applying + waiting === 0)) expect(open).toBe(last);
      }),
    );
  });
});
