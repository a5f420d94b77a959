/**
 * Records what heartbeats, or their absence, caused: what is remembered of connections, the facts and the rows of devices,
 * in the transaction that holds the devices' liveness rows. One statement for the memory, one append per tenant.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Event, Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { deviceAggregate } from '../aggregates.ts';
import { connectivity } from '../connectivity/connectivity.ts';
import type { ConnectivityChanged, ConnectivityEvent } from '../connectivity/events.ts';
import { projectConnectivity } from '../connectivity/projection.ts';
import type { DeviceActivated, DeviceAgentChanged } from '../device/events.ts';
import { projectDevice } from '../device/projection.ts';
import type { DeviceRouteChanged } from '../relay/events.ts';
import { projectRoutes } from '../relay/projection.ts';
import { routeCategory } from '../relay/relay.ts';
import type { Connection, Judged } from './judgement.ts';

/** What a heartbeat or its absence can cause. */
export type HeartbeatFact = ConnectivityEvent | DeviceActivated | DeviceAgentChanged | DeviceRouteChanged;

/** What became of one device: what to remember of its connection from now on, and what is a fact. */
export type Moved = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly connection: Connection;
  /** The relay it is reached through from now on. */
  readonly relayId: string | null;
  readonly events: readonly HeartbeatFact[];
};

/** The facts of a judgement. */
export function changesOf(
  judged: Judged,
  from: Pick<ConnectivityChanged['data'], 'deviceId' | 'gapMs' | 'intervalMs'> & Pick<Connection, 'mode'>,
): ConnectivityEvent[] {
  const { deviceId, gapMs, intervalMs } = from;
  let { mode } = from;
  return judged.steps.flatMap((step) => {
    const events = connectivity.decide({ type: 'ChangeConnectivity', deviceId, gapMs, intervalMs, ...step }, { mode });
    mode = step.mode;
    return events;
  });
}

/** Records what became of devices whose liveness rows the transaction holds. */
export async function recordMoves(em: EntityManager, moves: readonly Moved[]): Promise<void> {
  if (moves.length === 0) return;
  await em.execute(rememberSql, [JSON.stringify(moves.map(memoryOf))]);
  for (const [tenantId, ofTenant] of Map.groupBy(moves, (move) => move.tenantId)) {
    await append(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes: ofTenant.flatMap(writesOf),
      project: (facts) => projectMoves(em, facts as readonly Fact<HeartbeatFact>[]),
    });
  }
}

const rememberSql = `update device_liveness l set mode = m.mode, run = m.run, lates = m.lates, shortest_late_ms = m.shortest,
    longest_late_ms = m.longest, relay_id = m.relay
  from jsonb_to_recordset(?::jsonb)
    as m (t uuid, d uuid, mode text, run smallint, lates smallint, shortest float8, longest float8, relay uuid)
  where l.tenant_id = m.t and l.device_id = m.d`;

function memoryOf({ tenantId: t, deviceId: d, relayId: relay, connection }: Moved) {
  const { mode, run, lates, shortestLateMs: shortest, longestLateMs: longest } = connection;
  return { t, d, relay, mode, run, lates, shortest, longest };
}

const categories: Readonly<Partial<Record<HeartbeatFact['type'], string>>> = {
  ConnectivityChanged: connectivity.category,
  DeviceRouteChanged: routeCategory,
};

function writesOf({ deviceId, events }: Moved): StreamWrite<Event>[] {
  const byCategory = Map.groupBy(events, ({ type }) => categories[type] ?? deviceAggregate.category);
  return [...byCategory].map(([category, ofCategory]) => {
    return { stream: streamOf(category, deviceId), expectedVersion: null, events: ofCategory };
  });
}

async function projectMoves(em: EntityManager, facts: readonly Fact<HeartbeatFact>[]): Promise<void> {
  const changes: Fact<ConnectivityEvent>[] = [];
  const routes: Fact<DeviceRouteChanged>[] = [];
  for (const fact of facts) {
    if (fact.type === 'ConnectivityChanged') changes.push(fact);
    else if (fact.type === 'DeviceRouteChanged') routes.push(fact);
    else await projectDevice(em, fact);
  }
  if (changes.length > 0) await projectConnectivity(em, changes);
  if (routes.length > 0) await projectRoutes(em, routes);
}
