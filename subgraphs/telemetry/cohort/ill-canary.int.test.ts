/**
 * The fleet, rollouts and telemetry in one process as in production, with all that runs in the background: a canary is
 * updated, is ill by its own measurements, and goes back; the fleet says meanwhile that it is UPDATING.
 */
import { generateKeyPairSync, randomBytes, randomUUID, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { migrate as migrateClickHouse } from '@flotilla/clickhouse/migrate';
import { startTestServer, testAccount } from '@flotilla/clickhouse/testing/server';
import { assemble as assembleFleet } from '@flotilla/fleet/subgraph';
import { digestOf } from '@flotilla/kernel/canonical-json';
import { Database } from '@flotilla/kernel/database';
import { bodyHash, identityHeader, signIdentity } from '@flotilla/kernel/identity';
import { append } from '@flotilla/kernel/log/append';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import { openTestDatabase } from '@flotilla/kernel/testing/postgres';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { assemble as assembleRollouts } from '@flotilla/rollouts/subgraph';
import { assemble as assembleTelemetry } from '@flotilla/telemetry/subgraph';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';

type Json = ReturnType<typeof JSON.parse>;
type TestDevice = { readonly id: string; readonly fingerprint: string };

const keys = generateKeyPairSync('ed25519');
const tenantId = randomUUID();
const digestOfNew = `sha256:${'b'.repeat(64)}`;
const digestOfOld = `sha256:${'a'.repeat(64)}`;
const closing: (() => unknown)[] = [];
let port: number;
let log: Database;

beforeAll(async () => {
  const [postgres, metrics] = await Promise.all([openTestDatabase(), startTestServer()]);
  closing.push(
    () => postgres.drop(),
    () => metrics.remove(),
  );
  await migrate(postgres.adminUrl, [
    { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
    ...['fleet', 'rollouts', 'telemetry'].map((schema) => ({
      schema,
      folder: sqlFolder(import.meta.resolve(`@flotilla/${schema}/subgraph`), './migrations'),
    })),
  ]);
  const client = createClient({ url: metrics.url, ...testAccount });
  await migrateClickHouse(client, { database: 'flotilla', cluster: undefined });
  await client.close();
  const home = mkdtempSync(join(tmpdir(), 'flotilla-wave-health-'));
  closing.push(() => rmSync(home, { recursive: true }));
  writeFileSync(join(home, 'master.key'), randomBytes(32).toString('base64'));
  log = await Database.open({ url: postgres.url, searchPath: ['log'], entities: [] });
  closing.push(() => log.close());
  const served = await startProcess({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: postgres.url,
    gatewayPublicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    logger: createLogger({ name: 'test', level: 'silent' }),
    env: {
      FLOTILLA_CLICKHOUSE_URL: metrics.url,
      FLOTILLA_CLICKHOUSE_PASSWORD: testAccount.password,
      FLOTILLA_MASTER_KEY_FILE: join(home, 'master.key'),
    },
    assemble: [assembleFleet, assembleRollouts, assembleTelemetry],
  });
  closing.push(() => served.stop());
  ({ port } = served);
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** Asks a subgraph as a viewer, as the gateway does. */
async function ask(audience: string, viewer: Viewer, query: string, variables: Json = {}): Promise<Json> {
  const body = JSON.stringify({ query, variables });
  const about = { viewer, audience, bodyHash: bodyHash(body), issuedAtS: Math.floor(Date.now() / 1_000) };
  const response = await fetch(`http://127.0.0.1:${port}/${audience}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [identityHeader]: signIdentity(about, keys.privateKey) },
    body,
  });
  const { data, errors } = (await response.json()) as Json;
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const nobody = { ...systemViewer(tenantId), scopes: [], requestId: 'r' };
const operator: Viewer = { ...nobody, kind: 'user', subject: randomUUID(), roles: ['TENANT_ADMIN'] };
const deviceViewer = ({ id, fingerprint }: TestDevice): Viewer => {
  return { ...nobody, kind: 'device', subject: id, certificateFingerprint: fingerprint };
};

/** A device that claimed, was approved, and is heard. */
async function enroll(domainId: string): Promise<TestDevice> {
  const make = 'mutation ($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }';
  const { token } = (await ask('fleet', operator, make, { input: { domainId } })).createEnrollmentToken;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({ keys: pair, signingAlgorithm: algorithm });
  const stranger: Viewer = { ...nobody, kind: 'claimant', tenantId: null, subject: '' };
  const claim = 'mutation ($input: ClaimDeviceInput!) { claimDevice(input: $input) { deviceId } }';
  const input = { token, csrPem: request.toString('pem'), name: 'till', kind: 'EDGE', bootId: 'b', agentVersion: '1' };
  const { deviceId: id } = (await ask('fleet', stranger, claim, { input })).claimDevice;
  const approve = 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { certificate { fingerprint } } }';
  const { certificate } = (await ask('fleet', operator, approve, { id })).approveDevice;
  const device = { id, fingerprint: certificate.fingerprint };
  await beat(device, 1);
  return device;
}

async function beat(device: TestDevice, seq: number): Promise<void> {
  const call = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { intervalMs } }';
  const input = { bootId: 'b', epoch: 1, seq, agentVersion: '1', health: 'OK' };
  await ask('fleet', deviceViewer(device), call, { input });
}

/** So many samples of a device that end now, and began some seconds ago. */
async function measure(device: TestDevice, fromSeq: number, of: { fromMs: number; psi: number }): Promise<void> {
  const [count, now] = [60, Date.now()];
  const timesMs = Array.from({ length: count }, (_, at) => Math.round(of.fromMs + ((now - of.fromMs) * at) / count));
  const series = ['psi_cpu_some_pct', 'psi_mem_some_pct'];
  const values = [timesMs.map(() => of.psi), timesMs.map(() => 0)];
  const input = { epoch: 1, runKey: 'run', fromSeq, toSeq: fromSeq + count - 1, samples: { timesMs, series, values } };
  const push = 'mutation ($input: PushTelemetryInput!) { pushTelemetry(input: $input) { stored } }';
  await eventually(() => ask('telemetry', deviceViewer(device), push, { input }));
}

/** What a device does with its lease. Answers how it ends. */
async function begin(device: TestDevice): Promise<() => Promise<void>> {
  const viewer = deviceViewer(device);
  const told = await ask('rollouts', viewer, 'query { updateIntent { intent lease } }');
  const { leaseId, fence } = JSON.parse(told.updateIntent.lease);
  const start = 'mutation ($input: BeginUpdateInput!) { beginUpdate(input: $input) { permitted } }';
  const input = { leaseId, fence, intentDigest: digestOf(told.updateIntent.intent) };
  expect(await ask('rollouts', viewer, start, { input })).toEqual({ beginUpdate: { permitted: true } });
  return async () => {
    const end = 'mutation ($input: ReportUpdateInput!) { reportUpdate(input: $input) }';
    await ask('rollouts', viewer, end, { input: { leaseId, fence, outcome: 'SUCCEEDED' } });
  };
}

/** What supply-chain says of an artifact that may be rolled out. */
async function publish(digest: string, version: string): Promise<void> {
  const artifactId = randomUUID();
  const facts = { digest, version, name: 'till', size: 1_000, mediaType: 'application/octet-stream', mirrors: [] };
  const events = [
    { type: 'ArtifactRegistered', data: { artifactId, ...facts } },
    { type: 'ArtifactUploaded', data: { artifactId } },
    { type: 'ArtifactVerified', data: { artifactId } },
    ...['dev', 'canary', 'prod'].map((channel) => ({ type: 'ArtifactPromoted', data: { artifactId, channel } })),
  ];
  const writes = [{ stream: `artifact-${artifactId}`, expectedVersion: null, events }];
  await log.inTenant(tenantId, (em) => append(em, { tenantId, metadata: { actor: 'test' }, writes }));
}

/** Plans a canary of one and starts it, as soon as rollouts have heard of the artifacts. Answers its id. */
async function startRollout(domainId: string): Promise<string> {
  const input = {
    name: 'Till 2.0.0',
    artifact: { digest: digestOfNew },
    previous: { digest: digestOfOld },
    executor: { kind: 'service', name: 'till' },
    selection: { domainIds: [domainId] },
    waves: [{ name: 'canary', count: 1, gates: { needsHealth: true } }],
  };
  const create = 'mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const id: string = await eventually(
    async () => (await ask('rollouts', operator, create, { input })).createRollout.id,
  );
  await ask('rollouts', operator, 'mutation ($id: ID!) { startRollout(id: $id) { state } }', { id });
  return id;
}

/** Tries until it does not throw. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (attempt > 60) throw thrown;
      await pause(500);
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const phaseOf = async ({ id }: TestDevice): Promise<string> =>
  (await ask('fleet', operator, 'query ($id: ID!) { device(id: $id) { phase } }', { id })).device.phase;

test('a canary that is ill since its update goes back, and is UPDATING meanwhile', async () => {
  const domain = 'mutation { createDomain(input: { name: "Retail", slug: "retail" }) { id } }';
  const { id: domainId } = (await ask('fleet', operator, domain)).createDomain;
  const devices = await Promise.all(Array.from({ length: 4 }, () => enroll(domainId)));
  let seq = 1;
  const beating = setInterval(() => {
    seq += 1;
    for (const device of devices) void beat(device, seq).catch(() => undefined);
  }, 5_000);
  closing.push(() => clearInterval(beating));
  await publish(digestOfOld, '1.0.0');
  await publish(digestOfNew, '2.0.0');
  for (const device of devices) await measure(device, 1, { fromMs: Date.now() - 20_000, psi: 2 });
  const id = await startRollout(domainId);
  const show = `query ($id: ID!) { rollout(id: $id) { state stateReason targets(first: 9) { edges { node { deviceId bucket } } }
    waves { state health { name unit before after control verdict } } } }`;
  const shown = async () => (await ask('rollouts', operator, show, { id })).rollout;
  const canary = await eventually(async () => {
    const [{ node }] = (await shown()).targets.edges;
    return devices.find((device) => device.id === node.deviceId) as TestDevice;
  });

  const end = await eventually(() => begin(canary));
  await expect.poll(() => phaseOf(canary)).toBe('UPDATING');
  await end();
  const fromMs = Date.now();
  await expect.poll(() => phaseOf(canary)).toBe('ACTIVE');
  await pause(500);
  for (const device of devices) await measure(device, 61, { fromMs, psi: device === canary ? 80 : 2 });

  await expect.poll(async () => (await shown()).state, { timeout: 60_000 }).toBe('ROLLING_BACK');
  const { stateReason, waves } = await shown();
  expect(stateReason).toMatch(/^Wave 1 stopped: psi_cpu_some is 80 %; usual is 2\.0/);
  expect(waves[0].health).toContainEqual({
    name: 'psi_cpu_some',
    unit: '%',
    before: 2,
    after: 80,
    control: 2,
    verdict: 'FAIL',
  });
  const back = await eventually(() => begin(canary));
  await expect.poll(() => phaseOf(canary)).toBe('UPDATING');
  await back();
  await expect.poll(async () => (await shown()).state).toBe('ROLLED_BACK');
  await expect.poll(() => phaseOf(canary)).toBe('ACTIVE');
}, 180_000);
