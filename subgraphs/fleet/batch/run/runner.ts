/**
 * Carries batches out, some devices at a time. What is done to a device and the note that it is done are one transaction,
 * so a crash in between repeats nothing and forgets nothing; whoever looks next goes on.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { isRefusal } from '@flotilla/kernel/errors';
import { handle, handleWithin } from '@flotilla/kernel/handle';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { tell } from '@flotilla/kernel/transaction';
import { systemViewer } from '@flotilla/kernel/viewer';
import { batchAggregate, commandAggregate, deviceAggregate } from '../../aggregates.ts';
import type { Order } from '../../command/desk/order.ts';
import { queueCommands } from '../../command/desk/queueing.ts';
import { openCommandIds } from '../../command/queries.ts';
import type { DeviceCommand } from '../../device/device.ts';
import { isLifeAction } from '../plan/radius.ts';
import { findBatch, progressOf, runningBatches } from '../queries.ts';
import type { BatchRow } from '../row.ts';

/** What batches are carried out with. */
export type RunnerParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
  readonly ownAuthorityId: string;
};

type BatchOf = { readonly tenantId: string; readonly batchId: string };

/** Devices that one transaction gives a command to. */
const chunkMax = 200;

/** Carries batches out. */
export class BatchRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Goes on with every running batch, and closes those that are done. */
  async advanceAll(): Promise<void> {
    const { database, logger } = this.#parts;
    for (const { isWaiting, isOver, ...batch } of await database.inTenant(everyTenant, runningBatches)) {
      const go = isWaiting ? this.run(batch) : isOver ? this.#finish(batch) : null;
      await go?.catch((error: unknown) =>
        logger.warn({ err: error, batchId: batch.batchId }, 'a batch could not go on just now'),
      );
    }
  }

  /** Carries a batch out to the last device that waits. */
  async run(batch: BatchOf): Promise<void> {
    const { database, tail } = this.#parts;
    const attempt = () => database.inTenant(batch.tenantId, (em) => this.runSome(em, batch));
    for (let taken = 1; taken > 0;) {
      taken = await attempt().catch((thrown: unknown) => {
        if (thrown instanceof VersionConflict) return attempt();
        throw thrown;
      });
      tail.committed();
    }
  }

  /** Takes the next devices, in the caller's transaction. Answers how many; none when it is stopped or all are done. */
  async runSome(em: EntityManager, { tenantId, batchId }: BatchOf): Promise<number> {
    // Held: who stops the batch waits for this, and what it then finds undelivered is all there is.
    const running = await em.execute<unknown[]>(
      `select 1 from batches where tenant_id = ? and id = ? and stage = 'RUNNING' for share`,
      [tenantId, batchId],
    );
    const batch = running.length > 0 ? await findBatch(em, batchId) : null;
    if (!batch) return 0;
    const isLife = isLifeAction(batch.plan.action);
    const rows = await em.execute<{ id: string }[]>(
      `select t.device_id as id from batch_targets t
       where t.tenant_id = ? and t.batch_id = ? and t.state = 'WAITING' order by t.ordinal limit ? for update skip locked`,
      [tenantId, batchId, isLife ? 1 : chunkMax],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    if (isLife) await changeLife(em, batch, ids[0] ?? '');
    else await this.#issue(em, batch, ids);
    return ids.length;
  }

  /** Cancels what a stopped batch has not handed over. Answers how many that were. */
  async cancelRemaining({ tenantId, batchId }: BatchOf, reason: string): Promise<number> {
    const { database, tail, logger } = this.#parts;
    const ids = await database.inTenant(tenantId, async (em) => {
      const sql = `update batch_targets set state = 'STOPPED' where tenant_id = $1 and batch_id = $2 and state = 'WAITING'`;
      tell(em, sql, [tenantId, batchId]);
      return openCommandIds(em, { tenantId, batchId });
    });
    let cancelled = 0;
    for (const id of ids) {
      const command = { type: 'CancelUndelivered', reason } as const;
      const viewer = systemViewer(tenantId);
      const outcome = await handle(database, commandAggregate, { id, command, viewer }).catch((error: unknown) => {
        logger.warn({ err: error, commandId: id }, 'a command of a stopped batch could not be cancelled just now');
        return null;
      });
      if (outcome && outcome.events.length > 0) cancelled += 1;
    }
    tail.committed();
    return cancelled;
  }

  async #issue(em: EntityManager, batch: BatchRow, deviceIds: readonly string[]): Promise<void> {
    const { tenantId, id: batchId, plan, reason, startedBy } = batch;
    const { action, payload, delivery, expiresInS, runS, runbookId } = plan;
    const kind = action as Order['kind'];
    const order: Order = { kind, payload, delivery, expiresInS, runS, runbookId, fourEyesAboveDevices: null };
    const { accepted, refused } = await queueCommands(em, {
      tenantId,
      deviceIds,
      order,
      batchId,
      idempotencyKey: `batch ${batchId}`,
      reason: reason ?? '',
      ownAuthorityId: this.#parts.ownAuthorityId,
      metadata: { actor: startedBy ?? 'system' },
    });
    tell(
      em,
      `update batch_targets t set state = o.state, command_id = o.command_id, code = o.code, message = o.message
       from jsonb_to_recordset($3) as o (device_id uuid, state text, command_id uuid, code text, message text)
       where t.tenant_id = $1 and t.batch_id = $2 and t.device_id = o.device_id`,
      [
        tenantId,
        batchId,
        JSON.stringify([
          ...accepted.map(({ deviceId, commandId }) => ({
            device_id: deviceId,
            state: 'ISSUED',
            command_id: commandId,
          })),
          ...refused.map(({ deviceId, code, message }) => ({ device_id: deviceId, state: 'REFUSED', code, message })),
        ]),
      ],
    );
  }

  async #finish({ tenantId, batchId }: BatchOf): Promise<void> {
    const { database, tail } = this.#parts;
    const counts = await database.inTenant(tenantId, (em) => progressOf(em, batchId));
    const command = { type: 'FinishBatch', counts } as const;
    await handle(database, batchAggregate, { id: batchId, command, viewer: systemViewer(tenantId) });
    tail.committed();
  }
}

/** Changes the life of one device as a batch says, and notes what came of it. A device that may not is noted as refused. */
async function changeLife(em: EntityManager, batch: BatchRow, deviceId: string): Promise<void> {
  const { tenantId, id: batchId, startedBy } = batch;
  const note = (state: string, code: string | null, message: string | null) =>
    tell(
      em,
      `update batch_targets set state = $4, code = $5, message = $6
       where tenant_id = $1 and batch_id = $2 and device_id = $3`,
      [tenantId, batchId, deviceId, state, code, message],
    );
  // Held, so that a device that floods its own stream cannot make this lose the race for as long as it likes.
  const stream = streamOf(deviceAggregate.category, deviceId);
  tell(em, 'select 1 from log.streams where stream = $1 for update', [stream]);
  try {
    const actor = startedBy ?? 'system';
    const command = lifeCommandOf(batch);
    await handleWithin(em, deviceAggregate, { id: deviceId, command, viewer: systemViewer(tenantId), actor });
    note('DONE', null, null);
  } catch (thrown) {
    // A refusal of the decider comes before anything was written, so the transaction is whole.
    if (!isRefusal(thrown)) throw thrown;
    note('REFUSED', thrown.code, thrown.message);
  }
}

function lifeCommandOf({ plan: { action }, reason: why, id }: BatchRow): DeviceCommand {
  const reason = why ?? '';
  switch (action) {
    case 'QUARANTINE':
      return { type: 'QuarantineDevice', reason, cause: 'OPERATOR', evidence: `batch ${id}` };
    case 'RELEASE':
      return { type: 'ReleaseDevice', reason };
    case 'REVOKE':
      return { type: 'RevokeDevice', reason };
    default:
      return { type: 'StartDecommission', reason };
  }
}
