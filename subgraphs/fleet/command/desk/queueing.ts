/**
 * Puts an order into the queues of devices, in one transaction and one append, and says of every device whether it got
 * it and if not, why. Nothing is queued for a device that could never do it.
 */
import { randomUUID } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import type { EventMetadata, Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { mayWrite, originalStanding } from '../../authority/authority.ts';
import type { AuthorityConflictDetected } from '../../authority/events.ts';
import { holdFence } from '../../authority/fence/fence.ts';
import { refusedOrderWrites } from '../../authority/fence/refused-orders.ts';
import { projectAuthority } from '../../authority/projection.ts';
import { authorityOf, type FoundAuthority } from '../../authority/queries.ts';
import type { TrustState } from '../../device/events.ts';
import type { LifecyclePhase } from '../../lifecycle/phase.ts';
import { onlyUuids } from '../../of-tenant.ts';
import { commandAggregate } from '../../aggregates.ts';
import { later } from '../command.ts';
import type { CommandEvent, CommandQueued } from '../events.ts';
import { projectQueued } from '../projection.ts';
import { databaseNow } from '../queries.ts';
import type { Order } from './order.ts';

/** Commands that may wait for one device. */
export const openPerDeviceMax = 100;

/** Why a device does not get a command. */
export type RefusedDevice = { readonly deviceId: string; readonly code: RefusedCode; readonly message: string };

/** The reasons in one word each. */
export type RefusedCode =
  'NOT_FOUND' | 'PENDING' | 'QUARANTINED' | 'REVOKED' | 'DECOMMISSIONING' | 'RETIRED' | 'QUEUE_FULL' | 'AUTHORITY';

/** What became of an order, device by device. */
export type Queued = {
  readonly accepted: readonly { readonly deviceId: string; readonly commandId: string }[];
  readonly refused: readonly RefusedDevice[];
};

/** Which devices, by whom and why. */
export type Queueing = {
  readonly tenantId: string;
  readonly deviceIds: readonly string[];
  readonly order: Order;
  readonly batchId: string | null;
  /** What makes each command once on its device: alone it is the issuer's, in a batch the batch's. */
  readonly idempotencyKey: string;
  readonly reason: string;
  /** Which authority this control plane is: others' devices are not for it to command. */
  readonly ownAuthorityId: string;
  readonly metadata: EventMetadata;
};

type Candidate = {
  readonly id: string;
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly domain_id: string;
  readonly open: number;
};

/** Queues it in the caller's transaction. */
export async function queueCommands(em: EntityManager, queueing: Queueing): Promise<Queued> {
  const { tenantId, deviceIds } = queueing;
  holdFence(em, tenantId);
  const candidates = await candidatesOf(em, tenantId, deviceIds);
  const authorities = await authorityOf(em, { tenantId, deviceIds });
  const refused = deviceIds.flatMap((id) => {
    const foreign = foreignTo(queueing.ownAuthorityId, id, authorities.get(id));
    return refusalFor(id, candidates.get(id)) ?? foreign ?? [];
  });
  const without = new Set(refused.map(({ deviceId }) => deviceId));
  const takers = deviceIds.flatMap((id) => (without.has(id) ? [] : (candidates.get(id) ?? [])));
  const conflicts = conflictsOf(queueing, refused, authorities);
  if (takers.length + conflicts.length === 0) return { accepted: [], refused };
  const now = await databaseNow(em);
  const facts = takers.map((device): CommandQueued['data'] => {
    const { order, batchId, reason, idempotencyKey } = queueing;
    const { authorityId, epoch: authorityEpoch } = authorities.get(device.id) ?? originalStanding;
    const { kind, payload, delivery, expiresInS, runS, runbookId } = order;
    const what = { kind, payload, delivery, runS, runbookId, expiresAt: later(now, expiresInS) };
    const about = { commandId: randomUUID(), deviceId: device.id, domainId: device.domain_id, batchId };
    return { ...about, ...what, idempotencyKey, authorityId, authorityEpoch, reason };
  });
  const writes = facts.map((data): StreamWrite<CommandEvent> => {
    const events = commandAggregate.decide({ type: 'QueueCommand', ...data }, commandAggregate.initialState);
    return { stream: streamOf(commandAggregate.category, data.commandId), expectedVersion: 0, events };
  });
  await append<CommandEvent | AuthorityConflictDetected>(em, {
    tenantId,
    metadata: queueing.metadata,
    writes: [...conflicts, ...writes],
    project: async (recorded) => {
      const [lost, queued] = [recorded.slice(0, conflicts.length), recorded.slice(conflicts.length)];
      for (const fact of lost) await projectAuthority(em, fact as Fact<AuthorityConflictDetected>);
      if (queued.length > 0) projectQueued(em, queued as readonly Fact<CommandQueued>[]);
    },
  });
  return { accepted: facts.map(({ deviceId, commandId }) => ({ deviceId, commandId })), refused };
}

/** What is kept of the order where another authority holds the device. */
function conflictsOf(
  { ownAuthorityId: authorityId, order, reason }: Queueing,
  refused: readonly RefusedDevice[],
  authorities: ReadonlyMap<string, FoundAuthority>,
) {
  const foreign = refused.flatMap(({ deviceId, code }) => {
    const current = authorities.get(deviceId);
    return code === 'AUTHORITY' && current ? [{ deviceId, current }] : [];
  });
  const { kind, payload } = order;
  return refusedOrderWrites(foreign, { authorityId, kind, content: { kind, payload, reason } });
}

/** A device that another authority holds, or nobody just now, takes no order from here. */
function foreignTo(own: string, deviceId: string, held: FoundAuthority | undefined): RefusedDevice | null {
  const { authorityId, epoch, stage } = held ?? originalStanding;
  if (mayWrite(held ?? originalStanding, { authorityId: own, epoch })) return null;
  const holder = stage === 'VACANT' ? 'nobody holds its authority' : `${authorityId} holds its authority`;
  return { deviceId, code: 'AUTHORITY', message: `It cannot be commanded from here: ${holder}, at epoch ${epoch}.` };
}

async function candidatesOf(
  em: EntityManager,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, Candidate>> {
  const rows = await em.execute<Candidate[]>(
    `select d.id, d.trust, d.phase, d.domain_id,
       (select count(*)::integer from commands k
        where k.tenant_id = d.tenant_id and k.device_id = d.id and k.stage in ('QUEUED', 'DELIVERED')) as open
     from devices d
     where d.tenant_id = ? and d.id = any(array(select jsonb_array_elements_text(?::jsonb))::uuid[])`,
    [tenantId, JSON.stringify(onlyUuids(deviceIds))],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function refusalFor(deviceId: string, device: Candidate | undefined): RefusedDevice | null {
  const refused = (code: RefusedCode, message: string): RefusedDevice => ({ deviceId, code, message });
  if (!device) return refused('NOT_FOUND', 'There is no such device in this tenant.');
  if (device.phase === 'RETIRED') return refused('RETIRED', 'It is retired. That is final.');
  switch (device.trust) {
    case 'REVOKED':
      return refused('REVOKED', 'It was revoked. That is final.');
    case 'PENDING':
      return refused('PENDING', 'It waits for approval. Approve it first.');
    case 'QUARANTINED':
      return refused('QUARANTINED', 'It is quarantined. Release it first.');
    case 'TRUSTED':
  }
  if (device.phase === 'DECOMMISSIONING') return refused('DECOMMISSIONING', 'It is being taken out of service.');
  if (device.open < openPerDeviceMax) return null;
  return refused('QUEUE_FULL', `${openPerDeviceMax} commands wait for it already. Cancel some, or wait.`);
}
