import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUser, serviceWith, startSession, viewerNamed } from '../testing/people.ts';
import { anonymous, startAccess, valueOf, type AccessStack } from '../testing/stack.ts';

let access: AccessStack;
let admin: Viewer;
let somebody: Viewer;
beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  admin = await viewerNamed(access, 'admin@harbour.test');
  somebody = await addUser(access, admin.tenantId);
});
afterAll(() => access?.stop());

type Node = { readonly id: string; readonly isCurrent: boolean; readonly userAgent: string | null };
const list = async (viewer: Viewer) => {
  const document =
    '{ sessions { edges { node { id isCurrent userAgent createdAt lastSeenAt expiresAt revokedAt } } } }';
  const reply = await access.graphql(viewer, document);
  return valueOf<{ edges: { node: Node }[] }>(reply, 'sessions').edges.map(({ node }) => node);
};
const revoke = async (viewer: Viewer, sessionId: string) => {
  const document = 'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { id revokedAt } }';
  const reply = await access.graphql(viewer, document, { input: { sessionId } });
  return { session: reply.data?.['revokeSession'], code: reply.errors?.[0]?.extensions.code };
};

describe('sessions', () => {
  test('are listed newest first, with the current one marked, and only one’s own', async () => {
    const [older, newer] = [await startSession(access, somebody), await startSession(access, somebody)];
    await startSession(access, admin);
    const sessions = await list({ ...somebody, sessionId: newer.sessionId });
    expect(sessions.map(({ id }) => id)).toEqual([newer.sessionId, older.sessionId]);
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
    expect(sessions[0]?.userAgent).toBe('TestBrowser/1.0');
  });

  test('are part of what a viewer is told about itself', async () => {
    const { sessionId } = await startSession(access, somebody);
    const document = '{ viewer { user { id } tenant { slug } roles session { id isCurrent } } }';
    const reply = await access.graphql({ ...somebody, sessionId }, document);
    expect(reply.data?.['viewer']).toEqual({
      user: { id: somebody.subject },
      tenant: { slug: 'harbour' },
      roles: ['VIEWER'],
      session: { id: sessionId, isCurrent: true },
    });
    expect((await access.graphql(anonymous, document)).data).toEqual({ viewer: null });
  });

  test('that were revoked are listed no more, and revoking twice is no error', async () => {
    const { sessionId } = await startSession(access, somebody);
    expect((await revoke(somebody, sessionId)).session).toMatchObject({ id: sessionId });
    expect((await revoke(somebody, sessionId)).code).toBeUndefined();
    expect((await list(somebody)).map(({ id }) => id)).not.toContain(sessionId);
  });

  test('of others are ended by administrators of the tenant and not found for everybody else', async () => {
    const { sessionId } = await startSession(access, somebody);
    const operator = await viewerNamed(access, 'operator@harbour.test');
    const stranger = await viewerNamed(access, 'admin@northwind.test');
    expect((await revoke(operator, sessionId)).code).toBe('NOT_FOUND');
    expect((await revoke(stranger, sessionId)).code).toBe('NOT_FOUND');
    expect((await revoke(admin, sessionId)).code).toBeUndefined();
  });

  test.each([randomUUID(), 'nonsense'])('that never were are NOT_FOUND', async (id) =>
    expect((await revoke(somebody, id)).code).toBe('NOT_FOUND'),
  );

  test('are FORBIDDEN ground for machines and UNAUTHENTICATED for nobody', async () => {
    expect((await revoke(serviceWith(admin.tenantId, ['access:write']), randomUUID())).code).toBe('FORBIDDEN');
    expect((await revoke(anonymous, randomUUID())).code).toBe('UNAUTHENTICATED');
  });

  test('are paged with cursors of their own list; another’s is INVALID_INPUT', async () => {
    await startSession(access, somebody);
    await startSession(access, somebody);
    const page = (after: string | null) =>
      access.graphql(
        somebody,
        'query ($a: String) { sessions(first: 1, after: $a) { edges { cursor node { id } } pageInfo { hasNextPage } } }',
        { a: after },
      );
    type Sessions = { edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } };
    const first = (await page(null)).data?.['sessions'] as Sessions;
    const second = (await page(first.edges[0]?.cursor ?? '')).data?.['sessions'] as Sessions;
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(second.edges[0]?.node.id).not.toBe(first.edges[0]?.node.id);
    expect((await page('nonsense')).errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
  });
});
