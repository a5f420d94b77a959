/** Everything the return of devices needs in one process, made and ended together. */
import type { Database } from '@flotilla/kernel/database';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ReplayResolver } from '../resolver.ts';
import { ReplayBudget } from './budget.ts';
import { ReplayDesk } from './desk.ts';
import { Lane } from './lane.ts';
import { ReplayWatch } from './progress.ts';
import { replayProgressResolver } from './progress-resolver.ts';
import type { Probe } from './steps.ts';
import { LockSweep } from './sweep.ts';

/**
 * So many calls share a few transactions: of the pool's ten connections replays use three at most, and the others are for
 * devices that are live. An agent gives a call up after ten seconds, so nobody may wait here for nearly as long.
 */
const laneLimits = {
  workMax: 100,
  workMin: 40,
  workTargetMs: 4_000,
  beginsWaitMaxMs: 1_000,
  goesOnWaitMaxMs: 3_000,
  patienceMs: 4_000,
} as const;

/** What the return of devices works with. `probe` is for tests alone. */
export type ReplayServiceParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed' | 'subscribe'>;
  readonly logger: Logger;
  readonly probe?: Probe;
};

/** Makes it; nothing runs before `start`. */
export function replayService(parts: ReplayServiceParts) {
  const { database, tail, logger, probe } = parts;
  const watch = new ReplayWatch();
  const moved = (tenantId: string, deviceId: string) => watch.moved(tenantId, deviceId);
  const lane = new Lane(laneLimits);
  const budget = new ReplayBudget();
  const desk = new ReplayDesk({ database, tail, lane, moved, budget, ...(probe && { probe }) });
  const sweep = new LockSweep({ database, tail, logger, moved });
  const ProgressResolver = replayProgressResolver(watch);
  let unfollow = () => {};
  return {
    desk,
    sweep,
    ProgressResolver,
    instances: [new ProgressResolver(), new ReplayResolver(desk)],
    /** Begins to follow the log and to look for silent locks. */
    start() {
      unfollow = watch.follow(tail);
      sweep.start();
    },
    /** Ends both, and every subscription. */
    async stop() {
      await sweep.stop();
      unfollow();
    },
  };
}
