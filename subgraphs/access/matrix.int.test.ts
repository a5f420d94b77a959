/**
 * Who may do what, for every root field there is: the fields come from the schema itself, so that a new one without
 * an entry here fails. Each field is tried by every role, by machines with every scope, by devices, by nobody, and
 * by an administrator of another tenant.
 */
import { randomUUID } from 'node:crypto';
import { roles, type Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from './service-account/service-account.ts';
import { entitiesDocument, leaksIn, marksOf } from './testing/isolation.ts';
import { addServiceAccount, addUser, serviceWith, startSession, viewerNamed } from './testing/people.ts';
import { anonymous, startAccess, type AccessStack, type GraphqlReply } from './testing/stack.ts';

let access: AccessStack;
let harbour: string;
let callers: Map<string, Viewer>;

beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  const people = ['viewer', 'operator', 'analyst', 'finops', 'admin', 'platform'];
  callers = new Map<string, Viewer>([['anonymous', anonymous]]);
  for (const [index, name] of people.entries()) {
    callers.set(roles[index] ?? '', await viewerNamed(access, `${name}@harbour.test`));
  }
  harbour = callers.get('VIEWER')?.tenantId ?? '';
  for (const scope of scopes) callers.set(scope, serviceWith(harbour, [scope]));
  callers.set('no scope', serviceWith(harbour, []));
  for (const kind of ['device', 'claimant'] as const) {
    callers.set(kind, { ...anonymous, kind, subject: randomUUID(), tenantId: harbour });
  }
});
afterAll(() => access?.stop());

const everybody = [...roles, ...scopes, 'no scope', 'anonymous', 'device', 'claimant'];
const people = [...roles];
const callersOfTenant = [...roles, ...scopes, 'no scope'];
const administrators = ['TENANT_ADMIN', 'PLATFORM_ADMIN'];

type Case = {
  /** The names of the callers that get an answer; all others are refused. */
  readonly allowed: readonly string[];
  readonly document: string;
  /** Variables that name something of the first tenant, made afresh for each try. */
  readonly variables?: () => Promise<Record<string, unknown>>;
};

const aUser = async () => ({ userId: (await addUser(access, harbour)).subject });
const mutation = (field: string, type: string, selection: string) =>
  `mutation ($input: ${type}!) { answer: ${field}(input: $input) ${selection} }`;

const cases: Readonly<Record<string, Case>> = {
  'Query.viewer': { allowed: everybody, document: '{ answer: viewer { user { id } } }' },
  'Query.serviceAccount': { allowed: everybody, document: '{ answer: serviceAccount { id } }' },
  'Query.tenant': { allowed: callersOfTenant, document: '{ answer: tenant { id } }' },
  'Query.tenants': { allowed: ['PLATFORM_ADMIN'], document: '{ answer: tenants { edges { node { id } } } }' },
  'Query.users': {
    allowed: [...administrators, 'access:read'],
    document: '{ answer: users { edges { node { id email } } } }',
  },
  'Query.serviceAccounts': {
    allowed: [...administrators, 'access:read'],
    document: '{ answer: serviceAccounts { edges { node { id } } } }',
  },
  'Query.sessions': { allowed: people, document: '{ answer: sessions { edges { node { id } } } }' },
  'Mutation.createTenant': {
    allowed: ['PLATFORM_ADMIN'],
    document: mutation('createTenant', 'CreateTenantInput', '{ id }'),
    variables: () =>
      Promise.resolve({ name: 'New', slug: `t-${randomUUID().slice(0, 8)}`, firstAdminEmail: 'first@new.test' }),
  },
  'Mutation.addUser': {
    allowed: [...administrators, 'access:write'],
    document: mutation('addUser', 'AddUserInput', '{ id }'),
    variables: () => Promise.resolve({ email: `${randomUUID()}@some.test`, name: 'Some', roles: ['VIEWER'] }),
  },
  'Mutation.setUserRoles': {
    allowed: [...administrators, 'access:write'],
    document: mutation('setUserRoles', 'SetUserRolesInput', '{ id }'),
    variables: async () => ({ ...(await aUser()), roles: ['FINOPS'] }),
  },
  'Mutation.suspendUser': {
    allowed: [...administrators, 'access:write'],
    document: mutation('suspendUser', 'SuspendUserInput', '{ id }'),
    variables: async () => ({ ...(await aUser()), reason: 'left' }),
  },
  'Mutation.reinstateUser': {
    allowed: [...administrators, 'access:write'],
    document: mutation('reinstateUser', 'ReinstateUserInput', '{ id }'),
    variables: aUser,
  },
  'Mutation.endUserSessions': {
    allowed: administrators,
    document: mutation('endUserSessions', 'EndUserSessionsInput', '{ id }'),
    variables: aUser,
  },
  'Mutation.revokeSession': {
    allowed: administrators,
    document: mutation('revokeSession', 'RevokeSessionInput', '{ id }'),
    variables: async () => {
      const { sessionId } = await startSession(access, await addUser(access, harbour));
      return { sessionId };
    },
  },
  'Mutation.createServiceAccount': {
    // A machine passes on what it holds, so the one that may create accounts asks for its own scope.
    allowed: [...administrators, 'access:write'],
    document: mutation('createServiceAccount', 'CreateServiceAccountInput', '{ token }'),
    variables: () => Promise.resolve({ name: 'exporter', scopes: ['access:write'], ttlHours: 1 }),
  },
  'Mutation.revokeServiceAccount': {
    allowed: [...administrators, 'access:write'],
    document: mutation('revokeServiceAccount', 'RevokeServiceAccountInput', '{ id }'),
    variables: async () => ({ serviceAccountId: (await addServiceAccount(access, harbour)).id }),
  },
};

const refusals = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'];
const ask = async (viewer: Viewer, given: Case): Promise<GraphqlReply> => {
  const input = await given.variables?.();
  return access.graphql(viewer, given.document, input && { input });
};

test('every root field of the schema is tried here', async () => {
  const reply = await access.graphql(
    anonymous,
    '{ __schema { queryType { name fields { name } } mutationType { name fields { name } } subscriptionType { name } } }',
  );
  type Root = { readonly name: string; readonly fields: readonly { readonly name: string }[] };
  const schema = reply.data?.['__schema'] as { queryType: Root; mutationType: Root; subscriptionType: null };
  const fields = [schema.queryType, schema.mutationType].flatMap((root) =>
    root.fields.filter(({ name }) => !name.startsWith('_')).map(({ name }) => `${root.name}.${name}`),
  );
  expect(schema.subscriptionType).toBeNull();
  expect(Object.keys(cases).sort()).toEqual(fields.sort());
});

describe.each(Object.entries(cases))('%s', (_name, given) => {
  test.each(everybody)('is answered or refused for %s as it should be', async (name) => {
    const viewer = callers.get(name);
    expect(viewer).toBeDefined();
    const reply = await ask(viewer ?? anonymous, given);
    const code = reply.errors?.[0]?.extensions.code;
    if (given.allowed.includes(name)) expect({ name, code }).toEqual({ name, code: undefined });
    else expect(refusals).toContain(code);
  });

  test('shows and changes nothing of one tenant for an administrator of another', async () => {
    const stranger = await viewerNamed(access, 'admin@northwind.test');
    const reply = await ask(stranger, given);
    const names = given.variables && (await given.variables());
    const namesSomething = Object.keys(names ?? {}).some((key) => key.endsWith('Id'));
    if (namesSomething) expect(reply.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(leaksIn(reply, await marksOf(access, harbour))).toEqual([]);
  });
});

describe('an entity another subgraph refers to', () => {
  const entities = (viewer: Viewer, references: readonly Record<string, string>[]) =>
    access.graphql(viewer, entitiesDocument, { r: references });
  const references = () => [
    { __typename: 'Tenant', id: harbour },
    { __typename: 'User', id: callers.get('OPERATOR')?.subject ?? '' },
  ];

  test.each(everybody)('is known to %s if it is a caller of the tenant that may read it', async (name) => {
    const reply = await entities(callers.get(name) ?? anonymous, references());
    const mayKnow = [...roles, 'access:read'].includes(name);
    const known = mayKnow ? [{ slug: 'harbour' }, { email: 'operator@harbour.test' }] : [null, null];
    expect(reply.data?.['_entities']).toMatchObject(known);
  });

  test.each(['admin@northwind.test', 'operator@northwind.test'])(
    'is unknown to %s of another tenant',
    async (email) => {
      const reply = await entities(await viewerNamed(access, email), references());
      expect(reply.data?.['_entities']).toEqual([null, null]);
      expect(leaksIn(reply, await marksOf(access, harbour))).toEqual([]);
    },
  );

  test('with an id that is none is unknown, not a fault', async () => {
    const reply = await entities(callers.get('OPERATOR') ?? anonymous, [{ __typename: 'User', id: "x' or 1=1" }]);
    expect(reply).toEqual({ data: { _entities: [null] } });
  });
});
