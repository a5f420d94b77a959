/**
 * The name of who did something crosses two subgraphs: fleet's log holds an id, access holds the person. Both run here
 * as they do in production, behind the gateway's own program, and a signed-in person asks.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble as assembleAccess, seedDemo } from '@flotilla/access/subgraph';
import { Database, everyTenant } from '@flotilla/kernel/database';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import { openTestDatabase } from '@flotilla/kernel/testing/postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { assemble } from '../subgraph.ts';
import { seedDevices } from '../testing/seed-devices.ts';

const folder = (path: string) => fileURLToPath(new URL(`../../${path}/migrations`, import.meta.url));
const gatewayProgram = fileURLToPath(new URL('../../../gateway/main.ts', import.meta.url));
const logger = createLogger({ name: 'test', level: 'silent' });
const closing: (() => unknown)[] = [];
let ask: (email: string, query: string, variables?: object) => Promise<Answer>;
let deviceId: string;

type Answer = ReturnType<typeof JSON.parse>;

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'flotilla-actor-'));
  closing.push(() => rmSync(home, { recursive: true }));
  const database = await openTestDatabase();
  closing.push(() => database.drop());
  const schemas = ['log', 'access', 'fleet'].map((schema) => ({
    schema,
    folder: folder(schema === 'log' ? 'kernel/log' : schema),
  }));
  await migrate(database.adminUrl, schemas);
  const keys = generateKeyPairSync('ed25519');
  const keyFile = join(home, 'gateway.pem');
  writeFileSync(keyFile, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(home, 'master.key'), Buffer.alloc(32, 9).toString('base64'));
  const subgraphs = await startProcess({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: database.url,
    gatewayPublicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    logger,
    env: { FLOTILLA_MASTER_KEY_FILE: join(home, 'master.key') },
    assemble: [assembleAccess, assemble],
  });
  closing.push(() => subgraphs.stop());
  const open = async (searchPath: string, entities: Parameters<typeof Database.open>[0]['entities']) => {
    const opened = await Database.open({ url: database.url, searchPath: [searchPath], entities });
    closing.push(() => opened.close());
    return opened;
  };
  await seedDemo({ openDatabase: open });
  const access = await open('access', []);
  const apiUrl = await startGateway({
    FLOTILLA_SUBGRAPHS_PORT: String(subgraphs.port),
    FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: keyFile,
  });
  ask = async (email, query, variables = {}) => {
    const token = await startSession(access, email);
    const response = await fetch(`${apiUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `flotilla_session=${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Answer;
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  await ask('operator@harbour.test', 'mutation { createDomain(input: { name: "Retail", slug: "retail" }) { id } }');
  const { viewer } = await ask('operator@harbour.test', '{ viewer { tenant { id } } }');
  await seedDevices(await open('fleet', []), { tenantId: viewer.tenant.id, from: 0, count: 1 });
  deviceId = (await ask('operator@harbour.test', '{ devices { edges { node { id } } } }')).devices.edges[0].node.id;
}, 60_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** A session as sign-in would have left it; answers its token. */
async function startSession(access: Database, email: string): Promise<string> {
  const token = randomUUID();
  await access.inTenant(everyTenant, (em) =>
    em.execute(
      `insert into sessions (tenant_id, id, user_id, token_hash, created_at, expires_at)
       select tenant_id, gen_random_uuid(), id, ?, now(), now() + interval '1 hour' from users where email = ?`,
      [createHash('sha256').update(token).digest('base64url'), email],
    ),
  );
  return token;
}

/** Starts the gateway with the operators' door only and answers its address once it is ready. */
async function startGateway(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['--conditions=flotilla-source', gatewayProgram], {
    env: { ...env, FLOTILLA_API_PORT: String(port), FLOTILLA_GATEWAY_DOORS: 'operators', FLOTILLA_LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  closing.push(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  });
  const url = `http://127.0.0.1:${port}`;
  // Telemetry is in the schema and does not run here: the gateway serves, and says that it is not ready.
  const isUp = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitUntil(isUp, { timeout: 60_000 });
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an entry of the timeline', () => {
  const timeline = `query ($id: ID!) { device(id: $id) {
    timeline { edges { node { type actor actorUser { id name email } } } }
  } }`;

  test('names the person who caused it, as access knows them', async () => {
    const rename = 'mutation ($id: ID!) { renameDevice(input: { deviceId: $id, name: "Till" }) { id } }';
    await ask('operator@harbour.test', rename, { id: deviceId });
    const { device } = await ask('viewer@harbour.test', timeline, { id: deviceId });
    const { actor, actorUser, type } = device.timeline.edges[0].node;
    expect(type).toBe('DeviceRenamed');
    expect(actorUser).toMatchObject({ name: 'Operator', email: 'operator@harbour.test' });
    expect(actor).toBe(`user:${actorUser.id}`);
  });

  test('names nobody where nobody acted', async () => {
    const { device } = await ask('viewer@harbour.test', timeline, { id: deviceId });
    const others = device.timeline.edges.filter((edge: Answer) => !edge.node.actor.startsWith('user:'));
    expect(others.length).toBeGreaterThan(0);
    expect(others.every((edge: Answer) => edge.node.actorUser === null)).toBe(true);
  });

  test('is not there for the people of another tenant', async () => {
    expect(await ask('operator@northwind.test', timeline, { id: deviceId })).toEqual({ device: null });
  });
});
