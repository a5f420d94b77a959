/**
 * Rollouts with a canary that was updated five minutes ago and whose health counts, for tests of those who measure it:
 * what is asked, what is known after the answer, and what becomes of the rollout.
 */
import { everyTenant } from '@flotilla/kernel/database';
import { createLogger } from '@flotilla/kernel/logger';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import type { TestDatabase } from '@flotilla/kernel/testing/postgres';
import { HealthAsking } from '../cohort/asking.ts';
import { presetGates } from '../gate/gate.ts';
import type { Waiting } from '../gate/waiting.ts';
import { waveHealthProjection } from '../health/projection.ts';
import { findHealth, type KnownHealth } from '../health/queries.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { explainWave } from '../target/explain.ts';
import { Installation, type Worker } from './installation.ts';
import { letDevicesWork, runToRest } from './virtual-devices.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const devicesOfTenant = 8;

/** How long ago the canaries were updated, in seconds. */
export const updatedAgoS = 300;

/** A rollout as a test looks at it. */
export type RolloutNow = { readonly stage: string; readonly reason: string | null; readonly wave: number };

/** See above. */
export class WaveWorld {
  readonly #installation: Installation;
  readonly #worker: Worker;
  readonly #asking: HealthAsking;
  readonly #runner: ProjectionRunner;

  private constructor(installation: Installation, worker: Worker) {
    const { database } = worker;
    this.#installation = installation;
    this.#worker = worker;
    this.#asking = new HealthAsking({ database, tail: { committed: () => undefined }, logger });
    this.#runner = new ProjectionRunner(database, waveHealthProjection, logger);
  }

  /** Rollouts beside others in a database that is there. */
  static async open(postgres: TestDatabase): Promise<WaveWorld> {
    const installation = await Installation.open(postgres);
    const worker = await installation.worker();
    await worker.database.inTenant(everyTenant, (em) =>
      em.execute('insert into log.checkpoints (projection, shard) select ?, shard from log.heads', [
        waveHealthProjection.name,
      ]),
    );
    return new WaveWorld(installation, worker);
  }

  /** Updates two of eight devices of a tenant; answers the rollout, and which were updated. */
  async updateCanaries(tenantId: string): Promise<{ rolloutId: string; canaries: string[]; others: string[] }> {
    const seeds = Array.from({ length: devicesOfTenant }, () => ({}));
    const ids = await this.#installation.devices(tenantId, seeds);
    const gates = { ...presetGates, needsHealth: true };
    const rolloutId = await this.#installation.rollout(tenantId, {
      waves: [
        { name: 'canary', selector: null, limit: { count: 2 }, gates },
        { name: 'rest', selector: null, limit: null, gates },
      ],
    });
    await this.decide();
    await letDevicesWork(this.#worker, tenantId, () => 'SUCCEEDED');
    const ago = `- ${updatedAgoS} * interval '1 s'`;
    await this.#installation.sql(tenantId, `update targets set since = since ${ago}`);
    await this.#installation.sql(tenantId, `update leases set begun_at = begun_at ${ago}`);
    const touched = await this.#installation.sql<{ id: string }>(
      tenantId,
      `select device_id as id from targets where stage = 'SUCCEEDED'`,
    );
    const canaries = touched.map(({ id }) => id);
    return { rolloutId, canaries, others: ids.filter((id) => !canaries.includes(id)) };
  }

  /** Asks about every wave it is time for. Answers how many questions there were. */
  async ask(): Promise<number> {
    const asked = await this.#asking.round();
    await this.#runner.catchUp();
    return asked;
  }

  /** Whether the last question about the canaries is answered. */
  async isAnswered(tenantId: string): Promise<boolean> {
    await this.#runner.catchUp();
    const sql = 'select 1 from wave_health where answered = question';
    return (await this.#installation.sql(tenantId, sql)).length > 0;
  }

  /** One round of the orchestrator. */
  async decide(): Promise<void> {
    await this.#worker.orchestrator.round();
  }

  /** Rounds until nothing is granted any more; every device succeeds. */
  async toRest(tenantId: string): Promise<void> {
    await runToRest(this.#worker, tenantId, () => 'SUCCEEDED');
  }

  /** What is known of the health of the canaries. */
  health(tenantId: string, rolloutId: string): Promise<KnownHealth> {
    return this.#worker.database.inTenant(tenantId, (em) => findHealth(em, { rolloutId, wave: 0 }));
  }

  /** What the canary wave waits for. */
  waiting(tenantId: string, rolloutId: string): Promise<Waiting | null> {
    return this.#worker.database.inTenant(tenantId, async (em) => {
      const rollout = (await rolloutsById.load(em, [rolloutId])).get(rolloutId);
      if (!rollout) throw new Error('the rollout is there');
      return explainWave(em, rollout, 0);
    });
  }

  /** Where the rollout is. */
  async now(tenantId: string, rolloutId: string): Promise<RolloutNow | undefined> {
    const sql = 'select stage, stage_reason as reason, wave from rollouts where id = ?';
    return (await this.#installation.sql<RolloutNow>(tenantId, sql, [rolloutId]))[0];
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.#installation.close();
  }
}
