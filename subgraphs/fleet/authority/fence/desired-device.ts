/**
 * What people say a device should be called, carry and belong to: each is a write of desired state and passes the fence.
 * A move under another authority lifts the epoch the device sees, so that whoever held it before is stale there.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Viewer } from '@flotilla/kernel/viewer';
import { ask } from '@flotilla/kernel/transaction';
import { deviceAggregate } from '../../aggregates.ts';
import type { MoveDevice, RelabelDevice, RenameDevice } from '../../device/device.ts';
import type { Fence, Presented } from './fence.ts';

/** A command that says what a device should be. */
export type DesiredCommand = RenameDevice | RelabelDevice | MoveDevice;

const words = { RenameDevice: 'give it another name', RelabelDevice: 'replace its labels', MoveDevice: 'move it' };

/** Handles such a command behind the fence. Throws CONFLICT when the writer does not hold the authority. */
export async function writeBehindFence(
  fence: Fence,
  viewer: Viewer,
  write: { readonly id: string; readonly command: DesiredCommand; readonly presented: Presented | null },
): Promise<void> {
  const { id, command, presented } = write;
  const { type, ...content } = command;
  await fence.handle(
    deviceAggregate,
    { id, command, viewer },
    {
      subject: 'DEVICE',
      ids: [id],
      presented,
      what: words[type],
      content,
      ...(command.type === 'MoveDevice' && { prepare: (em: EntityManager) => rebased(em, viewer, { id, command }) }),
    },
  );
}

/** The move with the base that makes the device's epoch rise, where it comes under another authority. */
async function rebased(
  em: EntityManager,
  viewer: Viewer,
  { id, command }: { readonly id: string; readonly command: MoveDevice },
): Promise<MoveDevice> {
  const [row] = await ask<{ base: number }>(
    em,
    `select a.epoch + 1 - there.epoch as base
     from devices d
     join device_authorities a on a.tenant_id = d.tenant_id and a.device_id = d.id
     join domain_authorities here on here.tenant_id = d.tenant_id and here.domain_id = d.domain_id
     join domain_authorities there on there.tenant_id = d.tenant_id and there.domain_id = $3
     where d.tenant_id = $1 and d.id = $2 and here.source_id is distinct from there.source_id`,
    [viewer.tenantId, id, command.domainId],
  );
  return row ? { ...command, authorityEpochBase: row.base } : command;
}
