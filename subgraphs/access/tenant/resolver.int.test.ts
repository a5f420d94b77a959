import { everyTenant } from '@flotilla/kernel/database';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoTenants, seedDemo } from '../seed-demo.ts';
import { viewerNamed } from '../testing/people.ts';
import { anonymous, startAccess, valueOf, type AccessStack } from '../testing/stack.ts';
import { UserRow } from '../user/row.ts';
import { TenantRow } from './row.ts';

let access: AccessStack;
let platform: Viewer;
beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  platform = await viewerNamed(access, 'platform@harbour.test');
});
afterAll(() => access?.stop());

const create = (viewer: Viewer, input: Record<string, unknown>) =>
  access.graphql(viewer, 'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { id slug } }', {
    input,
  });
const first = { name: 'Polar Research', slug: 'polar', firstAdminEmail: 'First@Polar.test' };
const all = <Row extends object>(row: new () => Row) =>
  access.database.inTenant(everyTenant, (em) => em.find(row, {}) as Promise<Row[]>);

describe('creating a tenant', () => {
  test('makes it together with its first administrator, whose events say who ordered it', async () => {
    const reply = await create(platform, first);
    const { id, slug } = valueOf<{ id: string; slug: string }>(reply, 'createTenant');
    expect(slug).toBe('polar');
    const admin = await viewerNamed(access, 'first@polar.test');
    expect(admin).toMatchObject({ tenantId: id, roles: ['TENANT_ADMIN'] });
    const events = await access.database.inTenant(id, (em) =>
      em.execute<{ type: string; actor: string }[]>(
        `select type, metadata ->> 'actor' as actor from log.events where tenant_id = ? order by position`,
        [id],
      ),
    );
    const actor = `user:${platform.subject}`;
    expect(events).toEqual([
      { type: 'TenantCreated', actor },
      { type: 'UserAdded', actor },
    ]);
  });

  test('with a taken slug is CONFLICT and leaves nothing behind', async () => {
    const before = [(await all(TenantRow)).length, (await all(UserRow)).length];
    const reply = await create(platform, { ...first, slug: 'harbour' });
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', details: { field: 'slug' } });
    expect([(await all(TenantRow)).length, (await all(UserRow)).length]).toEqual(before);
  });

  test('with a bad slug or address is INVALID_INPUT and leaves nothing behind', async () => {
    const before = (await all(TenantRow)).length;
    for (const wrong of [{ slug: 'No!' }, { firstAdminEmail: 'nobody' }, { name: '' }]) {
      const reply = await create(platform, { ...first, slug: 'polar-two', ...wrong });
      expect(reply.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    }
    expect((await all(TenantRow)).length).toBe(before);
  });

  test('is UNAUTHENTICATED for nobody and FORBIDDEN for a tenant administrator', async () => {
    expect((await create(anonymous, first)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const admin = await viewerNamed(access, 'admin@harbour.test');
    expect((await create(admin, first)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

test('the list of tenants is paged by slug', async () => {
  const page = async (after: string | null) => {
    const reply = await access.graphql(
      platform,
      'query ($after: String) { tenants(first: 1, after: $after) { edges { node { slug } } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    return reply.data?.['tenants'] as {
      edges: { node: { slug: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
  const one = await page(null);
  const two = await page(one.pageInfo.endCursor);
  expect(one.edges[0]?.node.slug).toBe('harbour');
  expect(two.edges[0]?.node.slug).toBe('northwind');
});

test.each([0, 201])('a page of %i rows is INVALID_INPUT', async (rows) => {
  const reply = await access.graphql(platform, 'query ($rows: Int!) { tenants(first: $rows) { edges { cursor } } }', {
    rows,
  });
  expect(reply.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
});

test('seeding the demo again makes nothing, and makes only what is missing', async () => {
  const services = { openDatabase: () => Promise.resolve(access.database) };
  expect(await seedDemo(services)).toBe(0);
  const users = await all(UserRow);
  const wanted = demoTenants.flatMap((tenant) => tenant.users.map((user) => user.email));
  expect(users.map((user) => user.email)).toEqual(expect.arrayContaining(wanted));
});
