/**
 * Changes the connection of devices at a steady rate, for measurements: facts as the fleet records them, straight into
 * the log, in appends like those of a sweep or of a group of heartbeats. Measures for each fact how long after it was
 * due the queue showed what it means: the checkpoint of the projection moves with the rows, so it tells for all.
 *
 *     FLOTILLA_DATABASE_URL=… node subgraphs/operations/dist/testing/seed-load.js --tenant <id> --rate 1000 --seconds 30
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectivityChanged } from '@flotilla/fleet/events';
import { readConfig } from '@flotilla/kernel/config';
import { Database, everyTenant } from '@flotilla/kernel/database';
import { appendAndLocate } from '@flotilla/kernel/log/append';
import { z } from 'zod';
import { attentionProjection } from '../ledger/projection.ts';

const perAppend = 50;
const lookEveryMs = 10;
const drainMs = 60_000;
/** This share of the devices is away at any time. */
const awayShare = 0.1;

type Load = { readonly tenantId: string; readonly rate: number; readonly seconds: number };
type Batch = { readonly position: bigint; readonly events: number; readonly dueAt: number };
type Device = { readonly id: string; isAway: boolean };

/** What a load came to; latencies in milliseconds, one per fact. */
export type Loaded = {
  readonly devices: number;
  readonly events: number;
  readonly offeredPerS: number;
  readonly seconds: number;
  /** Facts that nobody had seen when the measurement was given up. */
  readonly unseen: number;
  readonly latencies: readonly number[];
};

/** Runs the load and waits until the queue has followed. */
export async function runLoad(database: Database, { tenantId, rate, seconds }: Load): Promise<Loaded> {
  const devices = await database.inTenant(tenantId, (em) =>
    em.execute<Device[]>(
      `select id, away_since is not null as "isAway" from devices where trust = 'TRUSTED' and is_heard order by id`,
    ),
  );
  if (devices.length === 0) throw new Error('The tenant has no device that was heard.');
  const appended: Batch[] = [];
  const watching = watch(database, tenantId, appended);
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n * perAppend < rate * seconds; n += 1) {
    const dueAt = startedAt + (n * perAppend * 1_000) / rate;
    await delay(Math.max(0, dueAt - performance.now()));
    running.push(
      appendChanges(database, { tenantId, devices, n }).then(
        (position) => void appended.push({ position, events: perAppend, dueAt }),
      ),
    );
  }
  await Promise.all(running);
  const elapsedS = (performance.now() - startedAt) / 1_000;
  const latencies = await watching.finish();
  const events = running.length * perAppend;
  const offeredPerS = Math.round(events / elapsedS);
  return {
    devices: devices.length,
    events,
    offeredPerS,
    seconds: elapsedS,
    unseen: events - latencies.length,
    latencies,
  };
}

/** Devices take turns: one leaves while few enough are away, else the one that left longest ago returns. */
async function appendChanges(
  database: Database,
  { tenantId, devices, n }: { tenantId: string; devices: readonly Device[]; n: number },
): Promise<bigint> {
  const span = Math.max(1, Math.floor(devices.length * awayShare));
  const writes = Array.from({ length: perAppend }, (_, at) => {
    const turn = Math.floor((n * perAppend + at) / 2);
    const isLeaving = at % 2 === 0;
    const device = devices[(isLeaving ? turn + span : turn) % devices.length];
    if (!device) throw new Error('no device');
    const previousMode = isLeaving ? 'LIVE' : 'DISCONNECTED';
    const mode = isLeaving ? 'DISCONNECTED' : 'LIVE';
    const data = { deviceId: device.id, mode, previousMode, gapMs: 61_000, intervalMs: 10_000, reason: 'SILENCE' };
    const event = { type: 'ConnectivityChanged', data } as ConnectivityChanged;
    return { stream: `connectivity-${device.id}`, expectedVersion: null, events: [event] };
  });
  const unique = [...new Map(writes.map((write) => [write.stream, write])).values()];
  const recorded = await database.inTenant(tenantId, (em) =>
    appendAndLocate(em, { tenantId, metadata: { actor: 'system' }, writes: unique }),
  );
  return BigInt(recorded.at(-1)?.position ?? 0);
}

/** Looks at the checkpoint until it has passed everything that was appended. */
function watch(database: Database, tenantId: string, appended: readonly Batch[]) {
  const latencies: number[] = [];
  const seen = new Set<Batch>();
  let isOver = false;
  const look = async (): Promise<void> => {
    const [row] = await database.inTenant(everyTenant, (em) =>
      em.execute<{ position: string }[]>(
        `select c.position::text as position from log.checkpoints c join log.tenants t using (shard)
         where c.projection = ? and t.tenant_id = ?`,
        [attentionProjection.name, tenantId],
      ),
    );
    const [now, position] = [performance.now(), BigInt(row?.position ?? 0)];
    for (const batch of appended) {
      if (seen.has(batch) || batch.position > position) continue;
      seen.add(batch);
      for (let n = 0; n < batch.events; n += 1) latencies.push(now - batch.dueAt);
    }
  };
  const watching = (async () => {
    while (!isOver) {
      await look();
      await delay(lookEveryMs);
    }
  })();
  return {
    async finish(): Promise<readonly number[]> {
      const until = performance.now() + drainMs;
      while (seen.size < appended.length && performance.now() < until) await delay(lookEveryMs);
      isOver = true;
      await watching;
      return latencies;
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tenant: { type: 'string' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '30' },
    },
  });
  if (!values.tenant) throw new Error('Usage: seed-load.js --tenant <id> [--rate 1000] [--seconds 30]');
  const { FLOTILLA_DATABASE_URL: url } = readConfig({ FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL') });
  const database = await Database.open({ url, searchPath: ['operations'], entities: [], poolMax: 8 });
  try {
    const load = { tenantId: values.tenant, rate: Number(values.rate), seconds: Number(values.seconds) };
    process.stdout.write(`${JSON.stringify(await runLoad(database, load))}\n`);
  } finally {
    await database.close();
  }
}

if (import.meta.main) await main();
