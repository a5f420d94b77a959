/**
 * Telemetry as it runs, for its integration tests: a real PostgreSQL with the log, the real embedded metrics database,
 * the subgraph served over HTTP, and viewers whose tokens the gateway would have signed.
 */
import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { createClient as createSocket } from 'graphql-ws';
import pg from 'pg';
import { migrate as migrateClickHouse } from '@flotilla/clickhouse/migrate';
import { startTestServer, testAccount, type TestServer } from '@flotilla/clickhouse/testing/server';
import type { DeviceTrustEvent, TrustState } from '@flotilla/fleet/events';
import { Database } from '@flotilla/kernel/database';
import { bodyHash, identityHeader, signIdentity } from '@flotilla/kernel/identity';
import { append } from '@flotilla/kernel/log/append';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import { openTestDatabase, type TestDatabase } from '@flotilla/kernel/testing/postgres';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import type { Dropped } from '../ingest/batch.ts';
import { assemble } from '../subgraph.ts';

/** A GraphQL answer. */
export type Answer = {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, never> }[];
};

/** A device as the door knows it, with the fingerprint of its certificate. */
export type CallingDevice = { readonly tenantId: string; readonly id: string; readonly fingerprint: string };

/** A device that was enrolled. */
export type EnrolledDevice = CallingDevice & { readonly key: KeyObject };

/** Everything a test file needs; it is taken down by `close`. */
export class TelemetryStack {
  readonly postgres: TestDatabase;
  readonly server: TestServer;
  readonly clickhouse: ClickHouseClient;
  readonly log: Database;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #keys = generateKeyPairSync('ed25519');
  #process: Awaited<ReturnType<typeof startProcess>> | undefined;

  private constructor(parts: {
    postgres: TestDatabase;
    server: TestServer;
    clickhouse: ClickHouseClient;
    log: Database;
    environment: Readonly<Record<string, string>>;
  }) {
    this.postgres = parts.postgres;
    this.server = parts.server;
    this.clickhouse = parts.clickhouse;
    this.log = parts.log;
    this.#environment = parts.environment;
  }

  /** Starts both databases and the subgraph. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<TelemetryStack> {
    const [postgres, server] = await Promise.all([openTestDatabase(), startTestServer()]);
    await migrate(postgres.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'telemetry', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const bare = createClient({ url: server.url, ...testAccount });
    await migrateClickHouse(bare, { database: 'flotilla', cluster: undefined });
    await bare.close();
    const clickhouse = createClient({ url: server.url, ...testAccount, database: 'flotilla' });
    const log = await Database.open({ url: postgres.url, searchPath: ['log'], entities: [] });
    const stack = new TelemetryStack({ postgres, server, clickhouse, log, environment });
    await stack.startProcess();
    return stack;
  }

  /** Serves the subgraph; also again, after `stopProcess`. */
  async startProcess(): Promise<void> {
    this.#process = await startProcess({
      host: '127.0.0.1',
      port: 0,
      databaseUrl: this.postgres.url,
      gatewayPublicKey: this.#keys.publicKey.export({ type: 'spki', format: 'pem' }) as string,
      logger: createLogger({ name: 'test', level: 'silent' }),
      env: {
        FLOTILLA_CLICKHOUSE_URL: this.server.url,
        FLOTILLA_CLICKHOUSE_PASSWORD: testAccount.password,
        ...this.#environment,
      },
      assemble: [assemble],
    });
  }

  /** Drains the subgraph. */
  async stopProcess(): Promise<void> {
    await this.#process?.stop();
  }

  /** Takes everything down. */
  async close(): Promise<void> {
    await this.stopProcess();
    await this.clickhouse.close();
    await this.log.close();
    await Promise.all([this.server.remove(), this.postgres.drop()]);
  }

  /** Records a fact of the fleet about a device. */
  async record(
    device: CallingDevice,
    type: DeviceTrustEvent['type'],
    trust: TrustState,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const mayCall = trust === 'TRUSTED' || trust === 'QUARANTINED';
    const fingerprints = mayCall ? [device.fingerprint] : [];
    const data = { deviceId: device.id, trust, fingerprints, ...more };
    await this.log.inTenant(device.tenantId, (em) =>
      append(em, {
        tenantId: device.tenantId,
        metadata: { actor: 'test' },
        writes: [{ stream: `device-${device.id}`, expectedVersion: null, events: [{ type, data }] }],
      }),
    );
  }

  /** Leaves the rows of an installation that knew no keys yet, as the migration that added them found them. */
  async forgetKeys(): Promise<void> {
    const owner = new pg.Client({ connectionString: this.postgres.adminUrl });
    await owner.connect();
    await owner.query("set flotilla.tenant = '*'; update telemetry.device_trust set public_keys = '{}'");
    await owner.query("delete from log.checkpoints where projection = 'telemetry.device_trust'");
    await owner.end();
  }

  /** A trusted device of a tenant. */
  async enroll(tenantId: string = randomUUID(), domainId: string = randomUUID()): Promise<EnrolledDevice> {
    const device = { tenantId, id: randomUUID(), fingerprint: randomUUID().replaceAll('-', '') };
    const { privateKey: key, publicKey } = newDeviceKey();
    await this.record(device, 'DeviceClaimed', 'PENDING', { publicKey, domainId });
    await this.record(device, 'DeviceApproved', 'TRUSTED');
    return { ...device, key };
  }

  /** Pushes as a device. */
  push(device: CallingDevice, input: Record<string, unknown>): Promise<Answer> {
    const viewer = { ...systemViewer(device.tenantId), kind: 'device' as const, subject: device.id };
    const document = `mutation ($input: PushTelemetryInput!) { pushTelemetry(input: $input) {
      acknowledgedSeq duplicate stored rejected { name reason } retryAfterMs } }`;
    return this.ask({ ...viewer, certificateFingerprint: device.fingerprint }, document, { input });
  }

  /** Asks as a viewer. */
  async ask(viewer: Viewer, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const body = JSON.stringify({ query, variables });
    const token = signIdentity(
      { viewer, audience: 'telemetry', bodyHash: bodyHash(body), issuedAtS: Math.floor(Date.now() / 1000) },
      this.#keys.privateKey,
    );
    const response = await fetch(`http://127.0.0.1:${this.#process?.port}/telemetry/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [identityHeader]: token },
      body,
    });
    return (await response.json()) as Answer;
  }

  /** Subscribes as a viewer. Ends when the loop over it is left. */
  subscribe(viewer: Viewer, query: string, variables: Record<string, unknown>): AsyncIterableIterator<Answer> {
    const token = signIdentity(
      {
        viewer,
        audience: 'telemetry',
        bodyHash: bodyHash(JSON.stringify([query, variables])),
        issuedAtS: Math.floor(Date.now() / 1000),
      },
      this.#keys.privateKey,
    );
    const client = createSocket({
      url: `ws://127.0.0.1:${this.#process?.port}/telemetry/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const request = { query, variables, extensions: { identity: token } };
    return client.iterate(request) as unknown as AsyncIterableIterator<Answer>;
  }

  /** How many rows a device has in a table of the metrics database. */
  async countRows(table: string, device: EnrolledDevice): Promise<number> {
    const answer = await this.clickhouse.query({
      query: 'SELECT toUInt32(count()) AS n FROM {table:Identifier} WHERE device_id = {device:UUID}',
      query_params: { table, device: device.id },
      format: 'JSONEachRow',
    });
    return (await answer.json<{ n: number }>())[0]?.n ?? 0;
  }

  /** Waits until a table holds that many rows of a device. */
  async settled(device: EnrolledDevice, { table, rows }: { table: string; rows: number }): Promise<void> {
    await eventually(async () => {
      const found = await this.countRows(table, device);
      if (found !== rows) throw new Error(`${table} holds ${found} rows, not ${rows}`);
    });
  }

  /** How many samples each level holds of a device: raw, per minute, per hour, by the mean's own count. */
  async countSamples(device: EnrolledDevice): Promise<number[]> {
    const answer = await this.clickhouse.query({
      query: `SELECT
        (SELECT toUInt32(count()) FROM device_samples_raw_v1 WHERE device_id = {device:UUID}) AS raw,
        (SELECT toUInt32(sumMap(other_count)['tick']) FROM device_samples_per_minute_v1 WHERE device_id = {device:UUID}) AS minute,
        (SELECT toUInt32(sumMap(other_count)['tick']) FROM device_samples_per_hour_v1 WHERE device_id = {device:UUID}) AS hour`,
      query_params: { device: device.id },
      format: 'JSONEachRow',
    });
    const [row] = await answer.json<{ raw: number; minute: number; hour: number }>();
    return row ? [row.raw, row.minute, row.hour] : [];
  }
}

/** A person of a tenant. */
export function person(tenantId: string, roles: Viewer['roles'] = ['VIEWER']): Viewer {
  return { ...systemViewer(tenantId), kind: 'user', subject: randomUUID(), roles };
}

/** A key as a device makes it, with its public half as the fleet's facts tell it. */
export function newDeviceKey(): { privateKey: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

/** A declaration of loss as the device signs it, in epoch 1 unless told another. */
export function signedDrop(
  { id, key }: Pick<EnrolledDevice, 'id' | 'key'>,
  range: { readonly fromSeq: number; readonly toSeq: number; readonly fromMs: number; readonly epoch?: number },
): Dropped {
  const { epoch = 1, fromSeq, toSeq, fromMs } = range;
  const count = toSeq - fromSeq + 1;
  const drop = { class: 'SAMPLES' as const, fromSeq, toSeq, count, fromMs, toMs: fromMs + count, reason: 'QUEUE_FULL' };
  const words = ['flotilla dropped', id, epoch, 'SAMPLES', fromSeq, toSeq, count, fromMs, drop.toMs, drop.reason];
  return { ...drop, signature: sign('sha256', Buffer.from(words.join(' ')), key).toString('base64') };
}

/** A batch of one-second samples, each with a known series and one of its own, numbered from `fromSeq`. */
export function samplesFrom(fromSeq: number, count: number, firstMs: number): Record<string, unknown> {
  const timesMs = Array.from({ length: count }, (_, index) => firstMs + index * 1000);
  return {
    epoch: 1,
    runKey: 'run',
    fromSeq,
    toSeq: fromSeq + count - 1,
    samples: {
      timesMs,
      series: ['cpu_usage_pct', 'tick'],
      values: [timesMs.map((_, i) => 10 + i), timesMs.map(() => 1)],
    },
  };
}

/** Tries until an expectation holds, for what is true only a moment later. */
export async function eventually(expectation: () => Promise<void>, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (thrown) {
      if (Date.now() > end) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
