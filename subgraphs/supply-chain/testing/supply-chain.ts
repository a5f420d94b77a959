/**
 * The supply chain on a real PostgreSQL and a real directory for one integration test file, called as the gateway calls
 * it: by documents, with a verified viewer.
 */
import 'reflect-metadata';
import { generateKeyPairSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@flotilla/kernel/database';
import type { Event } from '@flotilla/kernel/event';
import { identityHeader, signIdentity, streamHash } from '@flotilla/kernel/identity';
import { append } from '@flotilla/kernel/log/append';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import { SubgraphServer } from '@flotilla/kernel/server/server';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import { SubgraphCaller, type Answer } from '@flotilla/kernel/testing/subgraph-caller';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { assemble } from '../subgraph.ts';
import type { Evidence } from '../verification/judge.ts';
import { subjectOf, type TestKey } from './signing.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

/** Everything of an artifact that tests compare. */
export const artifactFields = `id name version digest size state channel reason
  faults { reason evidenceId } evidence { evidenceId kind digest } signers { keyId role key { name state } }
  provenance { builder } sboms { specVersion components }`;

/** What a call beside the graph carries. */
type Call = { method?: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> };

/** An assembled supply chain with a directory of its own. */
export class TestSupplyChain extends SubgraphCaller {
  readonly postgres: TestDatabase;
  /** Where its bytes are. */
  readonly directory: string;
  /** Speaks for the gateway. */
  readonly gatewayKey: KeyObject;
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<TestSupplyChain, 'subgraph' | 'tail' | 'postgres' | 'directory' | 'gatewayKey' | 'url' | 'close'>,
  ) {
    super(parts);
    this.postgres = parts.postgres;
    this.directory = parts.directory;
    this.gatewayKey = parts.gatewayKey;
    this.url = parts.url;
    this.#close = parts.close;
  }

  /** Makes a database and a directory, migrates, assembles. */
  static async open(): Promise<TestSupplyChain> {
    const postgres = await openTestDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'flotilla-supply-chain-'));
    await migrate(postgres.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'supply_chain', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const opened: Database[] = [];
    const openDatabase = async (schema: string, entities: Parameters<typeof Database.open>[0]['entities']) => {
      const database = await Database.open({ url: postgres.url, searchPath: [schema], entities });
      opened.push(database);
      return database;
    };
    const tail = new LogTail(await openDatabase('log', []), { url: postgres.url, logger });
    const masterKeyFile = join(directory, 'master.key');
    await writeFile(masterKeyFile, randomBytes(32).toString('base64'));
    const env = {
      FLOTILLA_BLOB_DIR: directory,
      FLOTILLA_ARTIFACT_MAX_BYTES: '1000000',
      FLOTILLA_MASTER_KEY_FILE: masterKeyFile,
      FLOTILLA_AGENT_FILE: join(directory, 'agent.mjs'),
    };
    const subgraph = await assemble({ openDatabase, tail, logger, env });
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const gatewayPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const options = { host: '127.0.0.1', port: 0, gatewayPublicKey, subgraphs: [subgraph], tail, logger };
    const server = await SubgraphServer.start(options);
    const close = async () => {
      await server.stop();
      for (const each of opened) await each.close();
      await postgres.drop();
      await rm(directory, { recursive: true, force: true });
    };
    const url = `http://127.0.0.1:${server.port}/supply-chain`;
    return new TestSupplyChain({ subgraph, tail, postgres, directory, gatewayKey: privateKey, url, close });
  }

  /** Closes every connection, drops the database, removes the directory. */
  async close(): Promise<void> {
    await this.#close();
  }

  /** Records the fleet's word on a device, as the fleet would. */
  async sayOfDevice({ tenantId, subject, certificateFingerprint }: Viewer, type: string, trust: string): Promise<void> {
    const data = { deviceId: subject, trust, fingerprints: [certificateFingerprint] };
    const writes = [{ stream: `device-${subject}`, expectedVersion: null, events: [{ type, data }] }];
    const tenant = tenantId ?? '';
    await this.subgraph.database.inTenant(tenant, (em) =>
      append(em, { tenantId: tenant, metadata: { actor: 'test' }, writes }),
    );
  }

  /** Records facts of others, and lets every projection follow. */
  async record(tenantId: string, ...events: readonly Event[]): Promise<void> {
    const writes = events.map((event) => ({ stream: `test-${randomUUID()}`, expectedVersion: null, events: [event] }));
    const { database, projections } = this.subgraph;
    await database.inTenant(tenantId, (em) => append(em, { tenantId, metadata: { actor: 'test' }, writes }));
    for (const projection of projections) {
      if (projection.mode !== 'async') continue;
      const register = `insert into log.checkpoints (projection, shard) select ?, shard from log.heads on conflict do nothing`;
      await this.sql(register, [projection.name]);
      const runner = new ProjectionRunner(database, projection, logger);
      await runner.catchUp();
      const { halted } = await runner.status();
      if (halted.length > 0) throw new Error(JSON.stringify(halted));
    }
  }

  /** Makes the rows of a projection anew from the log, and answers how they differ from those there are. */
  async rebuilt(name: string) {
    const projection = this.subgraph.projections.find((each) => each.name === `supply-chain.${name}`);
    if (!projection) throw new Error(`there is no projection ${name}`);
    const { adminUrl, url } = this.postgres;
    const quiet = { isApplied: false, onProgress: () => undefined };
    return (await rebuild({ adminUrl, url, schema: 'supply_chain', entities: [], projection, ...quiet })).tables;
  }

  /** Trusts a key in the tenant of an administrator. */
  async trust(admin: Viewer, key: TestKey, over: object = {}): Promise<Answer> {
    const { role, publicKeyPem, keyId } = key.trusted;
    const input = { name: `key-${keyId.slice(0, 12)}`, role, publicKeyPem, ...over };
    const document = 'mutation ($input: AddSigningKeyInput!) { addSigningKey(input: $input) { keyId name state } }';
    return (await this.run(admin, document, { input })).addSigningKey;
  }

  /** Registers bytes. */
  async register(viewer: Viewer, bytes: Uint8Array, over: object = {}): Promise<Answer> {
    const { digest, size } = subjectOf(bytes);
    const input = { name: 'till', version: `1.0.${digest.slice(7, 15)}`, digest, size, ...over };
    const document = `mutation ($input: RegisterArtifactInput!) { registerArtifact(input: $input) { ${artifactFields} } }`;
    return (await this.run(viewer, document, { input })).registerArtifact;
  }

  /** Calls a route beside the graph as the gateway passes it on. */
  async fetch(viewer: Viewer, path: string, init: Call = {}): Promise<Response> {
    const issuedAtS = Math.floor(Date.now() / 1000);
    const bodyHash = streamHash(init.method ?? 'GET', path);
    const token = signIdentity({ viewer, audience: 'supply-chain', bodyHash, issuedAtS }, this.gatewayKey);
    return fetch(`${this.url}${path}`, { ...init, headers: { ...init.headers, [identityHeader]: token } });
  }

  /** Uploads bytes, or a part of them. */
  async upload(viewer: Viewer, digest: string, body: Uint8Array<ArrayBuffer>, headers = {}): Promise<Response> {
    return this.fetch(viewer, `/artifacts/${digest}`, { method: 'POST', body, headers });
  }

  /** Attaches evidence. */
  async attach(viewer: Viewer, artifactId: string, { mediaType, content }: Evidence): Promise<Answer> {
    const input = { artifactId, mediaType, content: Buffer.from(content).toString('base64') };
    const document = `mutation ($input: AttachArtifactEvidenceInput!) {
      attachArtifactEvidence(input: $input) { ${artifactFields} } }`;
    return (await this.run(viewer, document, { input })).attachArtifactEvidence;
  }

  /** One artifact as a viewer sees it. */
  async artifact(viewer: Viewer, id: string): Promise<Answer> {
    return (await this.run(viewer, `query ($id: ID!) { artifact(id: $id) { ${artifactFields} } }`, { id })).artifact;
  }
}

/** A person with one role in a tenant. */
export function person(tenantId: string, role: Role = 'OPERATOR'): Viewer {
  return {
    kind: 'user',
    subject: randomUUID(),
    tenantId,
    roles: [role],
    scopes: [],
    sessionId: null,
    certificateFingerprint: null,
    requestId: randomUUID(),
  };
}
