/**
 * Asks how the devices of open waves are, while their health counts. It remembers nothing: what was asked and answered
 * stands in the log, so any number of these may run and a restart asks nothing twice.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Rounds } from '@flotilla/kernel/rounds';
import { systemViewer } from '@flotilla/kernel/viewer';
import { isDue, waveHealth, waveHealthId, type AskHealth } from '../health/health.ts';
import { findUpdated } from '../health/queries.ts';
import { databaseNow } from '../of-tenant.ts';
import { matchControls, thinned, treatedMax } from './matching.ts';
import { findLikeness, findOpenWaves, findUntouched, type OpenWave } from './queries.ts';

const periodMs = 5_000;

/** What it works with. */
export type AskingParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
};

/** Asks every few seconds until it is stopped. */
export class HealthAsking {
  readonly #parts: AskingParts;
  readonly #rounds: Rounds;

  constructor(parts: AskingParts) {
    this.#parts = parts;
    const failed = (error: unknown): void =>
      parts.logger.warn({ err: error }, 'the health of waves could not be asked for just now');
    this.#rounds = new Rounds({ periodMs, round: () => this.round(), failed });
  }

  /** Begins. */
  start(): void {
    this.#rounds.start();
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  /** Asks about every wave it is time for. Answers how many questions there were. */
  async round(): Promise<number> {
    const { database, tail } = this.#parts;
    const { waves, now } = await database.inTenant(everyTenant, async (em) => ({
      waves: await findOpenWaves(em),
      now: await databaseNow(em),
    }));
    let asked = 0;
    for (const wave of waves.filter(({ state }) => isDue(state, now))) asked += await this.#ask(wave);
    if (asked > 0) tail.committed();
    return asked;
  }

  async #ask(open: OpenWave): Promise<number> {
    const { tenantId, rolloutId, wave } = open;
    const { database } = this.#parts;
    const command = await database.inTenant(tenantId, async (em): Promise<AskHealth> => {
      const devices = thinned(await findUpdated(em, { rolloutId, wave }), treatedMax);
      const treated = await findLikeness(
        em,
        devices.map(({ deviceId }) => deviceId),
      );
      const controlIds = matchControls(treated, await findUntouched(em, open));
      return { type: 'AskHealth', rolloutId, wave, devices, controlIds, now: await databaseNow(em) };
    });
    const instruction = { id: waveHealthId(rolloutId, wave), command, viewer: systemViewer(tenantId) };
    return (await handle(database, waveHealth, instruction)).events.length;
  }
}
