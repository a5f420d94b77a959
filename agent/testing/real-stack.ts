/**
 * The control plane itself on free ports: fleet and telemetry in one process with their databases, and the agents' door of
 * the real gateway. The program knows no server; its tests meet the real one, by the few words that are written down here.
 */
import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestLink } from './test-link.ts';

type Answer = ReturnType<typeof JSON.parse>;
type Stopping = { stop(): Promise<void> };
type Postgres = { readonly url: string; readonly adminUrl: string; drop(): Promise<void> };
type ClickHouse = { readonly url: string; remove(): Promise<void> };
type Sign = (claims: object, key: KeyObject) => string;

type Parts = {
  readonly postgres: Postgres;
  readonly clickhouse: ClickHouse;
  readonly subgraphs: Stopping & { readonly port: number };
  readonly gateway: Stopping & { readonly agentsPort: number };
  readonly home: string;
  readonly privateKey: KeyObject;
  readonly signIdentity: Sign;
  readonly bodyHash: (body: string) => string;
};

const load = (path: string): Promise<Answer> => import(new URL(`../../${path}`, import.meta.url).href);
const packaged = (name: string): Promise<Answer> => import(name);
const folderOf = (path: string): string => new URL(`../../${path}/migrations`, import.meta.url).pathname;

/** A running control plane with one tenant and one domain. */
export class RealStack {
  /** What lies between the agents' door and those that know it by its public address. */
  readonly uplink: TestLink;
  readonly #parts: Parts;
  readonly #operator = randomUUID();
  readonly tenantId = randomUUID();
  domainId = '';

  private constructor(uplink: TestLink, parts: Parts) {
    this.uplink = uplink;
    this.#parts = parts;
  }

  /** Starts all of it. */
  static async start(): Promise<RealStack> {
    const [{ openTestDatabase }, { startTestServer, testAccount }, { migrate }] = await Promise.all([
      load('subgraphs/kernel/testing/postgres.ts'),
      load('clickhouse/testing/server.ts'),
      load('subgraphs/kernel/migrate.ts'),
    ]);
    const [postgres, clickhouse]: [Postgres, ClickHouse] = await Promise.all([openTestDatabase(), startTestServer()]);
    const schemas = { log: 'subgraphs/kernel/log', fleet: 'subgraphs/fleet', telemetry: 'subgraphs/telemetry' };
    const migrations = Object.entries(schemas).map(([schema, path]) => ({ schema, folder: folderOf(path) }));
    await migrate(postgres.adminUrl, migrations);
    await prepareMetrics(clickhouse.url, testAccount);
    const home = mkdtempSync(join(tmpdir(), 'flotilla-stack-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(home, 'master.key'), randomBytes(32).toString('base64'));
    writeFileSync(join(home, 'gateway.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { createLogger } = await load('subgraphs/kernel/logger.ts');
    const logger = createLogger({ name: 'test', level: 'silent' });
    const uplink = await TestLink.open();
    const subgraphs = await startSubgraphs({
      databaseUrl: postgres.url,
      gatewayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      logger,
      env: {
        FLOTILLA_MASTER_KEY_FILE: join(home, 'master.key'),
        FLOTILLA_AGENTS_URL: `https://localhost:${uplink.port}`,
        FLOTILLA_HEARTBEAT_INTERVAL_MS: '800',
        FLOTILLA_CLICKHOUSE_URL: clickhouse.url,
        FLOTILLA_CLICKHOUSE_PASSWORD: testAccount.password,
      },
    });
    const gateway = await startGateway(logger, {
      FLOTILLA_GATEWAY_DOORS: 'agents',
      FLOTILLA_API_PORT: '0',
      FLOTILLA_AGENTS_PORT: '0',
      FLOTILLA_SUBGRAPHS_PORT: String(subgraphs.port),
      FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: join(home, 'gateway.pem'),
    });
    uplink.target = gateway.agentsPort;
    const { signIdentity, bodyHash } = await load('subgraphs/kernel/identity.ts');
    const parts = { postgres, clickhouse, subgraphs, gateway, home, privateKey, signIdentity, bodyHash };
    const stack = new RealStack(uplink, parts);
    const domain = 'mutation { createDomain(input: { name: "Retail", slug: "retail" }) { id } }';
    stack.domainId = (await stack.ask(domain)).createDomain.id;
    // What is to be seen is that calls arrive; how fast, a machine with other work decides.
    const patient = { degradedRttMs: 60_000, degradedLossPct: 90, recoverAfterHeartbeats: 1, delayedAfterIntervals: 4 };
    await stack.ask('mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }', {
      input: { domainId: stack.domainId, ...patient },
    });
    return stack;
  }

  /** A new token, with which devices are approved at once. */
  async token(): Promise<string> {
    const document = `mutation ($domainId: ID!) { createEnrollmentToken(input: { domainId: $domainId }) { token } }`;
    return (await this.ask(document, { domainId: this.domainId })).createEnrollmentToken.token;
  }

  /** Approves a device. */
  async approve(id: string): Promise<void> {
    await this.ask('mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { id } }', { id });
  }

  /** Asks as an operator of the tenant. Throws the first error. */
  async ask(query: string, variables: object = {}, audience = 'fleet'): Promise<Answer> {
    const { subgraphs, privateKey, signIdentity, bodyHash } = this.#parts;
    const body = JSON.stringify({ query, variables });
    const [subject, tenantId] = [this.#operator, this.tenantId];
    const nobody = { scopes: [], sessionId: null, certificateFingerprint: null, requestId: randomUUID() };
    const viewer = { kind: 'user', subject, tenantId, roles: ['OPERATOR', 'TENANT_ADMIN'], ...nobody };
    const claims = { viewer, audience, bodyHash: bodyHash(body), issuedAtS: Math.floor(Date.now() / 1_000) };
    const headers = { 'content-type': 'application/json', 'x-flotilla-identity': signIdentity(claims, privateKey) };
    const url = `http://127.0.0.1:${subgraphs.port}/${audience}/graphql`;
    const answer = (await (await fetch(url, { method: 'POST', headers, body })).json()) as Answer;
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** SQL by the databases' owner, on behalf of every tenant. */
  async sql<Row = Answer>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { default: pg } = await packaged('pg');
    const client = new pg.Client({ connectionString: this.#parts.postgres.adminUrl });
    await client.connect();
    try {
      await client.query("set flotilla.tenant = '*'");
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** How many samples of a device are stored, and of how many moments. */
  async samples(deviceId: string): Promise<{ readonly rows: number; readonly moments: number }> {
    const sums = 'toUInt32(count()) AS rows, toUInt32(uniqExact(time)) AS moments';
    const [found] = await this.#metrics<{ rows: number; moments: number }>(sums, deviceId);
    return found ?? { rows: 0, moments: 0 };
  }

  /** Which batches of a device are stored, as `<epoch>/<fromSeq>`. */
  async batches(deviceId: string): Promise<string[]> {
    const rows = await this.#metrics<{ key: string }>("DISTINCT concat(epoch, '/', from_seq) AS key", deviceId);
    return rows.map(({ key }) => key);
  }

  /** How devices of stories keep a journal and come back with it. */
  async chronicles(): Promise<Answer> {
    return { ...(await load('e2e/fleet/chronicle.ts')), ...(await load('e2e/fleet/come-back.ts')) };
  }

  async #metrics<Row>(columns: string, deviceId: string): Promise<Row[]> {
    const query = `SELECT ${columns} FROM flotilla.device_samples_raw_v1 WHERE device_id = '${deviceId}'
      FORMAT JSONEachRow`;
    const { testAccount } = await load('clickhouse/testing/server.ts');
    const authorization = `Basic ${Buffer.from(`default:${testAccount.password}`).toString('base64')}`;
    const answer = await fetch(this.#parts.clickhouse.url, { method: 'POST', headers: { authorization }, body: query });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
  }

  /** Takes everything down. */
  async close(): Promise<void> {
    const { gateway, subgraphs, postgres, clickhouse, home } = this.#parts;
    await this.uplink.close();
    await gateway.stop();
    await subgraphs.stop();
    await Promise.all([postgres.drop(), clickhouse.remove()]);
    rmSync(home, { recursive: true });
  }
}

async function prepareMetrics(url: string, account: object): Promise<void> {
  const { createClient } = await packaged('@clickhouse/client');
  const { migrate } = await load('clickhouse/migrate.ts');
  const bare = createClient({ url, ...account });
  await migrate(bare, { database: 'flotilla', cluster: undefined });
  await bare.close();
}

async function startSubgraphs(options: object): Promise<Stopping & { port: number }> {
  const { startProcess } = await load('subgraphs/kernel/server/process.ts');
  const roots = await Promise.all(['fleet', 'telemetry'].map((name) => load(`subgraphs/${name}/subgraph.ts`)));
  return startProcess({ host: '127.0.0.1', port: 0, assemble: roots.map(({ assemble }) => assemble), ...options });
}

async function startGateway(logger: unknown, env: object): Promise<Stopping & { agentsPort: number }> {
  const [{ Gateway }, { gatewayConfig }] = await Promise.all([load('gateway/gateway.ts'), load('gateway/config.ts')]);
  return Gateway.start(gatewayConfig(env), logger);
}
