import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAccessConfig } from './config.ts';

const keyFile = join(mkdtempSync(join(tmpdir(), 'flotilla-access-')), 'master.key');
writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`);
const env = { FLOTILLA_MASTER_KEY_FILE: keyFile };

describe('the configuration of access', () => {
  test('needs nothing but a master key on a development machine', () => {
    expect(readAccessConfig(env)).toMatchObject({ issuer: 'http://localhost:4010', clientId: 'flotilla-console' });
  });

  test.each(['http://issuer.example', 'http://localhost.evil.test', 'ftp://localhost', 'not a url'])(
    'does not trust the issuer %s',
    (issuer) =>
      expect(() => readAccessConfig({ ...env, FLOTILLA_OIDC_ISSUER: issuer })).toThrow('FLOTILLA_OIDC_ISSUER'),
  );

  test('does not let an ID token pass for an access token', () => {
    const wrong = { ...env, FLOTILLA_OIDC_AUDIENCE: 'flotilla-console' };
    expect(() => readAccessConfig(wrong)).toThrow('FLOTILLA_OIDC_AUDIENCE');
  });

  test('names every wrong variable', () => {
    const wrong = { FLOTILLA_SESSION_TTL_HOURS: '0', FLOTILLA_CONSOLE_URL: 'x' };
    expect(() => readAccessConfig(wrong)).toThrow(
      /FLOTILLA_CONSOLE_URL[^]*FLOTILLA_MASTER_KEY_FILE[^]*FLOTILLA_SESSION_TTL_HOURS/,
    );
  });
});
