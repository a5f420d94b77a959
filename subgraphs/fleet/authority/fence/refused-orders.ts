/**
 * Orders that were refused because another authority holds the device, as facts: an order goes to many devices at once
 * and those that may take it do, so the refusals are recorded together with what was accepted.
 */
import { randomUUID } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { StreamWrite } from '@flotilla/kernel/log/append';
import type { Viewer } from '@flotilla/kernel/viewer';
import { authorityAggregate } from '../../aggregates.ts';
import { authority, type AuthorityStanding } from '../authority.ts';
import type { AuthorityConflictDetected } from '../events.ts';
import { authorityOf } from '../queries.ts';
import { streamIdOf } from './fence.ts';

/** At most so many devices of one order are recorded one by one; the answer to the order names them all. */
const keptMax = 100;

/** The writes that keep an order as a conflict of each device that another authority holds. */
export function refusedOrderWrites(
  devices: readonly { readonly deviceId: string; readonly current: AuthorityStanding }[],
  order: { readonly authorityId: string; readonly kind: string; readonly content: unknown },
): StreamWrite<AuthorityConflictDetected>[] {
  const { authorityId, kind, content } = order;
  return devices.slice(0, keptMax).map(({ deviceId: id, current }) => {
    const { authorityId: currentAuthorityId, epoch: currentEpoch } = current;
    const conflictId = randomUUID();
    const data = { conflictId, subject: 'DEVICE', id, authorityId, epoch: currentEpoch } as const;
    return {
      stream: streamOf(authority.category, streamIdOf('DEVICE', id)),
      expectedVersion: null,
      events: [
        {
          type: 'AuthorityConflictDetected',
          data: { ...data, currentAuthorityId, currentEpoch, what: `order ${kind}`, content },
        },
      ],
    };
  });
}

/** Keeps an order to one device as a conflict, in a transaction of its own: that of the order was rolled back. */
export async function keepRefusedOrder(
  database: Database,
  about: { readonly viewer: Viewer; readonly tenantId: string; readonly deviceId: string },
  order: { readonly authorityId: string; readonly kind: string; readonly content: unknown },
): Promise<void> {
  const { viewer, tenantId, deviceId: id } = about;
  const held = await database.inTenant(tenantId, (em) => authorityOf(em, { tenantId, deviceIds: [id] }));
  const inherited = held.get(id);
  if (!inherited) return;
  const { authorityId, kind, content } = order;
  const attempt = { authorityId, epoch: inherited.epoch, what: `order ${kind}`, content };
  const command = {
    type: 'RecordConflict',
    subject: 'DEVICE',
    id,
    inherited,
    conflictId: randomUUID(),
    ...attempt,
  } as const;
  await handle(database, authorityAggregate, { id: streamIdOf('DEVICE', id), command, viewer, tenantId });
}
