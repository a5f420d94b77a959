import { describe, expect, test } from 'vitest';
import { harmless } from './support-bundle.ts';
import { redacted, withoutMatches, withoutSecrets } from './redaction.ts';

const canary = 'CANARY9f3b7c';

describe('what leaves the device', () => {
  test.for([
    `password=${canary}`,
    `DB_PASSWORD: "${canary} with spaces"`,
    `{"apiKey":"${canary}"}`,
    `Authorization: Bearer ${canary}`,
    `postgres://admin:${canary}@db/x`,
    `run --token flt1.${canary}`,
    `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
    `-----BEGIN EC PRIVATE KEY-----\n${canary}`,
    `${'A'.repeat(40)}${canary}\n-----END PRIVATE KEY-----`,
  ])('has no secret in %j', (text) => {
    expect(withoutSecrets(text)).not.toContain(canary);
    expect(withoutSecrets(text)).toContain(redacted);
  });

  test('is left as it is when it has none', () => {
    const text = 'Active: active (running) since Mon; 3 tasks\nrestarted cups in 40 ms\n';
    expect(withoutSecrets(text)).toBe(text);
  });

  test('has nothing that a pattern of the runbook matches', () => {
    expect(withoutMatches('card 4111-1111 ok, card 4222-2222 ok', ['\\d{4}-\\d{4}'])).toBe(
      `card ${redacted} ok, card ${redacted} ok`,
    );
    expect(withoutMatches('abc', ['x*'])).toBe('abc');
  });

  test('is withheld when a pattern is none, or comes to no end', () => {
    expect(withoutMatches('text', ['('])).toBeNull();
    expect(withoutMatches('a'.repeat(40), ['(a+)+b'], 200)).toBeNull();
  });

  test('has no member whose name says that it is a secret, at any depth', () => {
    const told = JSON.stringify(
      harmless({ a: [{ clientSecret: canary, keyPem: canary, list: { token: [canary] } }], pid: 4 }),
    );
    expect(told).not.toContain(canary);
    expect(told).toContain('"pid":4');
  });
});
