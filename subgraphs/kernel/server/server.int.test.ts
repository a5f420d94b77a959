import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { Arg, Field, ID, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allow, Authorize } from '../authorize.ts';
import { Refusal } from '../errors.ts';
import { bodyHash, identityHeader, signIdentity } from '../identity.ts';
import { Topic, type Numbered } from '../live.ts';
import { createLogger } from '../logger.ts';
import { migrate } from '../migrate.ts';
import { buildSubgraph, Key } from '../schema.ts';
import { openTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { systemViewer, type Role, type Viewer } from '../viewer.ts';
import { startProcess } from './process.ts';

const topic = new Topic<string>();

@Key('id')
@ObjectType({ description: 'A parcel.' })
class Parcel {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@Resolver()
class ParcelResolver {
  @Authorize(allow(['OPERATOR'], 'fleet:read'))
  @Query(() => Parcel, { description: 'One parcel.' })
  parcel(@Arg('id', () => ID, { description: 'Which one.' }) id: string): Parcel {
    if (id === 'gone') throw new Refusal('NOT_FOUND', 'There is no parcel gone.', { parcelId: id });
    if (id === 'bug') throw new Error('secret internals');
    return { id };
  }

  @Authorize(allow(['OPERATOR'], 'fleet:read'))
  @Subscription(() => Parcel, { subscribe: () => topic.subscribe(), description: 'Parcels as they come.' })
  parcelArrived(@Root() arrived: Numbered<string>): Parcel {
    return { id: arrived.value };
  }
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
let test: TestDatabase;
let running: Awaited<ReturnType<typeof startProcess>>;

function viewer(roles: readonly Role[]): Viewer {
  return {
    ...systemViewer('7c0f5f3e-0000-4000-8000-000000000001'),
    kind: 'user',
    subject: 'u1',
    roles,
    requestId: 'r1',
  };
}

beforeAll(async () => {
  test = await openTestDatabase();
  await migrate(test.adminUrl, [
    { schema: 'log', folder: fileURLToPath(new URL('../log/migrations', import.meta.url)) },
  ]);
  running = await startProcess({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: test.url,
    gatewayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    logger: createLogger({ name: 'test', level: 'silent' }),
    env: {},
    assemble: [
      async (services) => ({
        name: 'parcels',
        ...buildSubgraph({ resolvers: [ParcelResolver], instances: [new ParcelResolver()] }),
        database: await services.openDatabase('log', []),
        projections: [],
        internalRoutes: { '/internal/echo': (body) => Promise.resolve(body) },
      }),
    ],
  });
});

afterAll(async () => {
  await running.stop();
  await test.drop();
});

async function post(
  body: string,
  change: {
    path?: string;
    audience?: string;
    body?: string;
    issuedAtS?: number;
    key?: typeof privateKey;
    as?: Viewer;
  } = {},
): Promise<{
  status: number;
  json: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}> {
  const token = signIdentity(
    {
      viewer: change.as ?? viewer(['OPERATOR']),
      audience: change.audience ?? 'parcels',
      bodyHash: bodyHash(change.body ?? body),
      issuedAtS: change.issuedAtS ?? Math.floor(Date.now() / 1000),
    },
    change.key ?? privateKey,
  );
  const response = await fetch(`http://127.0.0.1:${running.port}${change.path ?? '/parcels/graphql'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [identityHeader]: token },
    body,
  });
  return { status: response.status, json: (await response.json()) as never };
}

const ask = (id: string) => JSON.stringify({ query: 'query ($id: ID!) { parcel(id: $id) { id } }', variables: { id } });

describe('a subgraph process', () => {
  it('answers what comes through the gateway', async () => {
    expect((await post(ask('p1'))).json).toEqual({ data: { parcel: { id: 'p1' } } });
  });

  it('answers 401 to no token, a foreign key, another audience, another body and an expired token', async () => {
    const bare = await fetch(`http://127.0.0.1:${running.port}/parcels/graphql`, { method: 'POST', body: ask('p1') });
    expect(bare.status).toBe(401);
    expect((await post(ask('p1'), { key: stranger.privateKey })).status).toBe(401);
    expect((await post(ask('p1'), { audience: 'fleet' })).status).toBe(401);
    expect((await post(ask('p1'), { body: ask('p2') })).status).toBe(401);
    expect((await post(ask('p1'), { issuedAtS: Math.floor(Date.now() / 1000) - 60 })).status).toBe(401);
  });

  it('lets a rule refuse before the resolver runs', async () => {
    const { json } = await post(ask('bug'), { as: viewer(['FINOPS']) });
    expect(json.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('shows a refusal with code and details', async () => {
    const { json } = await post(ask('gone'));
    expect(json.errors?.[0]).toMatchObject({
      message: 'There is no parcel gone.',
      extensions: { code: 'NOT_FOUND', details: { parcelId: 'gone' } },
    });
  });

  it('shows a fault as an id and nothing of its inside', async () => {
    const { json } = await post(ask('bug'));
    expect(JSON.stringify(json)).not.toContain('secret internals');
    expect(json.errors?.[0]?.extensions['errorId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('calls a mistake in the document INVALID_INPUT', async () => {
    const { json } = await post(JSON.stringify({ query: '{ parcel { id } nothing }' }));
    expect(json.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
  });

  it('keeps internal routes to the gateway itself', async () => {
    const path = '/parcels/internal/echo';
    expect((await post('{"a":1}', { path })).status).toBe(403);
    const gateway: Viewer = { ...systemViewer(null), kind: 'gateway', subject: 'gateway' };
    expect((await post('{"a":1}', { path, as: gateway })).json).toEqual({ a: 1 });
  });

  it('streams a subscription, and lets go of its source when the caller leaves', async () => {
    const query = 'subscription { parcelArrived { id } }';
    const identity = signIdentity(
      {
        viewer: viewer(['OPERATOR']),
        audience: 'parcels',
        bodyHash: bodyHash(JSON.stringify([query, {}])),
        issuedAtS: Math.floor(Date.now() / 1000),
      },
      privateKey,
    );
    const client = createClient({ url: `ws://127.0.0.1:${running.port}/parcels/graphql`, webSocketImpl: WebSocket });
    const stream = client.iterate({ query, extensions: { identity } });
    const first = stream.next();
    while (topic.listeners === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    topic.publish('p7');
    expect((await first).value).toEqual({ data: { parcelArrived: { id: 'p7' } } });
    await stream.return?.();
    while (topic.listeners > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await client.dispose();
  });

  it('says that it is healthy, ready, and what it measures', async () => {
    const get = (path: string) => fetch(`http://127.0.0.1:${running.port}${path}`);
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ ok: true, reasons: {} });
    expect(await (await get('/metrics')).text()).toContain('flotilla_subgraph_request_seconds');
  });
});
