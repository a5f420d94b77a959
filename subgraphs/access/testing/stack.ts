/**
 * Access as it runs: real PostgreSQL, the kernel's server on a free port, and in front of it a door that does with
 * `/auth/*` what the gateway does. Callers are made up by the test and signed with the gateway's key.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database } from '@flotilla/kernel/database';
import { bodyHash, identityHeader, signIdentity } from '@flotilla/kernel/identity';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import type { Viewer } from '@flotilla/kernel/viewer';
import { entities } from '../entities.ts';
import { seedDemo } from '../seed-demo.ts';
import { assemble } from '../subgraph.ts';

/** The console of the tests: an address nobody listens on. */
export const consoleUrl = 'http://console.test:3000';

/** What a GraphQL request came to. */
export type GraphqlReply = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions: { code: string; details?: Record<string, unknown> } }[];
};

/** The value of a root field; throws with the errors when the request was refused. */
export function valueOf<T>(reply: GraphqlReply, field: string): T {
  if (!reply.data) throw new Error(JSON.stringify(reply.errors));
  return reply.data[field] as T;
}

/** A running access with the demo tenants in it. */
export type AccessStack = {
  readonly test: TestDatabase;
  readonly database: Database;
  /** What the browser calls the API: the door. */
  readonly apiUrl: string;
  /** Posts to an internal route as the gateway. */
  internal<T>(path: string, body: unknown): Promise<T>;
  /** Sends a document as somebody. */
  graphql(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<GraphqlReply>;
  stop(): Promise<void>;
};

/** A caller nobody knows. */
export const anonymous: Viewer = {
  kind: 'anonymous',
  subject: '',
  tenantId: null,
  roles: [],
  scopes: [],
  sessionId: null,
  certificateFingerprint: null,
  requestId: 'test',
};

/**
 * Starts access. `env` comes on top of what every test needs; the door's address is known before the process is.
 * `assembly` is access itself unless a test plants a fault in it.
 */
export async function startAccess(
  env: (apiUrl: string) => Promise<NodeJS.ProcessEnv>,
  assembly: typeof assemble = assemble,
): Promise<AccessStack> {
  const test = await openTestDatabase();
  const folder = (path: string) => fileURLToPath(new URL(`../../${path}/migrations`, import.meta.url));
  await migrate(test.adminUrl, [
    { schema: 'log', folder: folder('kernel/log') },
    { schema: 'access', folder: folder('access') },
  ]);
  const home = mkdtempSync(join(tmpdir(), 'flotilla-access-'));
  const keyFile = join(home, 'master.key');
  writeFileSync(keyFile, Buffer.alloc(32, 9).toString('base64'));
  const keys = generateKeyPairSync('ed25519');
  const subgraphs = { port: 0 };
  const door = await openDoor(() => subgraphs.port);
  const apiUrl = `http://127.0.0.1:${portOf(door)}`;
  const process = await startProcess({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: test.url,
    gatewayPublicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    logger: createLogger({ name: 'test', level: 'error' }),
    env: {
      FLOTILLA_MASTER_KEY_FILE: keyFile,
      FLOTILLA_CONSOLE_URL: consoleUrl,
      FLOTILLA_OIDC_REDIRECT_URL: `${apiUrl}/auth/callback`,
      ...(await env(apiUrl)),
    },
    assemble: [assembly],
  });
  subgraphs.port = process.port;
  const database = await Database.open({ url: test.url, searchPath: ['access'], entities });
  await seedDemo({ openDatabase: () => Promise.resolve(database) });
  const post = async (path: string, body: unknown, viewer: Viewer): Promise<unknown> => {
    const text = JSON.stringify(body);
    const claims = { viewer, audience: 'access', bodyHash: bodyHash(text), issuedAtS: Math.floor(Date.now() / 1000) };
    const headers = { 'content-type': 'application/json', [identityHeader]: signIdentity(claims, keys.privateKey) };
    const reply = await fetch(`http://127.0.0.1:${process.port}/access${path}`, {
      method: 'POST',
      headers,
      body: text,
    });
    return reply.json();
  };
  return {
    test,
    database,
    apiUrl,
    internal: <T>(path: string, body: unknown) => post(path, body, { ...anonymous, kind: 'gateway' }) as Promise<T>,
    graphql: (viewer, query, variables) =>
      post('/graphql', { query, variables: variables ?? {} }, viewer) as Promise<GraphqlReply>,
    stop: async () => {
      await process.stop();
      await database.close();
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
      await test.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Passes `/auth/*` on to the subgraph, verbatim, as the gateway does. */
async function openDoor(port: () => number): Promise<Server> {
  const door = createServer((request, response) => {
    const { method, headers } = request;
    const path = `/access${request.url ?? ''}`;
    const upstream = forward({ host: '127.0.0.1', port: port(), path, method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return door;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
