/** A relay that is none any more: the devices behind it are reached straight, in the transaction that says so. */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { replay as fold } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { append } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { actorOf, type Viewer } from '@flotilla/kernel/viewer';
import { relayAggregate } from '../../aggregates.ts';
import type { DeviceRouteChanged, RelayEvent } from '../events.ts';
import { projectRelay, projectRoutes } from '../projection.ts';
import { findRouted } from '../queries.ts';
import { routeCategory } from '../relay.ts';

/** What the registry of relays works with. */
export type RegistryParts = { readonly database: Database; readonly tail: Pick<LogTail, 'committed'> };

/** Removes a relay of the viewer's tenant. Refuses with NOT_FOUND what is none. */
export async function removeRelay({ database, tail }: RegistryParts, relayId: string, viewer: Viewer): Promise<void> {
  const { tenantId } = viewer;
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  await database.inTenant(tenantId, (em) => remove(em, { tenantId, relayId, viewer }));
  tail.committed();
}

type Removal = { readonly tenantId: string; readonly relayId: string; readonly viewer: Viewer };

/**
 * The row goes first: heartbeats that name the relay for the first time hold it, so those that found it are behind us and
 * all others find none. Rows come before facts, as with heartbeats, or the two would wait for each other.
 */
async function remove(em: EntityManager, { tenantId, relayId, viewer }: Removal): Promise<void> {
  const stream = streamOf(relayAggregate.category, relayId);
  const history = await readStream<RelayEvent>(em, stream);
  const removed = relayAggregate.decide({ type: 'RemoveRelay', relayId }, fold(relayAggregate, history));
  await em.execute('delete from relays where tenant_id = ? and id = ?', [tenantId, relayId]);
  await em.execute('update device_liveness set relay_id = null where tenant_id = ? and relay_id = ?', [
    tenantId,
    relayId,
  ]);
  const routed = (await findRouted(em, relayId)).map((deviceId) => ({
    stream: streamOf(routeCategory, deviceId),
    expectedVersion: null,
    events: [{ type: 'DeviceRouteChanged', data: { deviceId, relayId: null } } satisfies DeviceRouteChanged],
  }));
  await append<RelayEvent>(em, {
    tenantId,
    metadata: { actor: actorOf(viewer), requestId: viewer.requestId },
    writes: [{ stream, expectedVersion: history.length, events: removed }, ...routed],
    project: async (facts) => {
      const routes = facts.filter((fact) => fact.type === 'DeviceRouteChanged');
      for (const fact of facts) if (fact.type !== 'DeviceRouteChanged') await projectRelay(em, fact);
      if (routes.length > 0) await projectRoutes(em, routes);
    },
  });
}
