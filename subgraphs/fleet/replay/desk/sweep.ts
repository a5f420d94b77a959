/**
 * Releases the locks of devices that went silent in the middle of their return. Time releases the lock and nothing else:
 * what was accepted stays, is judged, and decides how the next session ends.
 */
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { holdHeads, replay, type DeviceOf } from './head.ts';
import { recordAll } from './record.ts';

/** A lock is released when its device made no call of its return for this long. */
export const silentAfterS = 120;

const periodMs = 5_000;

/** Looks for silent locks every few seconds, in every process: they do not get in each other's way. */
export class LockSweep {
  readonly #parts: LockSweepParts;
  readonly #rounds: Rounds;

  constructor(parts: LockSweepParts) {
    this.#parts = parts;
    const failed = (error: unknown): void => parts.logger.warn({ err: error }, 'silent replays could not be released');
    this.#rounds = new Rounds({ periodMs, round: () => this.run(), failed });
  }

  /** Begins. */
  start(): void {
    this.#rounds.start();
  }

  /** Releases what is silent now. */
  async run(): Promise<void> {
    const { database, tail, logger, moved } = this.#parts;
    while (!this.#rounds.isStopped) {
      const released = await database.inTenant(everyTenant, releaseSilentLock);
      if (released === null) return;
      tail.committed();
      moved(released.tenantId, released.deviceId);
      logger.info(released, 'a replay was silent for too long; its lock is released');
    }
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }
}

/** What the sweep works on. */
export type LockSweepParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
  readonly moved: (tenantId: string, deviceId: string) => void;
};

/**
 * Releases one such lock, in the caller's transaction on behalf of every tenant, and answers whose; null when there is
 * none. One transaction each: whoever has appended must not wait for another device's rows.
 */
async function releaseSilentLock(em: EntityManager): Promise<DeviceOf | null> {
  const [row] = await em.execute<{ tenant_id: string; device_id: string; is_heard: boolean }[]>(
    `select h.tenant_id, h.device_id,
       exists (select 1 from device_liveness l where l.tenant_id = h.tenant_id and l.device_id = h.device_id
         and now() - l.last_seen < 3 * l.interval_ms * interval '1 ms') as is_heard
     from replay_heads h
     where h.session_id is not null and h.heard_at < now() - ? * interval '1 s'
     order by h.heard_at limit 1 for update of h skip locked`,
    [silentAfterS],
  );
  if (!row) return null;
  const { tenant_id: tenantId, device_id: deviceId } = row;
  const head = (await holdHeads(em, tenantId, [deviceId])).get(deviceId);
  invariant(head, 'a head that is held is there');
  const events = replay.decide({ type: 'AbortReplay', deviceId }, head.state);
  const to = { mode: row.is_heard ? 'LIVE' : 'DISCONNECTED', isLarge: false } as const;
  await recordAll(em, tenantId, [{ deviceId, head, events, to, deliverer: null, actor: 'system' }]);
  return { tenantId, deviceId };
}
