/**
 * The fleet's background work: the sweep for silence and the care of the counts, once a second in whichever process
 * gets the lock, and in every process a look at how many devices there are, which the heartbeat interval depends on.
 */
import { reportReuse } from './claim/token-reuse.ts';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { isDatabaseAway } from '@flotilla/kernel/database-away';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { sinceAnyoneWasHeardMs, sweepMax, sweepSilence, takeLead } from './heartbeat/sweep.ts';
import { foldMax, foldTouches, forgetEmptyBits, touchStale } from './listing/device-marks.ts';
import type { Judging } from './lifecycle/judging.ts';
import { reportAttempts } from './quarantine/attempts.ts';
import type { PathWatch } from './topology/path-watch.ts';
import type { Decommissioning } from './retirement/decommissioning.ts';
import { foldDeltas, forgetOldMinutes, keepMinute, proveCounts, refreshStatistics } from './spectrum/keeper.ts';
import { countCallingDevices } from './spectrum/queries.ts';
import type { UpdatePhases } from './update-lease/update-phases.ts';

const periodMs = 1_000;
const fleetSizeEveryTicks = 10;
const proofEveryTicks = 600;
const decommissionsEveryTicks = 5;
const judgementsEveryTicks = 2;
const pathsEveryTicks = 2;
/** The longest that an agent waits until it tries again. */
const returnMaxMs = 60_000;

/** What housekeeping works on. */
export type HousekeepingParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
  /**
   * Silence is judged only after this long, so that a restart of the server does not age the whole fleet; after a longer
   * absence later, for who found nobody tries again after as long as that lasted.
   */
  readonly graceMs: number;
  /** Carried on every few seconds, also after whoever began it crashed. */
  readonly decommissioning: Pick<Decommissioning, 'advanceAll'>;
  /** Ends commands whose time is over, and goes on with batches. */
  readonly commands: { advance(): Promise<void> };
  /** Looks at the reports of a page of devices. */
  readonly judging: Pick<Judging, 'advance'>;
  /** Tells devices that they are at an update, or not any more. */
  readonly updates: Pick<UpdatePhases, 'advance'>;
  /** Looks at the paths through relays and at dark places. */
  readonly paths: Pick<PathWatch, 'look'>;
};

/** Runs until it is stopped. */
export class Housekeeping {
  readonly #parts: HousekeepingParts;
  readonly #rounds: Rounds;
  #ticks = 0;
  /** Null: it is not known yet for how long nobody could be heard. */
  #sweepsFrom: number | null = null;
  #devices = 0;
  #devicesInStatistics = 0;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
    const failed = (error: unknown): void => {
      if (isDatabaseAway(error)) this.#sweepsFrom = null;
      parts.logger.warn({ err: error }, 'housekeeping of the fleet failed a round');
    };
    this.#rounds = new Rounds({ periodMs, firstInMs: 0, round: () => this.#round(), failed });
  }

  /** Devices of every tenant that may call, as of the last look. */
  get devices(): number {
    return this.#devices;
  }

  /** Begins; the first round runs at once. */
  start(): void {
    this.#rounds.start();
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  async #round(): Promise<void> {
    const { database } = this.#parts;
    const tick = this.#ticks++;
    if (tick % fleetSizeEveryTicks === 0) {
      this.#devices = await database.inTenant(everyTenant, countCallingDevices);
    }
    if (tick % decommissionsEveryTicks === 0) await this.#parts.decommissioning.advanceAll();
    await this.#parts.commands.advance();
    await this.#parts.updates.advance();
    if (tick % judgementsEveryTicks === 0) await this.#parts.judging.advance();
    if (await this.#mayJudgeSilence()) while (await this.#sweep());
    if (tick % pathsEveryTicks === 0) await this.#parts.paths.look();
    for (const report of [reportAttempts, reportReuse]) {
      if ((await database.inTenant(everyTenant, report)) > 0) this.#parts.tail.committed();
    }
    while (await this.#fold());
    await database.inTenant(everyTenant, async (em) => {
      if (!(await takeLead(em))) return;
      await foldDeltas(em);
      await keepMinute(em);
      if (this.#devices > 1.3 * this.#devicesInStatistics + 100) {
        await refreshStatistics(em);
        this.#devicesInStatistics = this.#devices;
      }
      if (tick % proofEveryTicks !== 0) return;
      await forgetOldMinutes(em);
      const wrong = await proveCounts(em);
      await forgetEmptyBits(em);
      const stale = await touchStale(em);
      if (stale > 0) this.#parts.logger.error({ stale }, 'marks of lists differed from the devices; noted again');
      if (wrong > 0) this.#parts.logger.error({ wrong }, 'counts of the spectrum differed from the devices; corrected');
    });
  }

  /** One transaction that brings the index of lists up to date; true while there is more to do. */
  async #fold(): Promise<boolean> {
    const { database } = this.#parts;
    const taken = await database.inTenant(everyTenant, async (em) => ((await takeLead(em)) ? foldTouches(em) : 0));
    return taken === foldMax && !this.#rounds.isStopped;
  }

  /** Whether whoever is there has had the time to be heard since the server listens again. */
  async #mayJudgeSilence(): Promise<boolean> {
    const now = performance.now();
    if (this.#sweepsFrom === null) {
      const awayMs = await this.#parts.database.inTenant(everyTenant, sinceAnyoneWasHeardMs);
      this.#sweepsFrom =
        now + Math.min(Math.max(this.#parts.graceMs, awayMs), Math.max(this.#parts.graceMs, returnMaxMs));
    }
    return now >= this.#sweepsFrom;
  }

  /** One transaction of the sweep; true while there is more to do. */
  async #sweep(): Promise<boolean> {
    const { database, tail } = this.#parts;
    const swept = await database.inTenant(everyTenant, async (em) => ((await takeLead(em)) ? sweepSilence(em) : 0));
    if (swept > 0) tail.committed();
    return swept === sweepMax && !this.#rounds.isStopped;
  }
}
