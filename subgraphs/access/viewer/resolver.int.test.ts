import { randomUUID } from 'node:crypto';
import { handle } from '@flotilla/kernel/handle';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userAggregate } from '../aggregates.ts';
import { anonymous, startAccess, valueOf, type AccessStack } from '../testing/stack.ts';
import { addUser, serviceWith, viewerNamed } from '../testing/people.ts';
import type { UserCommand } from '../user/user.ts';

const issuer = 'https://issuer.test';
const by = { userId: null, isPlatformAdmin: true };
let access: AccessStack;
let harbour: Viewer;
let northwind: Viewer;

beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  harbour = await viewerNamed(access, 'admin@harbour.test');
  northwind = await viewerNamed(access, 'admin@northwind.test');
});
afterAll(() => access?.stop());

const command = (viewer: Viewer, what: UserCommand) =>
  handle(access.database, userAggregate, { id: viewer.subject, viewer, command: what });
const bind = (viewer: Viewer, subject: string) => command(viewer, { type: 'BindIdentity', issuer, subject });

/** Somebody with an address of a tenant who may never have signed in. */
async function somebody(tenantId: string | null, email = `${randomUUID()}@some.test`): Promise<Viewer> {
  const userId = randomUUID();
  const viewer: Viewer = { ...anonymous, kind: 'user', subject: userId, tenantId, roles: ['VIEWER'] };
  await command(viewer, { type: 'AddUser', userId, email, name: 'Ann', roles: ['VIEWER'], by });
  return viewer;
}

async function membershipsOf(viewer: Viewer): Promise<unknown> {
  const reply = await access.graphql(viewer, '{ viewer { memberships { tenantName tenantSlug roles isCurrent } } }');
  return valueOf<{ memberships: unknown }>(reply, 'viewer').memberships;
}

const atHarbour = { tenantName: 'Harbour Retail', tenantSlug: 'harbour', roles: ['VIEWER'] };
const atNorthwind = { tenantName: 'Northwind Mining', tenantSlug: 'northwind', roles: ['VIEWER'] };

describe('the memberships of who asks', () => {
  test('are the one tenant of a person who belongs to one', async () => {
    expect(await membershipsOf(await somebody(harbour.tenantId))).toEqual([{ ...atHarbour, isCurrent: true }]);
  });

  test('are every tenant the identity is bound in, from whichever of them it asks', async () => {
    const subject = randomUUID();
    const here = await somebody(harbour.tenantId);
    const there = await somebody(northwind.tenantId);
    await bind(here, subject);
    await bind(there, subject);
    expect(await membershipsOf(here)).toEqual([
      { ...atHarbour, isCurrent: true },
      { ...atNorthwind, isCurrent: false },
    ]);
    expect(await membershipsOf(there)).toEqual([
      { ...atHarbour, isCurrent: false },
      { ...atNorthwind, isCurrent: true },
    ]);
  });

  test('include a tenant that waits for the first sign-in under the address that was verified here', async () => {
    const email = `${randomUUID()}@some.test`;
    const here = await somebody(harbour.tenantId, email);
    await somebody(northwind.tenantId, email);
    expect(await membershipsOf(here)).toHaveLength(1);
    await bind(here, randomUUID());
    expect(await membershipsOf(here)).toHaveLength(2);
  });

  test('leave out a tenant whose user of the same address is somebody else', async () => {
    const email = `${randomUUID()}@some.test`;
    const here = await somebody(harbour.tenantId, email);
    const other = await somebody(northwind.tenantId, email);
    await bind(here, randomUUID());
    await bind(other, randomUUID());
    expect(await membershipsOf(here)).toEqual([{ ...atHarbour, isCurrent: true }]);
  });

  test('leave out a tenant in which the person is suspended', async () => {
    const subject = randomUUID();
    const here = await somebody(harbour.tenantId);
    const there = await somebody(northwind.tenantId);
    await bind(here, subject);
    await bind(there, subject);
    await command(there, { type: 'SuspendUser', reason: 'left', by });
    expect(await membershipsOf(here)).toEqual([{ ...atHarbour, isCurrent: true }]);
  });
});

describe('a user another subgraph refers to', () => {
  const referred = async (viewer: Viewer, id: string) => {
    const document = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { name } } }';
    const reply = await access.graphql(viewer, document, { of: [{ __typename: 'User', id }] });
    return valueOf<unknown[]>(reply, '_entities')[0];
  };

  test('is told by name to the people of the tenant and to nobody of another', async () => {
    const user = await addUser(access, harbour.tenantId);
    expect(await referred(harbour, user.subject)).toEqual({ name: 'Somebody' });
    expect(await referred(northwind, user.subject)).toBeNull();
  });

  test.each([
    ['a device', (tenantId: string | null): Viewer => ({ ...anonymous, kind: 'device', subject: 'd', tenantId })],
    ['a service account without access:read', (tenantId: string | null) => serviceWith(tenantId, ['fleet:read'])],
    ['nobody', () => anonymous],
  ])('is not told to %s', async (_, viewerOf) => {
    const user = await addUser(access, harbour.tenantId);
    expect(await referred(viewerOf(harbour.tenantId), user.subject)).toBeNull();
  });
});
