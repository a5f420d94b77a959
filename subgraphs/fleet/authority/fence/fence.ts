/**
 * The fence every write of desired state passes: whoever writes names an authority and its epoch, and only the present
 * holder's write is recorded. Writers hold a tenant's fence shared and hand-overs hold it alone, so a write commits
 * either before a hand-over or sees it; none slips in between. What is refused is kept as a conflict.
 */
import { randomUUID } from 'node:crypto';
import type { Aggregate } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { Event } from '@flotilla/kernel/event';
import { handleWithin, type Instruction, type Outcome } from '@flotilla/kernel/handle';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { ask, tell } from '@flotilla/kernel/transaction';
import type { Viewer } from '@flotilla/kernel/viewer';
import { authorityAggregate } from '../../aggregates.ts';
import { mayWrite, type AuthorityStanding } from '../authority.ts';
import type { AuthoritySubject } from '../events.ts';
import { authorityOf, domainAuthorityOf } from '../queries.ts';

/** Whom a writer names. */
export type Presented = { readonly authorityId: string; readonly epoch: number };

/** What a write concerns: devices, or domains. */
export type Concerned = { readonly subject: AuthoritySubject; readonly ids: readonly string[] };

/** A write as people will see it if it is refused. */
export type Attempted = Concerned & {
  /** Null: this control plane writes, under the present epoch if it is the holder. */
  readonly presented: Presented | null;
  readonly what: string;
  readonly content: unknown;
};

/** What the fence works with. */
export type FenceParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly logger: Logger;
  /** Which authority this control plane is. */
  readonly ownAuthorityId: string;
};

const conflictsMax = 100;

/** A write by somebody who does not hold. CONFLICT that names both sides. */
export class StaleAuthority extends Refusal {
  readonly losers: readonly {
    readonly id: string;
    readonly presented: Presented;
    readonly current: AuthorityStanding;
  }[];

  constructor(losers: StaleAuthority['losers'], subject: AuthoritySubject) {
    const [first] = losers;
    const { authorityId = '', epoch = 0 } = first?.presented ?? {};
    const { authorityId: currentAuthorityId, epoch: currentEpoch, stage } = first?.current ?? {};
    const holder = stage === 'VACANT' ? 'nobody holds it' : `${currentAuthorityId} holds it at epoch ${currentEpoch}`;
    const words = `${authorityId} at epoch ${epoch} may not write here: ${holder}. Nothing was changed.`;
    super('CONFLICT', words, {
      authorityId,
      epoch,
      currentAuthorityId,
      currentEpoch,
      state: stage,
      subject,
      ids: losers.slice(0, 20).map(({ id }) => id),
    });
    this.losers = losers;
  }
}

/** Holds a tenant's fence until the transaction ends, together with all other writers. */
export function holdFence(em: EntityManager, tenantId: string): void {
  tell(em, `select pg_advisory_xact_lock_shared(hashtextextended('authority ' || $1, 0))`, [tenantId]);
}

/** Holds a tenant's fence alone until the transaction ends: whoever hands over, before it looks at anything. */
export async function closeFence(em: EntityManager, tenantId: string): Promise<void> {
  await ask(em, `select pg_advisory_xact_lock(hashtextextended('authority ' || $1, 0))`, [tenantId]);
}

/** What the log keeps of the authority a fact was written under. */
export function stampOf({ authorityId, epoch }: Presented): string {
  return `${authorityId}@${epoch}`;
}

/** The fence of one process. */
export class Fence {
  readonly #parts: FenceParts;

  constructor(parts: FenceParts) {
    this.#parts = parts;
  }

  /** Which authority this control plane is. */
  get ownAuthorityId(): string {
    return this.#parts.ownAuthorityId;
  }

  /**
   * Lets the write of `presented` pass in this transaction, or throws `StaleAuthority`. Answers under which authority
   * each one is written. What does not exist is left out: the write itself refuses it.
   */
  async assert(
    em: EntityManager,
    { tenantId, subject, ids }: Concerned & { readonly tenantId: string },
    presented: Presented | null,
  ): Promise<Map<string, Presented>> {
    holdFence(em, tenantId);
    const standings =
      subject === 'DEVICE'
        ? await authorityOf(em, { tenantId, deviceIds: ids })
        : await domainAuthorityOf(em, { tenantId, domainIds: ids });
    const passed = new Map<string, Presented>();
    const losers: { id: string; presented: Presented; current: AuthorityStanding }[] = [];
    for (const [id, current] of standings) {
      const named = presented ?? { authorityId: this.#parts.ownAuthorityId, epoch: current.epoch };
      if (mayWrite(current, named)) passed.set(id, named);
      else losers.push({ id, presented: named, current });
    }
    if (losers.length > 0) throw new StaleAuthority(losers, subject);
    return passed;
  }

  /** Does fenced work; if the fence refuses it, what was attempted is kept as a conflict of each one it concerned. */
  async recording<T>(viewer: Viewer, attempted: Attempted, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof StaleAuthority) await this.#keep(viewer, attempted, thrown);
      throw thrown;
    }
  }

  /** Handles a command of one aggregate behind the fence, as `handle` does: a lost race is tried once more. */
  async handle<State, Command, E extends Event>(
    aggregate: Aggregate<State, Command, E>,
    instruction: Instruction<Command, State>,
    fenced: Attempted & { readonly prepare?: (em: EntityManager) => Promise<Instruction<Command, State>['command']> },
  ): Promise<Outcome<State, E>> {
    const { database, tail } = this.#parts;
    const tenantId = tenantOf(instruction.viewer);
    const attempt = () =>
      database.inTenant(tenantId, async (em) => {
        const passed = await this.assert(em, { ...fenced, tenantId }, fenced.presented);
        const [under] = passed.values();
        const command = fenced.prepare ? await fenced.prepare(em) : instruction.command;
        return handleWithin(em, aggregate, { ...instruction, command, ...(under && { authority: stampOf(under) }) });
      });
    const outcome = await this.recording(instruction.viewer, fenced, () => retrying(attempt, aggregate.category));
    if (outcome.events.length > 0) tail.committed();
    return outcome;
  }

  async #keep(viewer: Viewer, attempted: Attempted, stale: StaleAuthority): Promise<void> {
    const { database, tail, logger } = this.#parts;
    const { subject, what, content } = attempted;
    const tenantId = tenantOf(viewer);
    for (const { id, presented, current } of stale.losers.slice(0, conflictsMax)) {
      const command = { type: 'RecordConflict', subject, id, inherited: current, ...presented, what, content } as const;
      const instruction = { id: streamIdOf(subject, id), viewer };
      await retrying(
        () =>
          database.inTenant(tenantId, (em) =>
            handleWithin(em, authorityAggregate, {
              ...instruction,
              command: { ...command, conflictId: randomUUID() },
            }),
          ),
        authorityAggregate.category,
      ).catch((error: unknown) => logger.error({ err: error, subject, id }, 'a conflict of authority was not kept'));
    }
    tail.committed();
  }
}

/** The second part of an authority's stream. */
export function streamIdOf(subject: AuthoritySubject, id: string): string {
  return `${subject.toLowerCase()}-${id}`;
}

/** Tries work whose stream moved meanwhile once more; a second loss is CONFLICT. */
export async function retrying<T>(attempt: () => Promise<T>, what: string): Promise<T> {
  for (let lost = 0; ; lost += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof VersionConflict)) throw thrown;
      const words = `The ${what} changed at the same moment. Look at it again, then retry.`;
      if (lost > 0) throw new Refusal('CONFLICT', words, {}, { cause: thrown });
    }
  }
}

function tenantOf({ tenantId }: Viewer): string {
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  return tenantId;
}
