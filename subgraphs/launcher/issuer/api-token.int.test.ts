import { execFileSync } from 'node:child_process';
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../config.ts';
import { startIssuer, type IssuerProcess } from '../testing/issuer-process.ts';
import { apiResource, programClientId } from './provider.ts';

let issuer: IssuerProcess;

beforeAll(async () => {
  issuer = await startIssuer({ FLOTILLA_OIDC_AUDIENCE: 'audience-of-the-test' });
});
afterAll(() => issuer?.stop());

/** The recipe people copy from the manual, up to the token, run as they run it. */
function tokenByTheManual(): string {
  const manual = readFileSync(join(repositoryRoot, 'docs/operating.md'), 'utf8');
  const recipe = /```sh\n(issuer=[^`]+\n)curl [^`]+```/.exec(manual)?.[1] ?? '';
  const script = `set -eu\n${recipe.replace(/^issuer=\S+/, `issuer=${issuer.url}`)}\nprintf %s "$token"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' });
}

const decoded = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

function authorization(changes: Record<string, string>): URL {
  const url = new URL('/auth', issuer.url);
  url.search = new URLSearchParams({
    client_id: programClientId,
    response_type: 'code',
    scope: 'openid api',
    redirect_uri: 'http://127.0.0.1/callback',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    ...changes,
  }).toString();
  return url;
}

/** Where the issuer sends the browser of such a sign-in, or the page it shows instead. */
async function answerTo(changes: Record<string, string>): Promise<{ location: string; page: string }> {
  const response = await fetch(authorization(changes), { redirect: 'manual' });
  return { location: response.headers.get('location') ?? '', page: await response.text() };
}

describe('a program’s token', () => {
  test('by the manual’s recipe is a JWT for the API that names a person with a verified address', async () => {
    const token = tokenByTheManual();
    const [head, body, signature] = token.split('.');
    const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: (JsonWebKey & { kid: string })[] };
    const key = keys.find(({ kid }) => kid === decoded(head).kid);
    if (!key) throw new Error('signed with a key that the issuer does not publish');
    const publicKey = createPublicKey({ key, format: 'jwk' });
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      publicKey,
      Buffer.from(signature ?? '', 'base64url'),
    );
    expect(isSigned).toBe(true);
    expect(decoded(head)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(decoded(body)).toMatchObject({
      iss: issuer.url,
      aud: 'audience-of-the-test',
      sub: 'operator@harbour.test',
      email: 'operator@harbour.test',
      email_verified: true,
      client_id: programClientId,
    });
    expect(Number(decoded(body).exp) - Number(decoded(body).iat)).toBe(3600);
  });

  test('is not to be had without PKCE', async () => {
    const { location } = await answerTo({ code_challenge: '', code_challenge_method: '' });
    expect(location).toContain('error=invalid_request');
  });

  test('is not sent to any machine but the person’s own', async () => {
    const { location, page } = await answerTo({ redirect_uri: 'https://evil.test/callback' });
    expect(location).toBe('');
    expect(page).toContain('redirect_uri did not match');
  });

  test('comes to whichever port of the loopback address the program listens on', async () => {
    expect((await answerTo({ redirect_uri: 'http://127.0.0.1:52123/callback' })).location).toContain('/interaction/');
  });

  test('is for no other resource', async () => {
    expect((await answerTo({ resource: 'https://else.test' })).location).toContain('error=invalid_target');
    expect((await answerTo({ resource: apiResource })).location).toContain('/interaction/');
  });
});
