import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  const roles = ['OPERATOR'];
  test.principals.set('developer', { kind: 'user', sub: 'u1', tenant: 't1', roles, scopes: [], sid: 'sid-1' });
});
afterAll(() => test.close());

/**
 * The audits' own requests, made as a signed-in developer, because anonymous callers run trusted documents only. GETs
 * carry the preflight header that proves they are not a foreign page's; nothing else is changed.
 */
const asDeveloper: typeof fetch = (input, init) => {
  const headers = { ...(init?.headers as Record<string, string>), authorization: 'Bearer developer' };
  const isGet = (init?.method ?? 'GET') === 'GET';
  return fetch(input, { ...init, headers: { ...headers, ...(isGet && { 'x-flotilla-preflight': '1' }) } });
};

describe('GraphQL over HTTP at the operators door', () => {
  for (const audit of serverAudits({ url: () => `${test.url}/graphql`, fetchFn: asDeveloper })) {
    it(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });
  }
});
