import { expect, test } from 'vitest';
import { isUsableIn, nextChannel, shortHex } from './artifact-words.ts';

test('channels come one after the other, and after the last comes none', () => {
  expect([null, 'dev', 'canary', 'prod'].map((channel) => nextChannel(channel as 'dev' | null))).toEqual([
    'dev',
    'canary',
    'prod',
    null,
  ]);
});

test('an artifact may be used in its furthest channel and in those before it, and in none before it was promoted', () => {
  expect([isUsableIn('dev', 'canary'), isUsableIn('canary', 'canary'), isUsableIn('prod', 'canary')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(isUsableIn('dev', null)).toBe(false);
});

test('a digest is cut to what tells two apart, without the name of its algorithm', () => {
  expect(shortHex(`sha256:${'ab'.repeat(32)}`)).toBe('abababababab');
});
