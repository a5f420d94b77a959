import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUser, serviceWith, viewerNamed } from '../testing/people.ts';
import { startAccess, valueOf, type AccessStack } from '../testing/stack.ts';

let access: AccessStack;
let admin: Viewer;
let platform: Viewer;
beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  admin = await viewerNamed(access, 'admin@harbour.test');
  platform = await viewerNamed(access, 'platform@harbour.test');
});
afterAll(() => access?.stop());

const list = async (q: string, first = 50) => {
  const document = 'query ($q: String, $first: Int!) { users(q: $q, first: $first) { edges { node { email } } } }';
  const reply = await access.graphql(admin, document, { q, first });
  const users = reply.data?.['users'] as { edges: { node: { email: string } }[] } | undefined;
  return { emails: users?.edges.map(({ node }) => node.email), code: reply.errors?.[0]?.extensions.code };
};
const change = async (viewer: Viewer, field: string, input: Record<string, unknown>) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const selection = '{ id email roles status lastSeenAt }';
  const document = `mutation ($input: ${type}!) { user: ${field}(input: $input) ${selection} }`;
  const reply = await access.graphql(viewer, document, { input });
  return { user: reply.data?.['user'] as Record<string, unknown> | null, error: reply.errors?.[0]?.extensions };
};

describe('the list of users', () => {
  test('knows the one filter grammar', async () => {
    expect((await list('role:OPERATOR')).emails).toEqual(['operator@harbour.test']);
    expect((await list('role:operator,finops -email:finops')).emails).toEqual(['operator@harbour.test']);
    expect((await list('name:"security a"')).emails).toEqual(['analyst@harbour.test']);
    expect((await list('PLATF')).emails).toEqual(['platform@harbour.test']);
    expect((await list('status:SUSPENDED')).emails).toEqual([]);
    expect((await list('email:%')).emails).toEqual([]);
  });

  test.each(['rank:1', 'role:KING', '"open'])('answers INVALID_INPUT to the filter %s', async (q) =>
    expect((await list(q)).code).toBe('INVALID_INPUT'),
  );

  test('is paged by address, and each user is seen once', async () => {
    const document =
      'query ($a: String) { users(first: 2, after: $a) { edges { node { email } } pageInfo { endCursor hasNextPage } } }';
    const seen: string[] = [];
    for (let after: string | null = null, goesOn = true; goesOn;) {
      const reply = await access.graphql(admin, document, { a: after });
      const { edges, pageInfo } = valueOf<{
        edges: { node: { email: string } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      }>(reply, 'users');
      seen.push(...edges.map(({ node }) => node.email));
      [after, goesOn] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen.length).toBeGreaterThanOrEqual(6);
  });
});

describe('administering users', () => {
  test('adds one under an address in lower case', async () => {
    const input = { email: 'New@Harbour.test', name: 'New', roles: ['VIEWER'] };
    const { user } = await change(admin, 'addUser', input);
    expect(user).toMatchObject({ email: 'new@harbour.test', roles: ['VIEWER'], status: 'ACTIVE', lastSeenAt: null });
    expect((await change(admin, 'addUser', input)).error).toMatchObject({
      code: 'CONFLICT',
      details: { field: 'email' },
    });
  });

  test('lets two tenants have a user with the same address', async () => {
    const other = await viewerNamed(access, 'admin@northwind.test');
    const input = { email: 'operator@harbour.test', name: 'Otto', roles: ['VIEWER'] };
    expect((await change(other, 'addUser', input)).error).toBeUndefined();
  });

  test('suspends and reinstates', async () => {
    const userId = (await addUser(access, admin.tenantId)).subject;
    const suspended = await change(admin, 'suspendUser', { userId, reason: 'left' });
    expect(suspended.user).toMatchObject({ status: 'SUSPENDED' });
    expect((await change(admin, 'reinstateUser', { userId })).user).toMatchObject({ status: 'ACTIVE' });
  });

  test.each(['setUserRoles', 'suspendUser', 'reinstateUser', 'endUserSessions'])(
    'answers NOT_FOUND when %s names nobody',
    async (field) => {
      const more = { setUserRoles: { roles: ['VIEWER'] }, suspendUser: { reason: 'left' } }[field] ?? {};
      for (const userId of [randomUUID(), 'nobody']) {
        expect((await change(admin, field, { userId, ...more })).error?.code).toBe('NOT_FOUND');
      }
    },
  );

  test('answers INVALID_INPUT to an empty reason and to no roles', async () => {
    const userId = (await addUser(access, admin.tenantId)).subject;
    expect((await change(admin, 'suspendUser', { userId, reason: '' })).error?.code).toBe('INVALID_INPUT');
    expect((await change(admin, 'setUserRoles', { userId, roles: [] })).error?.code).toBe('INVALID_INPUT');
  });

  test('answers CONFLICT to an administrator who would lock themselves out', async () => {
    const userId = admin.subject;
    expect((await change(admin, 'suspendUser', { userId, reason: 'oops' })).error?.code).toBe('CONFLICT');
    expect((await change(admin, 'setUserRoles', { userId, roles: ['VIEWER'] })).error?.code).toBe('CONFLICT');
  });

  test('answers FORBIDDEN to whoever reaches for PLATFORM_ADMIN without being one', async () => {
    const userId = (await addUser(access, admin.tenantId)).subject;
    const machine = serviceWith(admin.tenantId, ['access:write']);
    for (const viewer of [admin, machine]) {
      const widened = await change(viewer, 'setUserRoles', { userId, roles: ['PLATFORM_ADMIN'] });
      expect(widened.error?.code).toBe('FORBIDDEN');
      const attacked = await change(viewer, 'suspendUser', { userId: platform.subject, reason: 'coup' });
      expect(attacked.error?.code).toBe('FORBIDDEN');
    }
    const given = await change(platform, 'setUserRoles', { userId, roles: ['PLATFORM_ADMIN'] });
    expect(given.user).toMatchObject({ roles: ['PLATFORM_ADMIN'] });
  });

  test('lets everybody end their own sessions and nobody else’s', async () => {
    const somebody = await addUser(access, admin.tenantId);
    expect((await change(somebody, 'endUserSessions', { userId: somebody.subject })).error).toBeUndefined();
    const other = await change(somebody, 'endUserSessions', { userId: admin.subject });
    expect(other.error?.code).toBe('FORBIDDEN');
  });
});
