/**
 * Brings the phase of devices in line with the updates they are at. It compares what stands in the rows and remembers
 * nothing, so a restart, a fact that comes late and a round that failed cost a second and lose nothing.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import type { DeviceCommand } from '../device/device.ts';
import type { UpdateEnding } from '../device/events.ts';
import { takeLead } from '../heartbeat/sweep.ts';

/** Devices of one round at most: whoever looks for silence waits behind them. */
const roundMax = 100;

type Odd = {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly rolloutId: string;
  readonly leaseId: string;
  readonly fence: number;
  /** Null: the device is at work. */
  readonly outcome: UpdateEnding | null;
};

/** Tells devices that their update began or ended, for as long as it is asked to. */
export class UpdatePhases {
  readonly #parts: { readonly database: Database; readonly tail: Pick<LogTail, 'committed'>; readonly logger: Logger };

  constructor(parts: { database: Database; tail: Pick<LogTail, 'committed'>; logger: Logger }) {
    this.#parts = parts;
  }

  /** Tells those whose phase is another than their update says, if no other process has the lead. */
  async advance(): Promise<void> {
    const { database, tail, logger } = this.#parts;
    const odd = await database.inTenant(everyTenant, async (em) => ((await takeLead(em)) ? findOdd(em) : []));
    for (const { tenantId, deviceId, outcome, ...lease } of odd) {
      const command: DeviceCommand =
        outcome === null ? { type: 'StartUpdate', ...lease } : { type: 'EndUpdate', outcome, ...lease };
      await handle(database, deviceAggregate, { id: deviceId, command, viewer: systemViewer(tenantId) }).catch(
        (error: unknown) => logger.warn({ err: error, deviceId }, 'the phase of an update could not be recorded now'),
      );
    }
    if (odd.length > 0) tail.committed();
  }
}

async function findOdd(em: EntityManager): Promise<Odd[]> {
  return ask<Odd>(
    em,
    `select u.tenant_id as "tenantId", u.device_id as "deviceId", u.rollout_id as "rolloutId", u.lease_id as "leaseId",
       u.fence, u.outcome
     from update_leases u join devices d on d.tenant_id = u.tenant_id and d.id = u.device_id
     where u.outcome is null and d.phase in ('ACTIVE', 'DEGRADED') and d.trust <> 'REVOKED'
     union all
     select u.tenant_id, u.device_id, u.rollout_id, u.lease_id, u.fence, u.outcome
     from devices d join update_leases u on u.tenant_id = d.tenant_id and u.device_id = d.id
     where d.phase = 'UPDATING' and u.outcome is not null
     limit $1`,
    [roundMax],
  );
}
