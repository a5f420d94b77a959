import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Introspected } from '../introspection/introspection.ts';
import { serviceWith, viewerNamed } from '../testing/people.ts';
import { anonymous, startAccess, valueOf, type AccessStack } from '../testing/stack.ts';

let access: AccessStack;
let admin: Viewer;
beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  admin = await viewerNamed(access, 'admin@harbour.test');
});
afterAll(() => access?.stop());

const wanted = { name: 'exporter', scopes: ['fleet:read'], ttlHours: 1 };
const create = async (viewer: Viewer, input: Record<string, unknown> = {}) => {
  const document = `mutation ($input: CreateServiceAccountInput!) {
    created: createServiceAccount(input: $input) { token serviceAccount { id name scopes revokedAt lastUsedAt } } }`;
  const reply = await access.graphql(viewer, document, { input: { ...wanted, ...input } });
  type Created = { token: string; serviceAccount: { id: string; scopes: string[] } };
  return { created: reply.data?.['created'] as Created, error: reply.errors?.[0]?.extensions };
};
const revoke = async (viewer: Viewer, serviceAccountId: string) => {
  const document =
    'mutation ($input: RevokeServiceAccountInput!) { revoked: revokeServiceAccount(input: $input) { revokedAt } }';
  const reply = await access.graphql(viewer, document, { input: { serviceAccountId } });
  return { revoked: reply.data?.['revoked'], code: reply.errors?.[0]?.extensions.code };
};
const introspect = (bearer: string) => access.internal<Introspected>('/internal/introspect', { bearer });

describe('a service account', () => {
  test('acts with the token that is shown once, and its use is seen in the list', async () => {
    const { created } = await create(admin);
    expect(await introspect(created.token)).toMatchObject({ active: true, scopes: ['fleet:read'] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const document = '{ serviceAccounts { edges { node { id lastUsedAt } } } }';
    const reply = await access.graphql(admin, document);
    const text = JSON.stringify(reply.data);
    expect(text).not.toContain(created.token.slice(-43));
    const { edges } = valueOf<{ edges: { node: { id: string; lastUsedAt: string } }[] }>(reply, 'serviceAccounts');
    const listed = edges.find(({ node }) => node.id === created.serviceAccount.id);
    expect(Date.parse(listed?.node.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  test('can tell who it is', async () => {
    const { created } = await create(admin);
    const machine = { ...serviceWith(admin.tenantId, ['fleet:read']), subject: created.serviceAccount.id };
    const reply = await access.graphql(machine, '{ serviceAccount { name scopes } viewer { roles } }');
    expect(reply.data).toEqual({ serviceAccount: { name: 'exporter', scopes: ['fleet:read'] }, viewer: null });
  });

  test('stops with its revocation, which may be repeated', async () => {
    const { created } = await create(admin);
    expect((await revoke(admin, created.serviceAccount.id)).revoked).toMatchObject({
      revokedAt: expect.any(String) as string,
    });
    expect((await revoke(admin, created.serviceAccount.id)).code).toBeUndefined();
    expect(await introspect(created.token)).toEqual({ active: false });
  });

  test('passes on no scope it does not hold: FORBIDDEN', async () => {
    const machine = serviceWith(admin.tenantId, ['access:write', 'fleet:read']);
    expect((await create(machine)).error).toBeUndefined();
    const widened = await create(machine, { scopes: ['fleet:write'] });
    expect(widened.error).toMatchObject({ code: 'FORBIDDEN', details: { scope: 'fleet:write' } });
  });

  test.each([{ name: '' }, { scopes: [] }, { scopes: ['root'] }, { ttlHours: 0 }, { ttlHours: 9000 }])(
    'is not created with %j: INVALID_INPUT',
    async (wrong) => expect((await create(admin, wrong)).error?.code).toBe('INVALID_INPUT'),
  );

  test('that does not exist is NOT_FOUND', async () => {
    for (const id of [randomUUID(), 'nonsense']) expect((await revoke(admin, id)).code).toBe('NOT_FOUND');
  });

  test('is UNAUTHENTICATED ground for nobody', async () => {
    expect((await create(anonymous)).error?.code).toBe('UNAUTHENTICATED');
  });
});
