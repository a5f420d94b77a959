import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Refusal } from '@flotilla/kernel/errors';
import { handle } from '@flotilla/kernel/handle';
import type { Viewer } from '@flotilla/kernel/viewer';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import * as oidc from 'openid-client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceAccountAggregate, sessionAggregate, userAggregate } from '../aggregates.ts';
import { newSecret } from '../secrets.ts';
import { Browser } from '../testing/browser.ts';
import { apiAudience, apiResource as resource, startTestIssuer, type TestIssuer } from '../testing/issuer.ts';
import { addServiceAccount, addUser, startSession, viewerNamed } from '../testing/people.ts';
import { consoleUrl, startAccess, type AccessStack } from '../testing/stack.ts';
import type { Introspected } from './introspection.ts';

const client = { id: 'flotilla-console', secret: 'a-secret-of-the-test', postLogoutRedirectUri: consoleUrl };
const botRedirect = 'http://127.0.0.1:9/callback';

let issuer: TestIssuer;
let issuerPort: number;
let access: AccessStack;
let superuser: pg.Client;
let operator: Viewer;
const platform = { userId: null, isPlatformAdmin: true };

beforeAll(async () => {
  issuerPort = await freePort();
  access = await startAccess(async () => ({
    FLOTILLA_OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`,
    FLOTILLA_OIDC_CLIENT_SECRET: client.secret,
  }));
  superuser = new pg.Client({ connectionString: access.test.superuserUrl });
  await superuser.connect();
  operator = await viewerNamed(access, 'operator@harbour.test');
});
afterAll(async () => {
  await superuser?.end();
  await access?.stop();
  await issuer?.stop();
});

const ofSession = (sessionToken: string) => access.internal<Introspected>('/internal/introspect', { sessionToken });
const ofBearer = (bearer: string) => access.internal<Introspected>('/internal/introspect', { bearer });
const command = (viewer: Viewer, given: Parameters<typeof userAggregate.decide>[0]) =>
  handle(access.database, userAggregate, { id: viewer.subject, viewer, command: given });

describe('without an issuer', () => {
  test('access starts, and signing in says that the issuer is away', async () => {
    const response = await new Browser().visit(`${access.apiUrl}/auth/login`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('does not answer');
  });

  test('a bearer JWT is neither accepted nor called wrong', async () => {
    const reply = await access.internal<{ errors: { extensions: { code: string } }[] }>('/internal/introspect', {
      bearer: 'a.b.c',
    });
    expect(reply.errors[0]?.extensions.code).toBe('UNAVAILABLE');
  });

  test('sessions work all the same', async () => {
    const { token } = await startSession(access, operator);
    expect(await ofSession(token)).toMatchObject({ active: true });
  });

  test('signing in works as soon as the issuer is there', async () => {
    const redirectUris = [`${access.apiUrl}/auth/callback`, botRedirect];
    issuer = await startTestIssuer({ ...client, redirectUris, port: issuerPort });
    const response = await new Browser().visit(`${access.apiUrl}/auth/login`);
    expect(response.status).toBe(303);
  });
});

describe('the token of a session', () => {
  test('tells who, where and as what', async () => {
    const { sessionId, token } = await startSession(access, operator);
    const { subject: sub, tenantId: tenant } = operator;
    const expected = { active: true, kind: 'user', sub, tenant, roles: ['OPERATOR'], scopes: [], sid: sessionId };
    expect(await ofSession(token)).toEqual({ ...expected, expiresAt: expect.any(String) as string });
  });

  test.each(['', 'x', newSecret(), "' or 1=1 --", 'x'.repeat(9000)])(
    'that was never given means nothing',
    async (token) => expect(await ofSession(token)).toEqual({ active: false }),
  );

  test('is no bearer token', async () => {
    const { token } = await startSession(access, operator);
    expect(await ofBearer(token)).toEqual({ active: false });
  });

  test('ends with its time, however busy it is', async () => {
    const { sessionId, token } = await startSession(access, operator);
    await superuser.query(`update access.sessions set expires_at = now() - interval '1 s' where id = $1`, [sessionId]);
    expect(await ofSession(token)).toEqual({ active: false });
  });

  test('ends when it was idle too long', async () => {
    const { sessionId, token } = await startSession(access, operator);
    const sql = `insert into access.activity values ($1, $2, now() - interval '24 h 1 s')`;
    await superuser.query(sql, [operator.tenantId, sessionId]);
    expect(await ofSession(token)).toEqual({ active: false });
  });

  test('ends with its revocation, at once', async () => {
    const { sessionId, token } = await startSession(access, operator);
    const revoke = { type: 'RevokeSession', reason: 'REVOKED' } as const;
    await handle(access.database, sessionAggregate, { id: sessionId, viewer: operator, command: revoke });
    expect(await ofSession(token)).toEqual({ active: false });
  });

  test('carries the roles of now', async () => {
    const somebody = await addUser(access, operator.tenantId);
    const { token } = await startSession(access, somebody);
    await command(somebody, { type: 'SetUserRoles', roles: ['FINOPS'], by: platform });
    expect(await ofSession(token)).toMatchObject({ roles: ['FINOPS'] });
  });

  test('ends with the suspension of its user and stays ended after the reinstatement', async () => {
    const somebody = await addUser(access, operator.tenantId);
    const { token } = await startSession(access, somebody);
    await command(somebody, { type: 'SuspendUser', reason: 'lost laptop', by: platform });
    expect(await ofSession(token)).toEqual({ active: false });
    await command(somebody, { type: 'ReinstateUser', by: platform });
    expect(await ofSession(token)).toEqual({ active: false });
    const again = await startSession(access, somebody);
    expect(await ofSession(again.token)).toMatchObject({ active: true });
  });

  test('ends when the user ends all of them, and the next one works', async () => {
    const somebody = await addUser(access, operator.tenantId);
    const tokens = [await startSession(access, somebody), await startSession(access, somebody)];
    await command(somebody, { type: 'EndUserSessions' });
    for (const { token } of tokens) expect(await ofSession(token)).toEqual({ active: false });
    expect(await ofSession((await startSession(access, somebody)).token)).toMatchObject({ active: true });
  });

  test('leaves a trace of being seen once a minute, and none in the log', async () => {
    const somebody = await addUser(access, operator.tenantId);
    const { sessionId, token } = await startSession(access, somebody);
    const events = async () => (await superuser.query('select count(*)::int as n from log.events')).rows[0];
    const before = await events();
    const seen = async () => {
      await ofSession(token);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const sql = 'select seen_at from access.activity where subject_id = any ($1) order by subject_id';
      return (await superuser.query(sql, [[somebody.subject, sessionId]])).rows as { seen_at: Date }[];
    };
    const first = await seen();
    expect(first).toHaveLength(2);
    expect(await seen()).toEqual(first);
    expect(await events()).toEqual(before);
  });
});

describe('the token of a service account', () => {
  test('tells which, where and what it may do', async () => {
    const { id, token } = await addServiceAccount(access, operator.tenantId);
    expect(await ofBearer(token)).toMatchObject({
      active: true,
      kind: 'service',
      sub: id,
      tenant: operator.tenantId,
      roles: [],
      scopes: ['fleet:read'],
      sid: `service:${id}`,
    });
  });

  test('with another secret means nothing', async () => {
    const { id } = await addServiceAccount(access, operator.tenantId);
    expect(await ofBearer(`fsa_${id}_${newSecret()}`)).toEqual({ active: false });
    expect(await ofBearer(`fsa_${randomUUID()}_${newSecret()}`)).toEqual({ active: false });
  });

  test('ends with its time', async () => {
    const { id, token } = await addServiceAccount(access, operator.tenantId);
    await superuser.query(`update access.service_accounts set expires_at = now() where id = $1`, [id]);
    expect(await ofBearer(token)).toEqual({ active: false });
  });

  test('ends with its revocation, at once', async () => {
    const { id, token } = await addServiceAccount(access, operator.tenantId);
    const instruction = { id, viewer: operator, command: { type: 'RevokeServiceAccount' } as const };
    await handle(access.database, serviceAccountAggregate, instruction);
    expect(await ofBearer(token)).toEqual({ active: false });
  });

  test('is kept nowhere, neither in the rows nor in the log', async () => {
    const { token } = await addServiceAccount(access, operator.tenantId);
    const secret = token.slice(-43);
    const { rows } = await superuser.query<{ text: string }>(
      `select e::text as text from log.events e union all select s::text from access.service_accounts s`,
    );
    expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
  });
});

describe('a JWT of the issuer', () => {
  const ann = { subject: 'sub-analyst', email: 'analyst@harbour.test', isVerified: true };

  test('for our API acts as the user of the verified address', async () => {
    expect(await ofBearer(await accessToken(ann))).toMatchObject({
      active: true,
      kind: 'user',
      roles: ['SECURITY_ANALYST'],
      sid: expect.stringMatching(/^user:/) as string,
    });
  });

  test('acts as nobody without a verified address or membership', async () => {
    const unverified = { subject: 'sub-2', email: 'viewer@harbour.test', isVerified: false };
    expect(await ofBearer(await accessToken(unverified))).toEqual({ active: false });
    const stranger = { subject: 'sub-3', email: 'stranger@else.test', isVerified: true };
    expect(await ofBearer(await accessToken(stranger))).toEqual({ active: false });
  });

  test('that is an ID token is no access token', async () => {
    const { idToken } = await tokensOf(ann);
    expect(await ofBearer(idToken)).toEqual({ active: false });
  });

  test('signed by anybody else, or by nobody, means nothing', async () => {
    const claims = { email: ann.email, email_verified: true, sub: ann.subject };
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const forged = (header: { alg: string; kid?: string; jwk?: object }) =>
      new SignJWT(claims)
        .setProtectedHeader(header)
        .setIssuer(issuer.url)
        .setAudience(apiAudience)
        .setExpirationTime('5m')
        .sign(privateKey);
    expect(await ofBearer(await forged({ alg: 'RS256' }))).toEqual({ active: false });
    expect(await ofBearer(await forged({ alg: 'RS256', jwk: await exportJWK(publicKey) }))).toEqual({ active: false });
    const unsigned = new UnsecuredJWT(claims).setIssuer(issuer.url).setAudience(apiAudience).setExpirationTime('5m');
    expect(await ofBearer(unsigned.encode())).toEqual({ active: false });
    const real = await accessToken(ann);
    expect(await ofBearer(`${real.slice(0, -6)}AAAAAA`)).toEqual({ active: false });
  });

  test('does not outlive the suspension of its user', async () => {
    const analyst = await viewerNamed(access, 'analyst@harbour.test');
    const jwt = await accessToken(ann);
    await command(analyst, { type: 'SuspendUser', reason: 'left', by: platform });
    expect(await ofBearer(jwt)).toEqual({ active: false });
    await command(analyst, { type: 'ReinstateUser', by: platform });
    expect(await ofBearer(jwt)).toMatchObject({ active: true });
  });

  async function accessToken(person: Parameters<TestIssuer['signInAs']>[0]): Promise<string> {
    return (await tokensOf(person)).accessToken;
  }

  async function tokensOf(
    person: Parameters<TestIssuer['signInAs']>[0],
  ): Promise<{ accessToken: string; idToken: string }> {
    issuer.signInAs(person);
    const configuration = await oidc.discovery(new URL(issuer.url), client.id, client.secret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    const verifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: botRedirect,
      scope: 'openid email api',
      resource,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const back = await new Browser().follow(url.href, botRedirect);
    const checks = { pkceCodeVerifier: verifier, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(back.url), checks, { resource });
    return { accessToken: tokens.access_token, idToken: tokens.id_token ?? '' };
  }
});

describe('asking again for many callers', () => {
  const ask = (sids: unknown) =>
    access.internal<{ active: string[]; rolesBySid: Record<string, string[]> }>('/internal/introspect-sessions', {
      sids,
    });

  test('answers those that may still act, with their roles of now', async () => {
    const [kept, ended] = [await addUser(access, operator.tenantId), await addUser(access, operator.tenantId)];
    const live = await startSession(access, kept);
    const dead = await startSession(access, ended);
    const machine = await addServiceAccount(access, operator.tenantId);
    await command(kept, { type: 'SetUserRoles', roles: ['OPERATOR'], by: platform });
    await command(ended, { type: 'SuspendUser', reason: 'left', by: platform });
    const sids = [live.sessionId, dead.sessionId, `user:${kept.subject}`, `user:${ended.subject}`];
    const answer = await ask([...sids, `service:${machine.id}`, randomUUID(), 'nonsense', 7]);
    expect(answer.rolesBySid).toEqual({
      [live.sessionId]: ['OPERATOR'],
      [`user:${kept.subject}`]: ['OPERATOR'],
      [`service:${machine.id}`]: [],
    });
    expect(answer.active.sort()).toEqual(Object.keys(answer.rolesBySid).sort());
  });

  test.each([undefined, 'x', Array.from({ length: 5001 }, () => 'x')])(
    'refuses what is no list of ids',
    async (sids) => {
      const reply = (await ask(sids)) as unknown as { errors: { extensions: { code: Refusal['code'] } }[] };
      expect(reply.errors[0]?.extensions.code).toBe('INVALID_INPUT');
    },
  );
});

test('a body without a token is INVALID_INPUT', async () => {
  const reply = await access.internal<{ errors: { extensions: { code: string } }[] }>('/internal/introspect', {});
  expect(reply.errors[0]?.extensions.code).toBe('INVALID_INPUT');
});

test('nobody but the gateway may ask', async () => {
  const url = `${access.apiUrl}/internal/introspect`;
  const response = await fetch(url, { method: 'POST', body: '{"sessionToken":"x"}' });
  expect(response.status).toBe(401);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
