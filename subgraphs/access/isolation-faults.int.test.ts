/**
 * The proof of the checker of isolation: an access in which somebody has forgotten the tenant, in a root field or in a
 * reference, is caught; and what forgetting comes to as long as the database watches.
 */
import type { Context } from '@flotilla/kernel/context';
import { allow, Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { PageArgs } from '@flotilla/kernel/page-args';
import { buildSubgraph, type ReferenceResolver } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import type { Viewer } from '@flotilla/kernel/viewer';
import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaParts } from './schema.ts';
import { assemble } from './subgraph.ts';
import { entitiesDocument, leaksIn, marksOf } from './testing/isolation.ts';
import { viewerNamed } from './testing/people.ts';
import { startAccess, type AccessStack } from './testing/stack.ts';
import { UserConnection, type User } from './user/graphql.ts';
import { UserRow } from './user/row.ts';

let database: Database;

/** Two ways to forget the tenant: with the database watching, and past it. */
@Resolver()
class ForgetfulResolver {
  @Authorize(allow(['TENANT_ADMIN'], 'access:read'))
  @Query(() => UserConnection, { description: 'Planted: no tenant in the query, but in the transaction.' })
  async usersWithoutFilter(@Ctx() context: Context, @Args(() => PageArgs) args: PageArgs): Promise<ConnectionOf<User>> {
    const rows = await context.read((em) => em.find(UserRow, {}));
    return connectionOf(rows, pageOf(args), { cursor: (row) => [row.email] });
  }

  @Authorize(allow(['TENANT_ADMIN'], 'access:read'))
  @Query(() => UserConnection, { description: 'Planted: no tenant at all.' })
  async usersOfEverybody(@Args(() => PageArgs) args: PageArgs): Promise<ConnectionOf<User>> {
    const rows = await database.inTenant(everyTenant, (em) => em.find(UserRow, {}));
    return connectionOf(rows, pageOf(args), { cursor: (row) => [row.email] });
  }
}

const forgetfulUser: ReferenceResolver = ({ id }) =>
  database.inTenant(everyTenant, async (em) => (await em.findOne(UserRow, { id })) ?? null);

async function assembleWithFaults(services: Services): Promise<Subgraph> {
  const whole = await assemble(services);
  database = whole.database;
  const planted = buildSubgraph({
    resolvers: [...schemaParts.resolvers, ForgetfulResolver],
    references: { ...schemaParts.references, User: forgetfulUser },
    instances: [new ForgetfulResolver()],
  });
  return { ...whole, ...planted };
}

let access: AccessStack;
let harbour: Viewer;
let stranger: Viewer;
let marks: string[];

beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}), assembleWithFaults);
  harbour = await viewerNamed(access, 'admin@harbour.test');
  stranger = await viewerNamed(access, 'admin@northwind.test');
  marks = await marksOf(access, harbour.tenantId ?? '');
});
afterAll(() => access?.stop());

const list = (viewer: Viewer, field: string) =>
  access.graphql(viewer, `{ ${field}(first: 100) { edges { node { id email } } } }`);

describe('the checker of isolation', () => {
  test('reports a root field that reads every tenant', async () => {
    const leaks = leaksIn(await list(stranger, 'usersOfEverybody'), marks);
    expect(leaks).toContain(harbour.subject);
    expect(leaks).toContain('admin@harbour.test');
  });

  test('reports a reference that is resolved past the tenant', async () => {
    const references = [{ __typename: 'User', id: harbour.subject }];
    const reply = await access.graphql(stranger, entitiesDocument, { r: references });
    expect(leaksIn(reply, marks)).toEqual(expect.arrayContaining([harbour.subject, 'admin@harbour.test']));
  });

  test('finds nothing where only the query forgets the tenant: the database shows no other', async () => {
    const reply = await list(stranger, 'usersWithoutFilter');
    expect(JSON.stringify(reply.data)).toContain(stranger.subject);
    expect(leaksIn(reply, marks)).toEqual([]);
  });

  test('knows a tenant when it sees it: its own people see every mark of a person', async () => {
    const own = leaksIn(await list(harbour, 'usersWithoutFilter'), marks);
    expect(own).toHaveLength(marks.filter((mark) => mark !== harbour.tenantId).length);
  });
});
