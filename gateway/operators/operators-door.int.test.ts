import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consoleUrl, hashOf } from '../testing/test-contract.ts';
import { startTestGateway, type TestGateway, type TestPrincipal } from '../testing/test-gateway.ts';

const trusted = 'query Board { publicCount }';
const tenant = '7c0f5f3e-0000-4000-8000-000000000001';
let test: TestGateway;

function person(roles: string[] = ['OPERATOR']): TestPrincipal {
  return { kind: 'user', sub: 'u1', tenant, roles, scopes: [], sid: `sid-${Math.random()}` };
}

beforeAll(async () => {
  test = await startTestGateway({ consoleDocuments: [trusted] });
});

afterAll(() => test.close());

beforeEach(() => {
  test.principals.clear();
  test.principals.set('s1', person());
  test.principals.set('bot', { ...person([]), kind: 'service', sub: 'a1', scopes: ['fleet:read'], sid: null });
});

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly json: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
};

async function ask(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as never };
}

const signedIn = { cookie: 'flotilla_session=s1' };
const codeOf = (answer: Answer) => answer.json.errors?.[0]?.extensions['code'];

describe('the operators door', () => {
  it('answers a person by cookie and a service account by bearer token', async () => {
    expect((await ask({ query: '{ asker { who } }' }, signedIn)).json.data).toEqual({ asker: { who: 'user u1' } });
    const bot = await ask({ query: '{ asker { who } }' }, { authorization: 'Bearer bot' });
    expect(bot.json.data).toEqual({ asker: { who: 'service a1' } });
  });

  it('joins what two subgraphs know of an entity', async () => {
    const { json } = await ask({ query: '{ device(id: "d1") { name load } }' }, signedIn);
    expect(json).toEqual({ data: { device: { name: 'device d1', load: 0.5 } } });
  });

  it('runs trusted documents for anybody, by hash alone or by their very text', async () => {
    const persistedQuery = { version: 1, sha256Hash: hashOf(trusted) };
    expect((await ask({ extensions: { persistedQuery } })).json.data).toEqual({ publicCount: 3 });
    expect((await ask({ query: trusted })).json.data).toEqual({ publicCount: 3 });
  });

  it('refuses documents of their own to anonymous callers, introspection included', async () => {
    for (const query of ['{ publicCount }', '{ __schema { queryType { name } } }']) {
      const answer = await ask({ query });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect((await ask({ query: '{ __schema { queryType { name } } }' }, signedIn)).json.errors).toBeUndefined();
  });

  it('answers INVALID_INPUT to a hash nobody trusts', async () => {
    const answer = await ask({ extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } }, signedIn);
    expect(answer.json.errors?.[0]?.extensions).toEqual({
      code: 'INVALID_INPUT',
      details: { reason: 'PERSISTED_QUERY_NOT_FOUND' },
    });
  });

  it('takes a session that is over for nobody, and a bearer token that is for an error', async () => {
    test.principals.clear();
    const gone = { cookie: 'flotilla_session=over' };
    expect((await ask({ query: trusted }, gone)).json.data).toEqual({ publicCount: 3 });
    const answer = await ask({ query: trusted }, { authorization: 'Bearer over' });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('forgets a session within a second of its end', async () => {
    test.principals.set('ends', person());
    const cookie = { cookie: 'flotilla_session=ends' };
    expect((await ask({ query: '{ asker { who } }' }, cookie)).status).toBe(200);
    test.principals.delete('ends');
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await ask({ query: '{ asker { who } }' }, cookie)).status).toBe(401);
  });

  it('asks access once for calls of one session within a second', async () => {
    test.principals.set('busy', person());
    const before = test.introspections.count;
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: 20 }, () => ask({ query: '{ asker { who } }' }, { cookie: 'flotilla_session=busy' })),
    );
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    expect(test.introspections.count - before).toBeLessThanOrEqual(1 + seconds);
  });

  it('passes refusals of subgraphs on with code and details', async () => {
    const { json, status } = await ask({ query: '{ device(id: "gone") { name } }' }, signedIn);
    expect(status).toBe(200);
    expect(json.errors?.[0]).toMatchObject({
      message: 'There is no device gone.',
      path: ['device'],
      extensions: { code: 'NOT_FOUND', details: { deviceId: 'gone' } },
    });
  });

  it.each([{}, { id: null }, { id: { nested: true } }])('names the variable that is wrong: %j', async (variables) => {
    const query = 'query ($id: ID!) { device(id: $id) { name } }';
    const answer = await ask({ query, variables }, signedIn);
    expect(answer.json.errors?.[0]).toMatchObject({
      message: expect.stringContaining('"$id"'),
      extensions: { code: 'INVALID_INPUT' },
    });
    expect(answer.json.errors?.[0]?.extensions).not.toHaveProperty('errorId');
  });

  it('shows a fault as an id and nothing of its inside', async () => {
    const { json } = await ask({ query: '{ device(id: "bug") { name } }' }, signedIn);
    expect(JSON.stringify(json)).not.toContain('secret internals');
    expect(json.errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', errorId: expect.any(String) });
  });

  it('keeps a harmless request id, passes it on, and makes one otherwise', async () => {
    const given = await ask({ query: '{ asker { requestId } }' }, { ...signedIn, 'x-request-id': 'trace-me-12345' });
    expect(given.json.data).toEqual({ asker: { requestId: 'trace-me-12345' } });
    expect(given.headers.get('x-request-id')).toBe('trace-me-12345');
    const odd = await ask({ query: '{ asker { requestId } }' }, { ...signedIn, 'x-request-id': 'x"} {"level' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an attack on the operators door', () => {
  const nested = (depth: number) => `{ device(id: "d") ${'{ neighbours '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;

  it.each([
    ['depth', nested(13)],
    ['aliases', `{ ${Array.from({ length: 31 }, (_, at) => `a${at}: publicCount`).join(' ')} }`],
    ['tokens', `{ ${'publicCount '.repeat(2001)} }`],
    ['cost', '{ devices(first: 200) { neighbours { neighbours { neighbours { id } } } } }'],
  ])('is refused for its %s with LIMIT_EXCEEDED', async (limit, query) => {
    const answer = await ask({ query }, signedIn);
    expect(answer.status).toBe(429);
    expect(answer.json.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit } });
  });

  it('is refused where fragments multiply, without doing the work', async () => {
    const levels = 18;
    const fragment = (at: number) =>
      `fragment F${at} on Device { neighbours { ...F${at + 1} } b${at}: neighbours { ...F${at + 1} } }`;
    const fragments = Array.from({ length: levels }, (_, at) => fragment(at)).join(' ');
    const query = `{ device(id: "d") { ...F0 } } ${fragments} fragment F${levels} on Device { id }`;
    // In processor time of this process, in which the gateway runs, too: others may have the cores meanwhile.
    const before = process.cpuUsage();
    expect(codeOf(await ask({ query }, signedIn))).toBe('LIMIT_EXCEEDED');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(500);
  });

  it('cannot hide behind variables', async () => {
    const query = 'query ($n: Int!) { devices(first: $n) { neighbours { neighbours { neighbours { id } } } } }';
    expect((await ask({ query, variables: { n: 1 } }, signedIn)).status).toBe(200);
    expect(codeOf(await ask({ query, variables: { n: 100_000 } }, signedIn))).toBe('LIMIT_EXCEEDED');
  });

  it('is refused as a batch', async () => {
    const answer = await ask([{ query: trusted }, { query: trusted }], signedIn);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'INVALID_INPUT']);
  });

  it('is refused as a huge body, announced or not', async () => {
    const huge = JSON.stringify({ query: trusted, variables: { pad: 'x'.repeat(1024 * 1024) } });
    const answer = await ask(huge, signedIn);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'LIMIT_EXCEEDED']);
    const status = await new Promise((resolve, reject) => {
      const chunked = rawRequest(`${test.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      chunked.once('response', (response) => resolve(response.statusCode));
      chunked.once('error', reject);
      chunked.write(huge);
      chunked.end();
    });
    expect(status).toBe(429);
  });

  it('cannot mutate by GET', async () => {
    const query = encodeURIComponent('mutation { renameDevice(id: "d") { name } }');
    const response = await fetch(`${test.url}/graphql?query=${query}`, {
      headers: { ...signedIn, 'x-flotilla-preflight': '1' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('cannot be forged by a foreign page: no JSON type, no preflight header, wrong origin', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await ask({ query: trusted }, { ...signedIn, 'content-type': type });
      expect([type, answer.status]).toEqual([type, 400]);
    }
    const bare = await fetch(`${test.url}/graphql?query=${encodeURIComponent(trusted)}`, { headers: signedIn });
    expect(bare.status).toBe(400);
    const foreign = await ask({ query: trusted }, { ...signedIn, origin: 'https://evil.test' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('cannot call itself the gateway', async () => {
    const answer = await ask({ query: '{ asker { who } }' }, { 'x-flotilla-identity': 'anything' });
    expect(answer.status).toBe(401);
  });
});

describe('the console as a browser', () => {
  it('may call with credentials, and no other page may', async () => {
    const preflight = (origin: string) =>
      fetch(`${test.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const own = await preflight(consoleUrl);
    expect(own.status).toBe(204);
    expect(own.headers.get('access-control-allow-origin')).toBe(consoleUrl);
    expect(own.headers.get('access-control-allow-credentials')).toBe('true');
    expect((await preflight('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('signs in through the door: paths, cookies and redirects are passed on as they are', async () => {
    const response = await fetch(`${test.url}/auth/login?returnTo=/devices`, {
      redirect: 'manual',
      headers: { 'x-flotilla-identity': 'forged', 'x-forwarded-for': '6.6.6.6' },
    });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://issuer.test/authorize');
    expect(response.headers.getSetCookie()).toEqual(['flotilla_session=s1; HttpOnly', 'other=1']);
    const seen = JSON.parse(response.headers.get('x-seen') ?? '{}') as { url: string; headers: Record<string, string> };
    expect(seen.url).toBe('/access/auth/login?returnTo=/devices');
    expect(seen.headers).toMatchObject({ 'x-forwarded-host': 'localhost:4000', 'x-forwarded-proto': 'http' });
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(seen.headers['x-flotilla-identity']).toBeUndefined();
  });

  it('gets GraphiQL as a signed-in developer only, from this process alone', async () => {
    const page = (headers: Record<string, string>) =>
      fetch(`${test.url}/graphql`, { headers: { accept: 'text/html', ...headers } });
    expect((await page({})).status).toBe(401);
    const served = await page(signedIn);
    expect(served.status).toBe(200);
    expect(await served.text()).toContain('Flotilla GraphiQL');
  });
});

describe('the process', () => {
  it('says that it lives, that it is ready, and what it measures', async () => {
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200);
    await expect.poll(async () => (await fetch(`${test.url}/readyz`)).status).toBe(200);
    await ask({ query: trusted });
    expect(await (await fetch(`${test.url}/metrics`)).text()).toContain('flotilla_gateway_operation_seconds_count');
    expect((await fetch(`${test.url}/elsewhere`)).status).toBe(404);
  });
});
