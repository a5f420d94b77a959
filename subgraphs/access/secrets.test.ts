import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashSecret, isSecretOf, newSecret, parseServiceToken, printServiceToken } from './secrets.ts';

describe('secrets', () => {
  test('carry 256 bits and never repeat', () => {
    const made = new Set(Array.from({ length: 1000 }, newSecret));
    expect(made.size).toBe(1000);
    for (const secret of made) expect(Buffer.from(secret, 'base64url').length).toBe(32);
  });

  test('are recognised by their hash and by no other', () => {
    const secret = newSecret();
    expect(isSecretOf(secret, hashSecret(secret))).toBe(true);
    expect(isSecretOf(secret, hashSecret(newSecret()))).toBe(false);
    expect(isSecretOf(secret, '')).toBe(false);
  });

  test('of service accounts are read back from their token, also with underscores inside', () => {
    const [id, secret] = [randomUUID(), `${'_-'.repeat(21)}_`];
    expect(parseServiceToken(printServiceToken(id, secret))).toEqual({ id, secret });
  });

  test.each(['', 'fsa_', 'fsa_x_y', `fsa_${randomUUID()}_short`, `fsa_${randomUUID()}_${newSecret()}x`])(
    'are not read from %j',
    (token) => expect(parseServiceToken(token)).toBeNull(),
  );
});
