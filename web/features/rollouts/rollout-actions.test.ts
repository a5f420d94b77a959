import { expect, it } from 'vitest';
import { type ActionFacts, waveToApprove, whyNotPossible } from './rollout-actions.ts';

const wave = (index: number, state: 'WAITING' | 'OPEN' | 'PASSED', needsApproval = false) => ({
  index,
  name: `wave ${index}`,
  state,
  approvedBy: null,
  gates: { needsApproval },
});
const running: ActionFacts = {
  state: 'RUNNING',
  counts: { failed: 0 },
  waves: [wave(0, 'OPEN'), wave(1, 'WAITING', true)],
};

it('says what state an action needs, in the words of the badge', () => {
  expect(whyNotPossible('start', running)).toBe('The rollout is running; this needs one that is draft.');
  expect(whyNotPossible('pause', running)).toBeUndefined();
});

it('asks for approval of the next wave that needs it, and of no other', () => {
  expect(waveToApprove(running)?.index).toBe(1);
  expect(whyNotPossible('approve', { ...running, waves: [wave(0, 'OPEN', true)] })).toBe('No wave waits for approval.');
});

it('retries only where a device failed, and promotes only an open wave', () => {
  expect(whyNotPossible('retry', running)).toBe('No device failed.');
  expect(whyNotPossible('promote', { ...running, waves: [wave(0, 'PASSED')] })).toContain('No wave is open');
});
