/**
 * Deciding on the quarantine store: releasing takes things in as if they had come now, in their order and once;
 * discarding forgets them. Taking them out, taking them in and the fact that says who decided are one transaction.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { Event } from '@flotilla/kernel/event';
import { handleWithin } from '@flotilla/kernel/handle';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { actorOf, type Viewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import type { InventoryReport, QuarantinedItemsDiscarded, QuarantinedItemsReleased } from '../device/events.ts';
import { take, type Selection, type StoredItem } from './store.ts';

/** Takes one released thing in, in the transaction that took it out of the store. */
export type TakeIn = (em: EntityManager, item: StoredItem, viewer: Viewer) => Promise<void>;

/** How an inventory that was diverted is kept. */
export type DivertedReport = { readonly inventory: InventoryReport; readonly contentHash: string };

/** What decisions are made with. Who diverts things of another kind gives the way to take them in. */
export type DecisionParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly takeInEvents?: TakeIn;
};

/** Releases things of the viewer's tenant. Answers how many that were. */
export async function releaseItems(parts: DecisionParts, selection: Selection, viewer: Viewer): Promise<number> {
  return decide(parts, viewer, async (em, tenantId) => {
    const items = await take(em, tenantId, selection);
    for (const item of items) await takeIn(parts, em, { item, viewer });
    await record(em, { tenantId, viewer, items, type: 'QuarantinedItemsReleased' });
    return items.length;
  });
}

/** Forgets things of the viewer's tenant. Answers how many that were. */
export async function discardItems(parts: DecisionParts, selection: Selection, viewer: Viewer): Promise<number> {
  return decide(parts, viewer, async (em, tenantId) => {
    const items = await take(em, tenantId, selection);
    await record(em, { tenantId, viewer, items, type: 'QuarantinedItemsDiscarded' });
    return items.length;
  });
}

async function decide(
  { database, tail }: DecisionParts,
  { tenantId }: Viewer,
  work: (em: EntityManager, tenantId: string) => Promise<number>,
): Promise<number> {
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  const items = await database.inTenant(tenantId, (em) => work(em, tenantId));
  tail.committed();
  return items;
}

async function takeIn(
  { takeInEvents }: DecisionParts,
  em: EntityManager,
  { item, viewer }: { item: StoredItem; viewer: Viewer },
): Promise<void> {
  if (item.kind === 'EVENTS') {
    if (takeInEvents) return takeInEvents(em, item, viewer);
    throw new Refusal('CONFLICT', 'Records of a journal can only be discarded: the device sends them again.', {
      id: item.id,
    });
  }
  const { inventory, contentHash } = item.payload as DivertedReport;
  const command = { type: 'ReportInventory', inventory, contentHash } as const;
  await handleWithin(em, deviceAggregate, { id: item.deviceId, command, viewer });
}

type Decided = {
  readonly tenantId: string;
  readonly viewer: Viewer;
  readonly items: readonly StoredItem[];
  readonly type: (QuarantinedItemsReleased | QuarantinedItemsDiscarded)['type'];
};

async function record(em: EntityManager, { tenantId, viewer, items, type }: Decided): Promise<void> {
  const byDevice = [...Map.groupBy(items, ({ deviceId }) => deviceId)];
  await append<Event>(em, {
    tenantId,
    metadata: { actor: actorOf(viewer), requestId: viewer.requestId },
    writes: byDevice.map(([deviceId, own]) => ({
      stream: streamOf(deviceAggregate.category, deviceId),
      expectedVersion: null,
      events: [{ type, data: { deviceId, items: own.length } }],
    })),
  });
}
