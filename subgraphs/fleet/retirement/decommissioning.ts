/**
 * Carries decommissions on: each step is done when the world says so, and recorded once. A person begins it; whoever
 * looks next, the mutation itself or the housekeeping, takes the next steps, so a crash in between delays and loses
 * nothing.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { replay } from '@flotilla/kernel/decider';
import type { Recorded } from '@flotilla/kernel/event';
import { handle } from '@flotilla/kernel/handle';
import { readStream } from '@flotilla/kernel/log/read';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { systemViewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import type { DeviceCommand, DeviceState } from '../device/device.ts';
import type { DecommissionStepName, DeviceEvent } from '../device/events.ts';
import { findFarewell, findLeaving } from '../lifecycle/queries.ts';

/** One device of one tenant. */
export type LeavingDevice = { readonly tenantId: string; readonly deviceId: string };

/** Cancels everything that waits for a device and answers how much that was. The commands part of the fleet gives it. */
export type CancelCommands = (device: LeavingDevice) => Promise<number>;

/** What decommissions are carried on with. */
export type DecommissioningParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
  readonly cancelCommands: CancelCommands;
};

/** Takes devices out of service, step by step. */
export class Decommissioning {
  readonly #parts: DecommissioningParts;

  constructor(parts: DecommissioningParts) {
    this.#parts = parts;
  }

  /** Takes the steps of every device that is leaving, as far as they can be taken now. */
  async advanceAll(): Promise<void> {
    const leaving = await this.#parts.database.inTenant(everyTenant, findLeaving);
    for (const device of leaving) {
      await this.advance(device).catch((error: unknown) =>
        this.#parts.logger.warn({ err: error, deviceId: device.deviceId }, 'a decommission could not go on just now'),
      );
    }
  }

  /** Takes the steps of one device, as far as they can be taken now. */
  async advance(device: LeavingDevice): Promise<void> {
    let state = await this.#stateOf(device);
    if (state.stage !== 'known' || state.phase !== 'DECOMMISSIONING') return;
    const isOpen = (step: DecommissionStepName) => state.stage === 'known' && !state.stepsDone.includes(step);
    if (isOpen('COMMANDS_CANCELLED')) {
      const cancelled = await this.#parts.cancelCommands(device);
      state = await this.#note(device, 'COMMANDS_CANCELLED', `${cancelled} cancelled`);
    }
    if (isOpen('CREDENTIALS_ENDED')) {
      if (state.stage === 'known' && state.trust !== 'REVOKED') {
        await this.#handle(device, { type: 'RevokeDevice', reason: 'taken out of service' });
      }
      state = await this.#note(device, 'CREDENTIALS_ENDED', 'no certificate is accepted any more');
    }
    if (isOpen('AGENT_CLEARED')) {
      const toldAt = await this.#parts.database.inTenant(device.tenantId, (em) => findFarewell(em, device.deviceId));
      if (toldAt) await this.#note(device, 'AGENT_CLEARED', `told at ${toldAt.toISOString()}`);
    }
  }

  #note(device: LeavingDevice, step: DecommissionStepName, detail: string): Promise<DeviceState> {
    return this.#handle(device, { type: 'AdvanceDecommission', step, detail });
  }

  async #handle({ tenantId, deviceId }: LeavingDevice, command: DeviceCommand): Promise<DeviceState> {
    const { database, tail } = this.#parts;
    const outcome = await handle(database, deviceAggregate, { id: deviceId, command, viewer: systemViewer(tenantId) });
    tail.committed();
    return outcome.state;
  }

  async #stateOf({ tenantId, deviceId }: LeavingDevice): Promise<DeviceState> {
    const history = await this.#parts.database.inTenant(tenantId, (em): Promise<Recorded<DeviceEvent>[]> =>
      readStream<DeviceEvent>(em, `${deviceAggregate.category}-${deviceId}`),
    );
    return replay(deviceAggregate, history);
  }
}

/** Notes that a device was told that it is out: its agent clears its state on this answer. Only the first time counts. */
export async function noteFarewell(em: EntityManager, { tenantId, deviceId }: LeavingDevice): Promise<void> {
  await em.execute(
    `insert into device_farewells (tenant_id, device_id, told_at)
     select tenant_id, id, now() from devices where tenant_id = ? and id = ? and trust = 'REVOKED'
     on conflict do nothing`,
    [tenantId, deviceId],
  );
}
