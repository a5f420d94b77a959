import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WaveHealthEvent } from './events.ts';
import { askEveryS, patienceS, waveHealth } from './health.ts';

const t = (s: number) => new Date(Date.UTC(2026, 0, 1) + s * 1_000).toISOString();
const asking = (s: number) =>
  ({ type: 'AskHealth', rolloutId: 'r', wave: 0, devices: [], controlIds: [], now: t(s) }) as const;
const answer = (question: number): WaveHealthEvent => ({
  type: 'CohortHealthMeasured',
  data: { rolloutId: 'r', wave: 0, question, until: t(0), devices: 0, measures: [] },
});

describe('the questions about a wave', () => {
  test('follow each other no faster than anybody looks, and wait for their answer', () => {
    const [first] = waveHealth.decide(asking(0), waveHealth.initialState);
    if (!first) throw new Error('it asks');
    const open = replay(waveHealth, [first]);
    expect(waveHealth.decide(asking(askEveryS), open)).toEqual([]);
    expect(waveHealth.decide(asking(patienceS), open)).toMatchObject([{ data: { question: 2, until: t(patienceS) } }]);
    const answered = replay(waveHealth, [first, answer(1)]);
    expect(waveHealth.decide(asking(askEveryS - 1), answered)).toEqual([]);
    expect(waveHealth.decide(asking(askEveryS), answered)).toMatchObject([{ data: { question: 2 } }]);
  });

  test('keep their distance whatever is answered, late or twice', () => {
    const step = fc.oneof(
      fc.nat(40).map((s) => ({ wait: s })),
      fc.nat(6).map((question) => ({ question })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let [state, now] = [waveHealth.initialState, 0];
        const asked: number[] = [];
        for (const each of steps) {
          if ('question' in each) state = waveHealth.evolve(state, answer(each.question));
          else now += each.wait;
          for (const event of waveHealth.decide(asking(now), state)) {
            state = waveHealth.evolve(state, event);
            asked.push(now);
          }
        }
        asked.slice(1).forEach((at, n) => expect(at - (asked[n] ?? 0)).toBeGreaterThanOrEqual(askEveryS));
      }),
    );
  });
});
