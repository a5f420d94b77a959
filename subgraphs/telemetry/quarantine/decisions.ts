/**
 * Deciding on the telemetry of quarantined devices: releasing gives pushes to the journal as if they had come now, in
 * their order and once; discarding forgets them. Taking them out, taking them in and the fact that says who decided
 * are one transaction.
 */
import type { QuarantinedItemsDiscarded, QuarantinedItemsReleased } from '@flotilla/fleet/events';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import type { Event } from '@flotilla/kernel/event';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { actorOf, type Viewer } from '@flotilla/kernel/viewer';
import type { Writer } from '../ingest/writer.ts';
import { quarantineStream } from './attempts.ts';
import { takePushes, type Selection, type TakenPush } from './store.ts';

/** What decisions are made with. */
export type DecisionParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly writer: Pick<Writer, 'add'>;
};

type Decision = (QuarantinedItemsReleased | QuarantinedItemsDiscarded)['type'];

/** Releases pushes of a tenant. Answers how many that were. */
export async function releasePushes(
  { database, tail, writer }: DecisionParts,
  selection: Selection,
  viewer: Viewer & { readonly tenantId: string },
): Promise<number> {
  const taken = await database.inTenant(viewer.tenantId, async (em) => {
    const pushes = await takePushes(em, { tenantId: viewer.tenantId, selection, isReleased: true });
    await record(em, { viewer, pushes, type: 'QuarantinedItemsReleased' });
    return pushes;
  });
  tail.committed();
  writer.add(taken);
  return taken.length;
}

/** Forgets pushes of a tenant. Answers how many that were. */
export async function discardPushes(
  { database, tail }: DecisionParts,
  selection: Selection,
  viewer: Viewer & { readonly tenantId: string },
): Promise<number> {
  const count = await database.inTenant(viewer.tenantId, async (em) => {
    const pushes = await takePushes(em, { tenantId: viewer.tenantId, selection, isReleased: false });
    await record(em, { viewer, pushes, type: 'QuarantinedItemsDiscarded' });
    return pushes.length;
  });
  tail.committed();
  return count;
}

async function record(
  em: EntityManager,
  decided: { viewer: Viewer & { tenantId: string }; pushes: readonly TakenPush[]; type: Decision },
): Promise<void> {
  const { viewer, pushes, type } = decided;
  await append<Event>(em, {
    tenantId: viewer.tenantId,
    metadata: { actor: actorOf(viewer), requestId: viewer.requestId },
    writes: [...Map.groupBy(pushes, ({ deviceId }) => deviceId)].map(([deviceId, own]) => ({
      stream: quarantineStream(deviceId),
      expectedVersion: null,
      events: [{ type, data: { deviceId, items: own.length } }],
    })),
  });
}
