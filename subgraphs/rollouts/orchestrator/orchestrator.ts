/**
 * The worker that keeps rollouts going. It remembers nothing: every round reads where things stand, tells rollouts what
 * it found and grants what there is room for. Any number of them may run, and die at any moment.
 */
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer } from '@flotilla/kernel/viewer';
import { rolloutAggregate } from '../aggregates.ts';
import { nextOfChain } from '../chain/chain.ts';
import { findChain, findOpenChains, type OpenChain } from '../chain/queries.ts';
import type { Desk } from '../desk/desk.ts';
import { leaseFacts } from '../lease/projection.ts';
import { rolloutFacts } from '../rollout/projection.ts';
import { grantLeases } from './granting.ts';
import { findAtWork, findStep } from './steps.ts';

/** What an orchestrator works with. */
export type OrchestratorParts = {
  readonly database: Database;
  readonly tail: LogTail;
  readonly logger: Logger;
  readonly desk: Desk;
  /** How often whoever joined is looked for, in milliseconds; every two seconds if absent. */
  readonly joinEveryMs?: number;
};

type Busy = { readonly tenantId: string; readonly rolloutId: string };

const periodMs = 500;
/** What is reported meanwhile shares a round: a round costs what it costs, however much has happened. */
const wokenMs = 25;
const presetJoinEveryMs = 2_000;
/** Steps of one rollout in one round at most: open, pass and open again, without end for empty waves. */
const stepsMax = 20;

/** Runs until it is stopped. */
export class Orchestrator {
  readonly #parts: OrchestratorParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #unfollow = () => {};
  readonly #joinedAt = new Map<string, number>();
  #isWoken = false;
  #isStopped = false;

  constructor(parts: OrchestratorParts) {
    this.#parts = parts;
  }

  /** Begins; what is reported or said wakes it at once. */
  start(): void {
    this.#unfollow = this.#parts.tail.follow([...leaseFacts, ...rolloutFacts, 'DeviceUpdateRefused'], () =>
      this.#wake(),
    );
    this.#schedule(0);
  }

  /** Finishes the round in flight and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unfollow();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** One round over every rollout at work. Answers how many leases were granted. */
  async round(): Promise<number> {
    const { database, desk } = this.#parts;
    const { busy, tenants, chains } = await database.inTenant(everyTenant, async (em) => ({
      busy: await ask<Busy>(
        em,
        `select tenant_id as "tenantId", id as "rolloutId" from rollouts where stage in ('RUNNING', 'ROLLING_BACK')
         order by created_at`,
        [],
      ),
      tenants: await ask<{ tenantId: string }>(
        em,
        `select distinct tenant_id as "tenantId" from leases where stage in ('GRANTED', 'ACTIVE')`,
        [],
      ),
      chains: await findOpenChains(em),
    }));
    for (const { tenantId } of tenants) await desk.sweep(tenantId);
    for (const chain of chains) await this.#lead(chain);
    let granted = 0;
    for (const each of busy) granted += await this.#advance(each);
    return granted;
  }

  /** Says to a rollout of a chain what follows from the others. */
  async #lead({ tenantId, chainId }: OpenChain): Promise<void> {
    const { database, tail, logger } = this.#parts;
    try {
      const word = await database.inTenant(tenantId, async (em) => nextOfChain(await findChain(em, chainId)));
      if (!word) return;
      const { id, command } = word;
      const { events } = await handle(database, rolloutAggregate, { id, command, viewer: systemViewer(tenantId) });
      if (events.length > 0) tail.committed();
    } catch (error) {
      logger.warn({ err: error, chainId }, 'a chain of rollouts could not go on just now; it is tried again');
    }
  }

  async #advance({ tenantId, rolloutId }: Busy): Promise<number> {
    const { database, tail, logger } = this.#parts;
    try {
      for (let step = 0; step < stepsMax && (await this.#step({ tenantId, rolloutId })); step += 1);
      const granted = await database.inTenant(tenantId, (em) => grantLeases(em, tenantId, rolloutId));
      if (granted > 0) tail.committed();
      return granted;
    } catch (error) {
      logger.warn({ err: error, rolloutId }, 'a rollout could not go on just now; it is tried again');
      return 0;
    }
  }

  /** Tells the rollout the next thing there is to tell. False: there was nothing, or somebody else said it. */
  async #step({ tenantId, rolloutId }: Busy): Promise<boolean> {
    const { database, tail } = this.#parts;
    const mayJoin = this.#mayJoin(rolloutId);
    const command = await database.inTenant(tenantId, async (em) => {
      const rollout = await findAtWork(em, rolloutId);
      return rollout && findStep(em, rollout, mayJoin);
    });
    if (!command) return false;
    const viewer = systemViewer(tenantId);
    const { events } = await handle(database, rolloutAggregate, { id: rolloutId, command, viewer });
    if (events.length > 0) tail.committed();
    return events.length > 0;
  }

  #mayJoin(rolloutId: string): boolean {
    const { joinEveryMs = presetJoinEveryMs } = this.#parts;
    const now = performance.now();
    if (now - (this.#joinedAt.get(rolloutId) ?? -Infinity) < joinEveryMs) return false;
    if (this.#joinedAt.size > 1_000) this.#joinedAt.clear();
    this.#joinedAt.set(rolloutId, now);
    return true;
  }

  #wake(): void {
    if (this.#running) this.#isWoken = true;
    else this.#schedule(wokenMs);
  }

  #schedule(delayMs: number): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isWoken = false;
      this.#running = this.round()
        .then(
          () => undefined,
          (error: unknown) => this.#parts.logger.warn({ err: error }, 'the orchestrator missed a round'),
        )
        .finally(() => {
          this.#running = undefined;
          this.#schedule(this.#isWoken ? wokenMs : periodMs);
        });
    }, delayMs);
  }
}
