import { expect, test } from 'vitest';
import { journalSteps } from './journal-steps.ts';

const at = (second: number) => `2026-11-21T19:00:0${second}.000Z`;
const own = ['LEASED', 'STAGED', 'STAGED/ASKED', 'APPLYING/STOP', 'HEALTHY'].map((state) => ({ state, at: at(9) }));

test('the permit stands right after the device asked for it, whatever its clock shows', () => {
  const steps = journalSteps({ grantedAt: at(0), begunAt: at(1), endedAt: at(2), steps: own });
  expect(steps.map(({ code, words }) => code ?? words)).toEqual([
    'was granted a lease',
    'LEASED',
    'STAGED',
    'STAGED/ASKED',
    'was let begin',
    'APPLYING/STOP',
    'HEALTHY',
    'said how it ended',
  ]);
  expect(steps.filter(({ clock }) => clock === 'our')).toHaveLength(3);
});

test('an intent that was refused without a lease has one step', () => {
  const steps = journalSteps({ grantedAt: null, begunAt: null, endedAt: at(2), steps: [] });
  expect(steps).toEqual([{ at: at(2), words: 'refused the intent', code: null, clock: 'our' }]);
});

test('a step that is not known here stands as the device wrote it', () => {
  const steps = journalSteps({
    grantedAt: null,
    begunAt: null,
    endedAt: null,
    steps: [{ state: 'DREAMING', at: at(1) }],
  });
  expect(steps[0]?.words).toBe('DREAMING');
});
