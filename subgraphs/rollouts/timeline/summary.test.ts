import { expect, test } from 'vitest';
import { summaryOf } from './summary.ts';

const rolloutId = 'r';

test('a stop says what was counted, of how many, where the border is, and what happens for it', () => {
  const stop = { rolloutId, wave: 0, cause: 'FAILURES', action: 'ROLL_BACK', have: 3, need: 3, of: 10 } as const;
  expect(summaryOf({ type: 'WaveStopped', data: stop })).toBe(
    'Wave 1 stopped: 3 of 10 devices failed, the border is 3. Every changed device goes back.',
  );
});

test('a wave that a person let pass is told apart from one that its gates let pass', () => {
  const passed = { rolloutId, wave: 1, have: 1, need: 2, of: 2 };
  expect(summaryOf({ type: 'WavePassed', data: { ...passed, promotedBy: null, reason: null } })).toBe(
    'Wave 2 passed with 1 of 2 devices.',
  );
  const promoted = { ...passed, promotedBy: 'user:a', reason: 'the other one is in repair' };
  expect(summaryOf({ type: 'WavePassed', data: promoted })).toBe(
    'Wave 2 was promoted with 1 of 2 devices, whatever its gates said: the other one is in repair.',
  );
});

test('who ran it before, and who cannot go back, is said with the number', () => {
  const joined = { rolloutId, wave: 0, deviceIds: ['a', 'b'], installed: ['a'], troubled: [] };
  expect(summaryOf({ type: 'TargetsJoined', data: joined })).toBe(
    '2 devices joined wave 1; 1 ran the artifact before.',
  );
  const reversed = { rolloutId, deviceIds: ['a'], without: ['a'] };
  expect(summaryOf({ type: 'TargetsReversed', data: reversed })).toBe('1 device to go back; 1 device of them cannot.');
});
