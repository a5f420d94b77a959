/**
 * The one road a change of state takes: claim the key, load the stream, decide, write rows and facts, in one
 * transaction. A lost race is tried once more on the newer state; a second loss is CONFLICT.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { streamOf, type Aggregate } from './aggregate.ts';
import type { Database } from './database.ts';
import { replay } from './decider.ts';
import { Refusal } from './errors.ts';
import type { Event, Fact } from './event.ts';
import { append, claimKey, VersionConflict } from './log/append.ts';
import { readStream } from './log/read.ts';
import { actorOf, type Viewer } from './viewer.ts';

/** One command for one aggregate. */
export type Instruction<Command, State = unknown> = {
  readonly id: string;
  /**
   * The command, or how it is made from the state when it needs something that takes a while, such as a certificate.
   * It is made before anything is locked, and once more if the race was lost.
   */
  readonly command: Command | ((state: State) => Promise<Command>);
  /** The id was made for this command: there is no history to read. */
  readonly isNew?: boolean;
  /** Who asks; its tenant is the stream's tenant unless `tenantId` says otherwise. */
  readonly viewer: Viewer;
  /** The tenant, where it cannot come from the viewer: a claim is made before the device has one. */
  readonly tenantId?: string;
  /** Names the actor in the events where it is not the viewer: a rule that approves. */
  readonly actor?: string;
  /** The authority it is written under, where one has to be held: `<authorityId>@<epoch>`. */
  readonly authority?: string;
  /** The same key with the same command has its effect once; with another command it is CONFLICT. For given commands. */
  readonly idempotencyKey?: string;
};

/** What a command came to. `events` is empty when nothing had to change or the key was used before. */
export type Outcome<State, E extends Event> = {
  readonly state: State;
  readonly events: readonly Fact<E>[];
};

/** Handles a command in a transaction of its own. Throws the `Refusal` of the decider, or CONFLICT after two lost races. */
export async function handle<State, Command, E extends Event>(
  database: Database,
  aggregate: Aggregate<State, Command, E>,
  instruction: Instruction<Command, State>,
): Promise<Outcome<State, E>> {
  const tenantId = tenantOf(instruction);
  const attempt = () => database.inTenant(tenantId, (em) => handleWithin(em, aggregate, instruction));
  try {
    return await attempt();
  } catch (thrown) {
    if (!(thrown instanceof VersionConflict)) throw thrown;
  }
  try {
    return await attempt();
  } catch (thrown) {
    if (!(thrown instanceof VersionConflict)) throw thrown;
    const words = `The ${aggregate.category} changed at the same moment. Look at it again, then retry.`;
    throw new Refusal('CONFLICT', words, { [aggregate.category]: instruction.id }, { cause: thrown });
  }
}

/**
 * Handles a command inside a transaction that the caller owns, to change several aggregates together.
 * Throws `VersionConflict` on a lost race; the caller's transaction is then to be rolled back.
 */
export async function handleWithin<State, Command, E extends Event>(
  em: EntityManager,
  aggregate: Aggregate<State, Command, E>,
  instruction: Instruction<Command, State>,
): Promise<Outcome<State, E>> {
  const tenantId = tenantOf(instruction);
  const stream = streamOf(aggregate.category, instruction.id);
  const { idempotencyKey: key, command } = instruction;
  // Sent together: the key is waited for in the database, so the stream behind it is read as its last holder left it.
  const [isFirst, history] = await Promise.all([
    key === undefined || claimKey(em, { tenantId, key, requestHash: hashOf([stream, command]) }),
    instruction.isNew ? [] : readStream<E>(em, stream),
  ]);
  const state = replay(aggregate, history);
  if (!isFirst) return { state, events: [] };
  const decided = aggregate.decide(isMaker(command) ? await command(state) : command, state);
  const events = await append<E>(em, {
    tenantId,
    metadata: {
      actor: instruction.actor ?? actorOf(instruction.viewer),
      requestId: instruction.viewer.requestId,
      ...(instruction.authority !== undefined && { authority: instruction.authority }),
    },
    writes: [{ stream, expectedVersion: history.length, events: decided }],
    project: async (facts) => {
      for (const fact of facts) await aggregate.project?.(em, fact);
    },
  });
  return { state: replay({ ...aggregate, initialState: state }, events), events };
}

function isMaker<State, Command>(
  command: Instruction<Command, State>['command'],
): command is (state: State) => Promise<Command> {
  return typeof command === 'function';
}

function tenantOf(instruction: Pick<Instruction<unknown>, 'tenantId' | 'viewer'>): string {
  const tenantId = instruction.tenantId ?? instruction.viewer.tenantId;
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  return tenantId;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
