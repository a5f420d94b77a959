/**
 * A fleet on a real PostgreSQL for one integration test file, called as the gateway calls it: by documents, with a
 * verified viewer. Also devices that make their own keys, claim and sign as a real agent does.
 */
import 'reflect-metadata';
import { KeyObject, randomBytes, randomUUID, sign, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database } from '@flotilla/kernel/database';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate } from '@flotilla/kernel/migrate';
import type { Subgraph } from '@flotilla/kernel/server/subgraph';
import { openTestDatabase } from '@flotilla/kernel/testing/postgres';
import { SubgraphCaller } from '@flotilla/kernel/testing/subgraph-caller';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { assemble } from '../subgraph.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

/** An assembled fleet without background work: tests move time and run sweeps themselves. */
export class TestFleet extends SubgraphCaller {
  /** Database URL of the schemas' owner. */
  readonly adminUrl: string;
  /** Database URL of the application. */
  readonly url: string;
  /** Assembles another process's fleet on the same database; closed with this one. */
  readonly assembleAgain: (env?: Record<string, string>) => Promise<Subgraph>;
  readonly #close: () => Promise<void>;

  private constructor(parts: Pick<TestFleet, 'subgraph' | 'tail' | 'adminUrl' | 'url' | 'assembleAgain' | 'close'>) {
    super(parts);
    this.adminUrl = parts.adminUrl;
    this.url = parts.url;
    this.assembleAgain = parts.assembleAgain;
    this.#close = parts.close;
  }

  /** Makes a database of its own, migrates it, assembles the fleet on it. */
  static async open(env: Record<string, string> = {}): Promise<TestFleet> {
    const testDatabase = await openTestDatabase();
    const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    await migrate(testDatabase.adminUrl, [
      { schema: 'log', folder: folder('../../kernel/log/migrations') },
      { schema: 'fleet', folder: folder('../migrations') },
    ]);
    const home = mkdtempSync(join(tmpdir(), 'flotilla-fleet-'));
    writeFileSync(join(home, 'master.key'), randomBytes(32).toString('base64'));
    const opened: Database[] = [];
    const openDatabase = async (schema: string, entities: Parameters<typeof Database.open>[0]['entities']) => {
      const database = await Database.open({ url: testDatabase.url, searchPath: [schema], entities, poolMax: 20 });
      opened.push(database);
      return database;
    };
    const log = await openDatabase('log', []);
    const tail = new LogTail(log, { url: testDatabase.url, logger });
    const { url, adminUrl } = testDatabase;
    const defaults = { FLOTILLA_MASTER_KEY_FILE: join(home, 'master.key'), ...env };
    const assembleAgain = (other: Record<string, string> = {}) =>
      assemble({ openDatabase, tail, logger, env: { ...defaults, ...other } });
    const subgraph = await assembleAgain();
    const close = async () => {
      for (const database of opened) await database.close();
      await testDatabase.drop();
      rmSync(home, { recursive: true });
    };
    return new TestFleet({ subgraph, tail, adminUrl, url, assembleAgain, close });
  }

  /** Closes every connection and drops the database. */
  async close(): Promise<void> {
    await this.#close();
  }

  /** Lets the database's clock move on, as far as connectivity can tell. */
  async letTimePass(ms: number): Promise<void> {
    await this.sql(
      `update device_liveness set last_seen = last_seen - ? * interval '1 ms', due_at = due_at - ? * interval '1 ms'
       where isfinite(last_seen)`,
      [ms, ms],
    );
  }
}

/** A person with one role in a tenant. */
export function person(tenantId: string, role: Role = 'OPERATOR'): Viewer {
  return viewerOf({ kind: 'user', subject: randomUUID(), tenantId, roles: [role] });
}

/** A caller of the agents' door without a certificate. */
export const stranger: Viewer = viewerOf({ kind: 'claimant', tenantId: null });

/** A device with its own key, as an agent has it. */
export class TestDevice {
  readonly csrPem: string;
  readonly #key: KeyObject;
  id = '';
  tenantId = '';
  fingerprint = '';

  private constructor(csrPem: string, key: KeyObject) {
    this.csrPem = csrPem;
    this.#key = key;
  }

  /** Makes the key and a request that is signed by it. */
  static async create(): Promise<TestDevice> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const request = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
    return new TestDevice(request.toString('pem'), KeyObject.from(keys.privateKey));
  }

  /** Signs what `collectCertificate` asks for. */
  signatureOf(nonce: string): string {
    return this.sign(`flotilla collect ${this.id} ${nonce}`);
  }

  /** Signs a text by its key. */
  sign(text: string): string {
    return sign('sha256', Buffer.from(text), this.#key).toString('base64');
  }

  /** The caller the agents' door makes of its certificate. */
  viewer(fingerprint = this.fingerprint): Viewer {
    const { id: subject, tenantId } = this;
    return viewerOf({ kind: 'device', subject, tenantId, certificateFingerprint: fingerprint });
  }
}

function viewerOf(parts: Partial<Viewer>): Viewer {
  return {
    kind: 'anonymous',
    subject: '',
    tenantId: null,
    roles: [],
    scopes: [],
    sessionId: null,
    certificateFingerprint: null,
    requestId: randomUUID(),
    ...parts,
  };
}
