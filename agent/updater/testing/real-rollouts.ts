/**
 * The control plane's own rollouts on free ports: fleet and rollouts in one process with their database, and the agents'
 * door of the real gateway. The program knows no server; here it meets the real one.
 */
import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Answer = ReturnType<typeof JSON.parse>;
type Stopping = { stop(): Promise<void> };

type Parts = {
  readonly postgres: { drop(): Promise<void> };
  readonly subgraphs: Stopping & { readonly port: number };
  readonly gateway: Stopping;
  readonly home: string;
  readonly privateKey: KeyObject;
};

const names = ['fleet', 'rollouts'] as const;
const load = (path: string): Promise<Answer> => import(new URL(`../../../${path}`, import.meta.url).href);
const migrationsOf = (path: string): string => new URL(`../../../${path}/migrations`, import.meta.url).pathname;

/** A running control plane with one tenant and one domain. */
export class RealRollouts {
  readonly #parts: Parts;
  readonly #tenantId = randomUUID();
  readonly #operator = randomUUID();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts all of it. */
  static async start(): Promise<RealRollouts> {
    const [{ openTestDatabase }, { migrate }, { createLogger }] = await Promise.all([
      load('subgraphs/kernel/testing/postgres.ts'),
      load('subgraphs/kernel/migrate.ts'),
      load('subgraphs/kernel/logger.ts'),
    ]);
    const postgres = await openTestDatabase();
    const schemas = [['log', 'subgraphs/kernel/log'], ...names.map((name) => [name, `subgraphs/${name}`])];
    const migrations = schemas.map(([schema, path = '']) => ({ schema, folder: migrationsOf(path) }));
    await migrate(postgres.adminUrl, migrations);
    const home = mkdtempSync(join(tmpdir(), 'flotilla-rollouts-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(home, 'master.key'), randomBytes(32).toString('base64'));
    writeFileSync(join(home, 'gateway.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const logger = createLogger({ name: 'test', level: 'silent' });
    const agentsPort = await freePort();
    const subgraphs = await startSubgraphs({
      databaseUrl: postgres.url,
      gatewayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      logger,
      env: {
        FLOTILLA_MASTER_KEY_FILE: join(home, 'master.key'),
        FLOTILLA_AGENTS_URL: `https://localhost:${agentsPort}`,
        FLOTILLA_HEARTBEAT_INTERVAL_MS: '800',
      },
    });
    const gateway = await startGateway(logger, {
      FLOTILLA_GATEWAY_DOORS: 'agents',
      FLOTILLA_API_PORT: '0',
      FLOTILLA_AGENTS_PORT: String(agentsPort),
      FLOTILLA_SUBGRAPHS_PORT: String(subgraphs.port),
      FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: join(home, 'gateway.pem'),
    });
    return new RealRollouts({ postgres, subgraphs, gateway, home, privateKey });
  }

  /** A new token, with which devices are approved at once or by `approve`. */
  async token(): Promise<string> {
    const domain = 'mutation { createDomain(input: { name: "Retail", slug: "retail" }) { id } }';
    const domainId = (await this.ask('fleet', domain)).createDomain.id;
    const document = `mutation ($domainId: ID!) { createEnrollmentToken(input: { domainId: $domainId }) { token } }`;
    return (await this.ask('fleet', document, { domainId })).createEnrollmentToken.token;
  }

  /** Asks a subgraph as an operator of the tenant. Throws the first error. */
  async ask(subgraph: (typeof names)[number], query: string, variables: object = {}): Promise<Answer> {
    const { subgraphs, privateKey } = this.#parts;
    const { signIdentity, bodyHash } = await load('subgraphs/kernel/identity.ts');
    const body = JSON.stringify({ query, variables });
    const nobody = { scopes: [], sessionId: null, certificateFingerprint: null, requestId: randomUUID() };
    const who = { kind: 'user', subject: this.#operator, tenantId: this.#tenantId };
    const viewer = { ...who, roles: ['OPERATOR', 'TENANT_ADMIN'], ...nobody };
    const claims = { viewer, audience: subgraph, bodyHash: bodyHash(body), issuedAtS: Math.floor(Date.now() / 1_000) };
    const headers = { 'content-type': 'application/json', 'x-flotilla-identity': signIdentity(claims, privateKey) };
    const url = `http://127.0.0.1:${subgraphs.port}/${subgraph}/graphql`;
    const answer = (await (await fetch(url, { method: 'POST', headers, body })).json()) as Answer;
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** Takes everything down. */
  async close(): Promise<void> {
    const { gateway, subgraphs, postgres, home } = this.#parts;
    await gateway.stop();
    await subgraphs.stop();
    await postgres.drop();
    rmSync(home, { recursive: true });
  }
}

async function startSubgraphs(options: object): Promise<Stopping & { port: number }> {
  const { startProcess } = await load('subgraphs/kernel/server/process.ts');
  const roots = await Promise.all(names.map((name) => load(`subgraphs/${name}/subgraph.ts`)));
  return startProcess({ host: '127.0.0.1', port: 0, assemble: roots.map(({ assemble }) => assemble), ...options });
}

async function startGateway(logger: unknown, env: object): Promise<Stopping> {
  const [{ Gateway }, { gatewayConfig }] = await Promise.all([load('gateway/gateway.ts'), load('gateway/config.ts')]);
  return Gateway.start(gatewayConfig(env), logger);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
