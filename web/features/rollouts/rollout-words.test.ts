import { expect, it } from 'vitest';
import { countsText, progressText, scopeText, waitingLead, waveLookOf, waveText } from './rollout-words.ts';

const none = {
  total: 0,
  done: 0,
  alreadyInstalled: 0,
  applying: 0,
  deferred: 0,
  unreachable: 0,
  failed: 0,
  incapable: 0,
  withdrawn: 0,
};

it('counts a device that had it before as a good end, and one that is away as none', () => {
  expect(progressText({ ...none, total: 1200, done: 10, alreadyInstalled: 2, unreachable: 1188 })).toBe('12 of 1,200');
});

it('counts on the way back those that went back, of those that were changed', () => {
  const counts = { ...none, total: 60, done: 2, failed: 1, alreadyInstalled: 7, withdrawn: 50 };
  expect(progressText(counts, true)).toBe('2 of 3');
  expect(countsText(counts, true)).toBe('Went back 2, Had it before 7, Failed 1, Withdrawn 50 of 60');
});

it('names every bucket that holds a device, and what they add up to', () => {
  expect(countsText({ ...none, total: 3, done: 2, failed: 1 })).toBe('Done 2, Failed 1 of 3');
  expect(countsText(none)).toBe('No device yet');
});

it('names the wave that is open or next, and the last when all passed', () => {
  const waves = (...states: ('PASSED' | 'OPEN' | 'WAITING')[]) => states.map((state, index) => ({ index, state }));
  expect(waveText(waves('PASSED', 'OPEN', 'WAITING'))).toBe('2 of 3');
  expect(waveText(waves('WAITING', 'WAITING'))).toBe('1 of 2');
  expect(waveText(waves('PASSED', 'PASSED'))).toBe('2 of 2');
});

it('calls a wave neither open nor waiting once its rollout goes on no more', () => {
  expect(waveLookOf({ state: 'OPEN' }, { state: 'RUNNING' })).toBe('OPEN');
  expect(waveLookOf({ state: 'OPEN' }, { state: 'ROLLED_BACK' })).toBe('STOPPED');
  expect(waveLookOf({ state: 'WAITING' }, { state: 'ABORTED' })).toBe('NOT_OPENED');
  expect(waveLookOf({ state: 'PASSED' }, { state: 'ROLLING_BACK' })).toBe('PASSED');
});

it('says what is waited for with its numbers, and survives a gate it does not know', () => {
  expect(waitingLead({ gate: 'SUCCESS', have: 3, need: 9 })).toBe('Waits for enough successes, 3 of 9');
  expect(waitingLead({ gate: 'FULL_MOON', have: null, need: null })).toBe('Waits for full moon');
});

it('names the scope of a budget by its name where that is known', () => {
  const nameOf = (id: string) => (id === 'd1' ? 'Retail EU' : undefined);
  expect(scopeText('area:d1', nameOf)).toBe('the area Retail EU');
  expect(scopeText('global', nameOf)).toBe('the whole fleet');
  expect(scopeText('site', nameOf)).toBe('each site');
});
