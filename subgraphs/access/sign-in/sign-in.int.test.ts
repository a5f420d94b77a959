import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Introspected } from '../introspection/introspection.ts';
import { findMemberships } from '../introspection/lookups.ts';
import { Browser } from '../testing/browser.ts';
import { startTestIssuer, type Person, type TestIssuer } from '../testing/issuer.ts';
import { consoleUrl, startAccess, type AccessStack } from '../testing/stack.ts';

const operator: Person = { subject: 'sub-operator', email: 'Operator@Harbour.test', isVerified: true };
const client = { id: 'flotilla-console', secret: 'a-secret-of-the-test', postLogoutRedirectUri: consoleUrl };

let issuer: TestIssuer;
let access: AccessStack;
let browser: Browser;

beforeAll(async () => {
  access = await startAccess(async (apiUrl) => {
    issuer = await startTestIssuer({ ...client, redirectUris: [`${apiUrl}/auth/callback`] });
    return { FLOTILLA_OIDC_ISSUER: issuer.url, FLOTILLA_OIDC_CLIENT_SECRET: client.secret };
  });
});
beforeEach(() => {
  browser = new Browser();
  issuer.signInAs(operator);
});
afterAll(async () => {
  await access?.stop();
  await issuer?.stop();
});

const signIn = (query = '', visitor = browser) => visitor.follow(`${access.apiUrl}/auth/login${query}`, consoleUrl);
const introspect = (sessionToken: string | undefined) =>
  access.internal<Introspected>('/internal/introspect', { sessionToken: sessionToken ?? '' });

describe('signing in', () => {
  test('leads from the console to the issuer and back to the page that was wanted, with a session', async () => {
    const { url } = await signIn('?returnTo=/devices%3Fq%3Dconn:LIVE');
    expect(url).toBe(`${consoleUrl}/devices?q=conn:LIVE`);
    const session = await introspect(browser.cookie('flotilla_session'));
    expect(session).toMatchObject({ active: true, kind: 'user', roles: ['OPERATOR'], scopes: [] });
  });

  test('asks the issuer with PKCE, a state and a nonce, and tells it nothing else', async () => {
    const response = await browser.visit(`${access.apiUrl}/auth/login?returnTo=/devices`);
    const there = new URL(response.headers.get('location') ?? '');
    expect(there.origin).toBe(issuer.url);
    expect(there.searchParams.get('code_challenge_method')).toBe('S256');
    for (const secret of ['state', 'nonce', 'code_challenge']) {
      expect(there.searchParams.get(secret)?.length).toBeGreaterThanOrEqual(43);
    }
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^flotilla_sign_in_\w+=.+; Path=\/auth\/callback; Max-Age=600; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain('/devices');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('gives an HttpOnly cookie and leaves nothing of the attempt behind', async () => {
    await signIn();
    expect(browser.cookieNames.filter((name) => name.startsWith('flotilla_'))).toEqual(['flotilla_session']);
  });

  test.each(['https://evil.test', '//evil.test', '/%5Cevil.test', 'javascript:alert(1)'])(
    'never leads to %s',
    async (returnTo) => {
      const { url } = await signIn(`?returnTo=${returnTo}`);
      expect(url).toBe(`${consoleUrl}/`);
    },
  );

  test('replaces the session this browser had', async () => {
    await signIn();
    const before = browser.cookie('flotilla_session');
    await signIn();
    expect(await introspect(before)).toEqual({ active: false });
    expect(await introspect(browser.cookie('flotilla_session'))).toMatchObject({ active: true });
  });

  test('binds the user to the identity, so that another identity with the address does not get in', async () => {
    await signIn();
    issuer.signInAs({ ...operator, subject: 'sub-impostor' });
    const { response } = await signIn('', new Browser());
    expect(response?.status).toBe(403);
  });

  test('finds the user by the bound identity also after the address changed at the issuer', async () => {
    await signIn();
    issuer.signInAs({ ...operator, email: 'renamed@harbour.test', isVerified: false });
    const other = new Browser();
    await signIn('', other);
    expect(await introspect(other.cookie('flotilla_session'))).toMatchObject({ active: true, roles: ['OPERATOR'] });
  });
});

describe('whom sign-in turns away', () => {
  const refused = async (query = '') => {
    const { response } = await signIn(query);
    expect(response?.headers.get('content-type')).toContain('text/html');
    expect(browser.cookie('flotilla_session')).toBeUndefined();
    return { status: response?.status, page: (await response?.text()) ?? '' };
  };

  test('people no tenant knows, with a page that says what to do', async () => {
    issuer.signInAs({ subject: 'stranger', email: 'stranger@else.test', isVerified: true });
    const { status, page } = await refused();
    expect(status).toBe(403);
    expect(page).toContain('You are not a user of any tenant');
    expect(page).toMatch(/<code>FORBIDDEN<\/code> <code>[0-9a-f-]{36}<\/code>/);
  });

  test('people whose address the issuer has not verified', async () => {
    issuer.signInAs({ subject: 'unverified', email: 'finops@harbour.test', isVerified: false });
    expect((await refused()).status).toBe(403);
    const identity = { issuer: issuer.url, subject: 'unverified', verifiedEmail: null };
    expect(await findMemberships(access.database, identity)).toEqual([]);
  });

  test('people who are not users of the tenant they asked for', async () => {
    expect((await refused('?tenant=northwind')).page).toContain('You are not a user of this tenant');
  });

  test('people who decline at the issuer', async () => {
    issuer.signInAs(null);
    const { status, page } = await refused('?prompt=login');
    expect(status).toBe(403);
    expect(page).toContain('cancelled');
  });
});

describe('the way back from the issuer', () => {
  test('is closed to a browser that did not start the sign-in', async () => {
    const begun = await browser.visit(`${access.apiUrl}/auth/login`);
    const { url } = await browser.follow(begun.headers.get('location') ?? '', `${access.apiUrl}/auth/callback`);
    const response = await new Browser().visit(url);
    expect(response.status).toBe(400);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is closed to a forged or foreign cookie', async () => {
    const begun = await browser.visit(`${access.apiUrl}/auth/login`);
    const { url } = await browser.follow(begun.headers.get('location') ?? '', `${access.apiUrl}/auth/callback`);
    const name = browser.cookieNames.find((each) => each.startsWith('flotilla_sign_in_')) ?? '';
    const headers = { cookie: `${name}=${'x'.repeat(80)}`, accept: 'text/html' };
    expect((await fetch(url, { headers, redirect: 'manual' })).status).toBe(400);
  });

  test('can be gone once', async () => {
    const begun = await browser.visit(`${access.apiUrl}/auth/login`);
    const { url } = await browser.follow(begun.headers.get('location') ?? '', `${access.apiUrl}/auth/callback`);
    expect((await browser.visit(url)).status).toBe(303);
    const again = await browser.visit(url);
    expect(again.status).toBe(400);
  });

  test('does not accept a code that the issuer did not give for it', async () => {
    const begun = await browser.visit(`${access.apiUrl}/auth/login`);
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const url = `${access.apiUrl}/auth/callback?code=forged&state=${state}&iss=${encodeURIComponent(issuer.url)}`;
    expect((await browser.visit(url)).status).toBe(401);
  });

  test('escapes whatever a link puts into it', async () => {
    const response = await browser.visit(`${access.apiUrl}/auth/callback?state=%3Cscript%3E&error=%3Cscript%3E`);
    expect(await response.text()).not.toContain('<script>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('signing out', () => {
  const logout = (headers: Record<string, string>) =>
    browser.visit(`${access.apiUrl}/auth/logout`, { method: 'POST', headers });

  test('ends the session, forgets the cookie and names the issuer’s own way out', async () => {
    await signIn();
    const token = browser.cookie('flotilla_session');
    const response = await logout({ origin: consoleUrl, accept: 'application/json' });
    const { redirectTo } = (await response.json()) as { redirectTo: string };
    expect(redirectTo.startsWith(`${issuer.url}/session/end`)).toBe(true);
    expect(await introspect(token)).toEqual({ active: false });
    expect(browser.cookie('flotilla_session')).toBeUndefined();
  });

  test('of a form is a redirect, and doing it twice is no error', async () => {
    expect((await logout({ origin: consoleUrl })).status).toBe(303);
    expect((await logout({ origin: consoleUrl })).status).toBe(303);
  });

  test.each([{ origin: 'https://evil.test' }, { origin: 'null' }, {}])('cannot be ordered from %j', async (headers) => {
    await signIn();
    const response = await logout({ ...headers, accept: 'application/json' });
    expect(response.status).toBe(403);
    expect(await introspect(browser.cookie('flotilla_session'))).toMatchObject({ active: true });
  });

  test('is not possible with a link', async () => {
    expect((await browser.visit(`${access.apiUrl}/auth/logout`)).status).toBe(405);
  });
});
