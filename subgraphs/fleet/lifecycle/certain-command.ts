/**
 * Commands that must not lose a race. A device that floods its own stream with reports would otherwise make its
 * quarantine fail as CONFLICT for as long as it likes: so the stream is held first, and only then looked at.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin, type Instruction } from '@flotilla/kernel/handle';
import { sqlState } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { deviceAggregate } from '../aggregates.ts';
import type { DeviceCommand, DeviceState } from '../device/device.ts';
import type { DeviceEvent } from '../device/events.ts';

/** What such commands are handled with. */
export type CertainParts = { readonly database: Database; readonly tail: Pick<LogTail, 'committed'> };

/** Handles a command of the viewer's tenant. Throws the refusal of the decider, and never one for a lost race. */
export async function handleCertainly(
  { database, tail }: CertainParts,
  instruction: Instruction<DeviceCommand, DeviceState>,
): Promise<DeviceState> {
  const tenantId = instruction.tenantId ?? instruction.viewer.tenantId;
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  const outcome = await database.inTenant(tenantId, async (em) => {
    await holdStream(em, tenantId, instruction.id);
    return handleWithin<DeviceState, DeviceCommand, DeviceEvent>(em, deviceAggregate, instruction);
  });
  tail.committed();
  return outcome.state;
}

/** Holds a device's stream until the transaction ends, by reserving no place in it. */
async function holdStream(em: EntityManager, tenantId: string, deviceId: string): Promise<void> {
  const writes = [{ stream: streamOf(deviceAggregate.category, deviceId), expected: null, count: 0 }];
  try {
    await em.execute('select stream from log.reserve(?::uuid, ?::jsonb)', [tenantId, JSON.stringify(writes)]);
  } catch (thrown) {
    // The stream is another tenant's.
    if (sqlState(thrown) === 'FL409') throw new Refusal('NOT_FOUND', 'This device does not exist.', { deviceId });
    throw thrown;
  }
}
