/**
 * Makes a large fleet quickly, for measurements: every device has the life that enrollment gives it, decided by the
 * fleet's own deciders, written through the log and its inline projections, but many devices to a transaction. What
 * heartbeats would leave behind is dated so that the sweep finds nothing to do for hours.
 *
 *     FLOTILLA_DATABASE_URL=… node subgraphs/fleet/dist/testing/seed-devices.js --tenant <id> --from 0 --count 1000
 */
import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { streamOf } from '@flotilla/kernel/aggregate';
import { readConfig } from '@flotilla/kernel/config';
import { Database, everyTenant, type EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { z } from 'zod';
import { deviceAggregate } from '../aggregates.ts';
import { connectivity } from '../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode } from '../connectivity/events.ts';
import { projectConnectivity } from '../connectivity/projection.ts';
import type { DeviceCommand } from '../device/device.ts';
import type { DeviceEvent, DeviceInventoryReported, IssuedCertificate } from '../device/events.ts';
import { projectDevice, projectInventories } from '../device/projection.ts';
import { defaultDomainSettings as defaults } from '../domain-settings/domain-settings.ts';
import { ofTenant } from '../of-tenant.ts';

/** Which devices to make: numbers `from` up to, not including, `from + count`. */
export type SeedRequest = {
  readonly tenantId: string;
  readonly from: number;
  readonly count: number;
  /** Hears how many devices there are by now. */
  readonly onProgress?: (devices: number) => void;
};

type SeedEvent = DeviceEvent | ConnectivityEvent;

/** One device with its whole life. */
type Seed = {
  readonly deviceId: string;
  readonly writes: readonly StreamWrite<SeedEvent>[];
  /** Null for a device that was never heard. */
  readonly heard: { readonly mode: ConnectivityMode; readonly silenceMs: number } | null;
};

const batchSize = 100;
const writers = 3;
/** Told to keep this interval, a device that was just heard is LIVE for two hours and a half. */
const intervalMs = 3_600_000;
const agentVersion = '1.0.0';
const roles = ['kiosk', 'gateway', 'camera', 'signage', 'scale'] as const;
const pemBytes = 560;
const followSeconds = 300;

/** Makes devices, spread over all domains of the tenant. Answers how many events that took. */
export async function seedDevices(database: Database, request: SeedRequest): Promise<number> {
  const { tenantId, from, count, onProgress } = request;
  const domainIds = await database.inTenant(tenantId, async (em) => {
    const rows = await em.execute<{ id: string }[]>(
      `select d.id from domains d where ${ofTenant('d')} order by d.path`,
    );
    return rows.map(({ id }) => id);
  });
  if (domainIds.length === 0) throw new Error('The tenant has no domain to put devices into.');
  let [next, events, done] = [from, 0, 0];
  const write = async (): Promise<void> => {
    while (next < from + count) {
      const size = Math.min(batchSize, from + count - next);
      const first = next;
      next += size;
      const seeds = Array.from({ length: size }, (_, at) => seedOf(first + at, domainIds));
      const written = await database.inTenant(tenantId, (em) => writeSeeds(em, tenantId, seeds));
      events += written;
      done += size;
      onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return events;
}

async function writeSeeds(em: EntityManager, tenantId: string, seeds: readonly Seed[]): Promise<number> {
  const recorded = await append<SeedEvent>(em, {
    tenantId,
    metadata: { actor: 'system' },
    writes: seeds.flatMap(({ writes }) => writes),
    project: (facts) => projectSeeds(em, facts),
  });
  const rows = seeds.flatMap(({ deviceId, heard }) =>
    heard ? [{ d: deviceId, m: heard.mode, s: heard.silenceMs }] : [],
  );
  await em.execute(
    `update device_liveness l set mode = s.m, last_seen = now() - s.s * interval '1 ms', interval_ms = ?,
       due_at = case s.m when 'DISCONNECTED' then 'infinity'
         else now() + ((case s.m when 'LIVE' then ?::float8 else ?::float8 end) * ? - s.s) * interval '1 ms' end,
       boot_id = 'boot-1', epoch = 1, seq = 1, agent_version = ?, health = 'OK', uptime_s = 86400, rtt_ms = 12,
       loss_pct = 0, inventory_reported_at = now()
     from jsonb_to_recordset(?::jsonb) as s (d uuid, m text, s float8)
     where ${ofTenant('l')} and l.device_id = s.d`,
    [
      intervalMs,
      defaults.delayedAfterIntervals,
      defaults.disconnectedAfterIntervals,
      intervalMs,
      agentVersion,
      JSON.stringify(rows),
    ],
  );
  return recorded.length;
}

/** As the fleet does it: what comes by the hundred set by set, what people cause one by one. */
async function projectSeeds(em: EntityManager, facts: readonly Fact<SeedEvent>[]): Promise<void> {
  const inventories: Fact<DeviceInventoryReported>[] = [];
  const changes: Fact<ConnectivityEvent>[] = [];
  for (const fact of facts) {
    if (fact.type === 'ConnectivityChanged') changes.push(fact);
    else if (fact.type === 'DeviceInventoryReported') inventories.push(fact);
    else await projectDevice(em, fact);
  }
  if (inventories.length > 0) await projectInventories(em, inventories);
  // A statement writes a row once, so the second change of a device comes after every first one.
  for (const round of Map.groupBy(changes, (fact) => fact.streamVersion).values()) await projectConnectivity(em, round);
}

function seedOf(n: number, domainIds: readonly string[]): Seed {
  const deviceId = randomUUID();
  const [role, domainId] = [roles[n % roles.length] ?? 'kiosk', domainIds[n % domainIds.length] ?? ''];
  const isPending = n % 100 === 50;
  const isRevoked = n % 100 === 51;
  const events = lifeOf([
    {
      type: 'ClaimDevice',
      deviceId,
      name: `${role}-${String(n).padStart(6, '0')}`,
      kind: role === 'gateway' ? 'GATEWAY' : 'EDGE',
      labels: [
        { key: 'role', value: role },
        { key: 'site', value: `s${n % 500}` },
        { key: 'rack', value: `r${n % 40}` },
      ],
      channel: n % 20 === 0 ? 'canary' : 'prod',
      domainId,
      locationId: null,
      enrollmentTokenId: randomUUID(),
      publicKey: digest(`${deviceId} key`).toString('base64'),
      bootId: 'boot-1',
      agentVersion,
    },
    ...(isPending ? [] : lettingIn(deviceId, n)),
    ...(isRevoked ? [{ type: 'RevokeDevice', reason: 'Sold with the shop.' } as const] : []),
  ]);
  const heard = isPending || isRevoked ? null : placeOf(n);
  return {
    deviceId,
    heard,
    writes: [
      { stream: streamOf(deviceAggregate.category, deviceId), expectedVersion: 0, events },
      ...(heard
        ? [{ stream: streamOf(connectivity.category, deviceId), expectedVersion: 0, events: waysTo(deviceId, heard) }]
        : []),
    ],
  };
}

function lettingIn(deviceId: string, n: number): DeviceCommand[] {
  return [
    { type: 'ApproveDevice', approvedBy: 'rule:Seed', rule: null, certificate: certificateOf(deviceId) },
    { type: 'HearDevice', agentVersion },
    {
      type: 'ReportInventory',
      contentHash: digest(`${deviceId} inventory`).toString('hex'),
      inventory: {
        cpu: 'Intel(R) N100',
        cpuCores: 4,
        ramBytes: 8_589_934_592,
        storageBytes: 128_035_676_160,
        gpus: [],
        os: 'Debian GNU/Linux 12 (bookworm)',
        kernel: '6.1.0-28-amd64',
        hostname: `host-${n}`,
        collectors: [{ name: 'psi', state: 'OK', reason: null }],
      },
    },
  ];
}

/** Of ten devices eight are LIVE, one DELAYED, one DISCONNECTED; silences differ, so that orders by them mean something. */
function placeOf(n: number): { mode: ConnectivityMode; silenceMs: number } {
  const part = (n % 997) / 997;
  if (n % 10 === 9)
    return { mode: 'DISCONNECTED', silenceMs: (defaults.disconnectedAfterIntervals + 1 + part) * intervalMs };
  if (n % 10 === 8) return { mode: 'DELAYED', silenceMs: (defaults.delayedAfterIntervals + part / 2) * intervalMs };
  return { mode: 'LIVE', silenceMs: (part / 10) * intervalMs };
}

function waysTo(deviceId: string, heard: { mode: ConnectivityMode; silenceMs: number }): readonly ConnectivityEvent[] {
  const change = { type: 'ChangeConnectivity', deviceId, intervalMs, reason: 'SILENCE' } as const;
  const first = connectivity.decide(
    { ...change, mode: 'LIVE', gapMs: null, reason: 'HEARTBEAT' },
    connectivity.initialState,
  );
  const second = connectivity.decide({ ...change, mode: heard.mode, gapMs: heard.silenceMs }, { mode: 'LIVE' });
  return [...first, ...second];
}

function lifeOf(commands: readonly DeviceCommand[]): readonly DeviceEvent[] {
  let state = deviceAggregate.initialState;
  return commands.flatMap((command) => {
    const events = deviceAggregate.decide(command, state);
    for (const event of events) state = deviceAggregate.evolve(state, event);
    return events;
  });
}

/** Of a real one's size, and nobody's: no call will come with it. */
function certificateOf(deviceId: string): IssuedCertificate {
  const content = Buffer.alloc(pemBytes, digest(deviceId)).toString('base64');
  return {
    serial: digest(`${deviceId} serial`).toString('hex').slice(0, 32),
    fingerprint: digest(`${deviceId} certificate`).toString('hex'),
    notBefore: new Date().toISOString(),
    notAfter: new Date(Date.now() + 72 * 3_600_000).toISOString(),
    pem: `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----\n`,
    publicKey: digest(`${deviceId} key`).toString('base64'),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Resolves when every projection has seen all of the log. Throws after some minutes. */
async function haveFollowed(database: Database): Promise<void> {
  for (let look = 0; look < followSeconds; look += 1) {
    const behind = await database.inTenant(everyTenant, (em) =>
      em.execute<unknown[]>(
        'select 1 from log.checkpoints c join log.heads h using (shard) where c.position < h.position limit 1',
      ),
    );
    if (behind.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(`The projections did not follow the log within ${followSeconds} s.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { tenant: { type: 'string' }, from: { type: 'string', default: '0' }, count: { type: 'string' } },
  });
  if (!values.tenant || !values.count) throw new Error('Usage: seed-devices.js --tenant <id> [--from 0] --count <n>');
  const { FLOTILLA_DATABASE_URL: url } = readConfig({ FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL') });
  const request = { tenantId: values.tenant, from: Number(values.from), count: Number(values.count) };
  const database = await Database.open({ url, searchPath: ['fleet'], entities: [], poolMax: writers + 1 });
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  let toldAt = 0;
  const onProgress = (devices: number): void => {
    if (seconds() - toldAt < 5 && devices < request.count) return;
    toldAt = seconds();
    process.stderr.write(`  seeded ${devices} of ${request.count} devices, ${Math.round(devices / toldAt)}/s\n`);
  };
  try {
    const events = await seedDevices(database, { ...request, onProgress });
    const took = { devices: request.count, events, seconds: seconds() };
    await haveFollowed(database);
    process.stdout.write(`${JSON.stringify(took)}\n`);
  } finally {
    await database.close();
  }
}

if (import.meta.main) await main();
