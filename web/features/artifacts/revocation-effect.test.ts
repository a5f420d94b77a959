import { expect, test } from 'vitest';
import { revocationEffect } from './revocation-effect.ts';

const release = (keyId: string) => ({ keyId, role: 'RELEASE' as const });
const key = { keyId: 'a', role: 'RELEASE' as const, threshold: 1 };

test('what only a revoked key vouches for is rejected, what others vouch for too stands', () => {
  const alone = { state: 'VERIFIED' as const, signers: [release('a')] };
  const both = { state: 'VERIFIED' as const, signers: [release('a'), release('b'), release('b')] };
  expect(revocationEffect([alone, both], key)).toEqual({ rejected: [alone], standing: [both] });
  expect(revocationEffect([both], { ...key, threshold: 2 }).rejected).toEqual([both]);
});

test('a key of another role fills no threshold, and where none has to sign nothing is rejected', () => {
  const built = { state: 'VERIFIED' as const, signers: [release('a'), { keyId: 'c', role: 'BUILD' as const }] };
  expect(revocationEffect([built], key).rejected).toEqual([built]);
  expect(revocationEffect([built], { keyId: 'c', role: 'BUILD', threshold: 0 }).rejected).toEqual([]);
});

test('what is withdrawn stays so', () => {
  const withdrawn = { state: 'WITHDRAWN' as const, signers: [release('a')] };
  expect(revocationEffect([withdrawn], key).rejected).toEqual([]);
});
