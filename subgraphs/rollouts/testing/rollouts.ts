/**
 * Rollouts assembled on a real PostgreSQL for one test file, called as the gateway calls them: by documents, with a
 * verified viewer. What they know of devices comes from facts in the log, as the fleet records them.
 */
import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, everyTenant } from '@flotilla/kernel/database';
import { append } from '@flotilla/kernel/log/append';
import { LogTail } from '@flotilla/kernel/log/tail';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, sqlFolder } from '@flotilla/kernel/migrate';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import { openTestDatabase } from '@flotilla/kernel/testing/postgres';
import { SubgraphCaller } from '@flotilla/kernel/testing/subgraph-caller';
import type { Role, Viewer } from '@flotilla/kernel/viewer';
import { leaseAggregate } from '../aggregates.ts';
import { Desk } from '../desk/desk.ts';
import { devicesProjection, type FleetFact } from '../devices/projection.ts';
import { Orchestrator } from '../orchestrator/orchestrator.ts';
import type { ArtifactFact } from '../registry/facts.ts';
import { artifactsProjection } from '../registry/projection.ts';
import type { ArtifactFacts } from '../rollout/events.ts';
import { assemble } from '../subgraph.ts';
import type { Worker } from './installation.ts';
import { allChannels } from './registry.ts';

/** Projections that a test moves. */
const followed = [devicesProjection, artifactsProjection];
const logger = createLogger({ name: 'test', level: 'silent' });

/** An assembled subgraph whose projections and orchestrator move when the test says so. */
export class TestRollouts extends SubgraphCaller {
  readonly worker: Worker;
  readonly adminUrl: string;
  readonly url: string;
  /** What its sealed keys open with. */
  readonly masterKey: string;
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Pick<TestRollouts, 'subgraph' | 'tail' | 'worker' | 'adminUrl' | 'url' | 'masterKey' | 'close'>,
  ) {
    super(parts);
    this.worker = parts.worker;
    this.adminUrl = parts.adminUrl;
    this.url = parts.url;
    this.masterKey = parts.masterKey;
    this.#close = parts.close;
  }

  /** Makes a database of its own, migrates it, assembles rollouts on it. */
  static async open(): Promise<TestRollouts> {
    const postgres = await openTestDatabase();
    await migrate(postgres.adminUrl, [
      { schema: 'log', folder: sqlFolder(import.meta.resolve('@flotilla/kernel/log/append'), './migrations') },
      { schema: 'rollouts', folder: sqlFolder(import.meta.url, '../migrations') },
    ]);
    const opened: Database[] = [];
    const openDatabase = async (schema: string, entities: Parameters<typeof Database.open>[0]['entities']) => {
      const database = await Database.open({ url: postgres.url, searchPath: [schema], entities });
      opened.push(database);
      return database;
    };
    const home = mkdtempSync(join(tmpdir(), 'flotilla-rollouts-'));
    const keyFile = join(home, 'master.key');
    const masterKey = randomBytes(32).toString('base64');
    writeFileSync(keyFile, masterKey);
    const tail = new LogTail(await openDatabase('log', []), { url: postgres.url, logger });
    const env = { FLOTILLA_MASTER_KEY_FILE: keyFile };
    const subgraph = await assemble({ openDatabase, tail, logger, env });
    const { database } = subgraph;
    await database.inTenant(everyTenant, async (em) => {
      for (const { name } of followed) {
        await em.execute('insert into log.checkpoints (projection, shard) select ?, shard from log.heads', [name]);
      }
    });
    const desk = new Desk({ database, tail, leases: leaseAggregate });
    const worker = { database, desk, orchestrator: new Orchestrator({ database, tail, logger, desk, joinEveryMs: 0 }) };
    const close = async () => {
      for (const each of opened) await each.close();
      rmSync(home, { recursive: true, force: true });
      await postgres.drop();
    };
    return new TestRollouts({
      subgraph,
      tail,
      worker,
      adminUrl: postgres.adminUrl,
      url: postgres.url,
      masterKey,
      close,
    });
  }

  /** Closes every connection and drops the database. */
  async close(): Promise<void> {
    await this.#close();
  }

  /** Tells of an artifact that is verified, in the channels that are said. Answers its id in the registry. */
  async publish(
    tenantId: string,
    { digest, name, version, mediaType, size }: ArtifactFacts,
    channels: readonly string[] = allChannels,
  ): Promise<string> {
    const artifactId = randomUUID();
    const registered = { artifactId, digest, name, version, mediaType, size, mirrors: [] };
    await this.record(
      tenantId,
      { type: 'ArtifactRegistered', data: registered },
      { type: 'ArtifactUploaded', data: { artifactId } },
      { type: 'ArtifactVerified', data: { artifactId } },
      ...channels.map((channel) => ({ type: 'ArtifactPromoted', data: { artifactId, channel } }) as const),
    );
    return artifactId;
  }

  /** Records facts of the fleet and of supply-chain, and lets the rows follow. */
  async record(tenantId: string, ...events: readonly (FleetFact | ArtifactFact)[]): Promise<void> {
    await this.say(tenantId, ...events);
    await this.follow();
  }

  /** Records the same facts, as they are before the rows have followed. */
  async say(tenantId: string, ...events: readonly (FleetFact | ArtifactFact)[]): Promise<void> {
    const streams = Map.groupBy(events, streamOfFact);
    const writes = [...streams].map(([stream, facts]) => ({ stream, expectedVersion: null, events: facts }));
    await this.subgraph.database.inTenant(tenantId, (em) =>
      append(em, { tenantId, metadata: { actor: 'test' }, writes }),
    );
  }

  /** Lets the rows follow. */
  async follow(): Promise<void> {
    const { database } = this.subgraph;
    for (const projection of followed) {
      const runner = new ProjectionRunner(database, projection, logger);
      await runner.catchUp();
      const { halted } = await runner.status();
      if (halted.length > 0) throw new Error(JSON.stringify(halted));
    }
  }
}

/** The fleet's own stream of a device; elsewhere any will do. */
function streamOfFact({ type, data }: FleetFact | ArtifactFact): string {
  const isOfDevice = type.startsWith('Device') && 'deviceId' in data;
  return isOfDevice ? `device-${data.deviceId}` : `test-${randomUUID()}`;
}

/** Where and what a told device is. */
export type Told = {
  readonly domainId: string;
  readonly locationId?: string;
  readonly labels?: readonly { readonly key: string; readonly value: string }[];
};

/** A device that is trusted and live, as the fleet tells it. */
export function liveDevice(deviceId: string, { domainId, locationId, labels = [] }: Told): FleetFact[] {
  const believed = { deviceId, trust: 'TRUSTED', fingerprints: [`print of ${deviceId}`] } as const;
  return [
    {
      type: 'DeviceClaimed',
      data: {
        deviceId,
        trust: 'PENDING',
        fingerprints: [],
        name: 'till',
        kind: 'EDGE',
        labels,
        channel: 'prod',
        domainId,
        locationId: locationId ?? null,
        enrollmentTokenId: randomUUID(),
        publicKey: '',
        bootId: 'boot',
        agentVersion: '1',
      },
    },
    { type: 'DeviceApproved', data: { ...believed, approvedBy: 'user:a', ruleId: null, ruleName: null } },
    {
      type: 'ConnectivityChanged',
      data: { deviceId, mode: 'LIVE', previousMode: 'DISCONNECTED', gapMs: null, intervalMs: 10_000 },
    },
  ];
}

/** A person with one role in a tenant. */
export function person(tenantId: string, role: Role = 'OPERATOR'): Viewer {
  return viewer(tenantId, { kind: 'user', subject: randomUUID(), roles: [role] });
}

/** A device with the certificate that `liveDevice` lets in. */
export function deviceViewer(tenantId: string, deviceId: string): Viewer {
  const certificateFingerprint = `print of ${deviceId}`;
  return viewer(tenantId, { kind: 'device', subject: deviceId, certificateFingerprint });
}

function viewer(tenantId: string, who: Partial<Viewer>): Viewer {
  const nobody = { subject: '', roles: [], scopes: [], sessionId: null, certificateFingerprint: null };
  return { kind: 'user', ...nobody, tenantId, requestId: randomUUID(), ...who };
}
