/**
 * The control plane as updates need it, on free ports: fleet, supply chain, rollouts and operations in one process with their database,
 * and the agents' door of the real gateway. The program knows no server; here it meets the real one.
 */
import 'reflect-metadata';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SigningDesk } from './signing-desk.ts';

type Answer = ReturnType<typeof JSON.parse>;
type Stopping = { stop(): Promise<void> };

type Parts = {
  readonly postgres: { drop(): Promise<void> };
  readonly subgraphs: Stopping & { readonly port: number };
  readonly gateway: Stopping;
  readonly home: string;
  readonly privateKey: KeyObject;
};

const names = ['fleet', 'supply-chain', 'rollouts', 'operations'] as const;
const load = (path: string): Promise<Answer> => import(new URL(`../../../${path}`, import.meta.url).href);
const migrationsOf = (path: string): string => new URL(`../../../${path}/migrations`, import.meta.url).pathname;

/** A running control plane with one tenant and one domain. */
export class RealRollouts {
  readonly #parts: Parts;
  readonly #tenantId = randomUUID();
  readonly #operator = randomUUID();
  readonly #desk = new SigningDesk();
  #isSignerTrusted = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts all of it; `env` is said to the subgraphs as well. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<RealRollouts> {
    const [{ openTestDatabase }, { migrate }, { createLogger }] = await Promise.all([
      load('subgraphs/kernel/testing/postgres.ts'),
      load('subgraphs/kernel/migrate.ts'),
      load('subgraphs/kernel/logger.ts'),
    ]);
    const postgres = await openTestDatabase();
    const schemas = [
      ['log', 'subgraphs/kernel/log'],
      ...names.map((name) => [name.replace('-', '_'), `subgraphs/${name}`]),
    ];
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
        FLOTILLA_BLOB_DIR: join(home, 'blobs'),
        ...env,
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
    const { bodyHash } = await load('subgraphs/kernel/identity.ts');
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', ...(await this.#identity(subgraph, bodyHash(body))) };
    const answer = (await (await this.#post(`/${subgraph}/graphql`, body, headers)).json()) as Answer;
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** Registers bytes, vouches for them as `cosign sign` does, uploads them, and gives them out. Answers what a plan says of them. */
  async publish(bytes: Buffer<ArrayBuffer>, version: string): Promise<object> {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const about = { name: 'shop/web', version, digest, size: bytes.length };
    const register = 'mutation ($input: RegisterArtifactInput!) { registerArtifact(input: $input) { id } }';
    const { id: artifactId } = (await this.ask('supply-chain', register, { input: about })).registerArtifact;
    await this.#trustSigner();
    const content = Buffer.from(JSON.stringify(this.#desk.vouch(digest))).toString('base64');
    const mediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
    const attach = 'mutation ($input: AttachArtifactEvidenceInput!) { attachArtifactEvidence(input: $input) { id } }';
    await this.ask('supply-chain', attach, { input: { artifactId, mediaType, content } });
    const { streamHash } = await load('subgraphs/kernel/identity.ts');
    const path = `/artifacts/${digest}`;
    const headers = await this.#identity('supply-chain', streamHash('POST', path));
    const uploaded = await this.#post(`/supply-chain${path}`, bytes, headers);
    if (!uploaded.ok) throw new Error(await uploaded.text());
    const promote = 'mutation ($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { id } }';
    for (const channel of ['dev', 'canary', 'prod']) {
      await this.ask('supply-chain', promote, { input: { artifactId, channel } });
    }
    return { digest };
  }

  /** The tenant believes what the desk signs. */
  async #trustSigner(): Promise<void> {
    if (this.#isSignerTrusted) return;
    this.#isSignerTrusted = true;
    const publicKeyPem = this.#desk.artifactKeys.publicKey.export({ type: 'spki', format: 'pem' });
    const add = 'mutation ($input: AddSigningKeyInput!) { addSigningKey(input: $input) { keyId } }';
    await this.ask('supply-chain', add, { input: { name: 'release', role: 'RELEASE', publicKeyPem } });
  }

  #post(path: string, body: string | Buffer<ArrayBuffer>, headers: Record<string, string>): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#parts.subgraphs.port}${path}`, { method: 'POST', headers, body });
  }

  /** What the gateway would say of an operator of the tenant. */
  async #identity(audience: string, bodyHash: string): Promise<Record<string, string>> {
    const { signIdentity } = await load('subgraphs/kernel/identity.ts');
    const nobody = { scopes: [], sessionId: null, certificateFingerprint: null, requestId: randomUUID() };
    const who = { kind: 'user', subject: this.#operator, tenantId: this.#tenantId };
    const viewer = { ...who, roles: ['OPERATOR', 'TENANT_ADMIN'], ...nobody };
    const claims = { viewer, audience, bodyHash, issuedAtS: Math.floor(Date.now() / 1_000) };
    return { 'x-flotilla-identity': signIdentity(claims, this.#parts.privateKey) };
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
