/**
 * The desk where devices fetch commands and say what became of them. A call that finds nothing waits in memory until
 * something is recorded for its device; no connection to the database is held meanwhile.
 */
import type { Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Caller } from '../../heartbeat/device-call.ts';
import { isUuid } from '../../of-tenant.ts';
import type { CommandQueued } from '../events.ts';
import { acknowledge, report, type Acknowledgement, type Report } from './answers.ts';
import type { CommandKeys } from './command-keys.ts';
import { handOver, lookFor, type HandedOver, type Wish } from './delivery.ts';
import { sealed, type SignedEnvelope } from './envelope.ts';
import { Turns } from './turns.ts';
import { Waiters, type Seat } from './waiters.ts';

/** How long a call may wait. The agents' door allows somewhat more. */
export const waitMaxMs = 25_000;

const waitersMax = 12_000;
const lookingMax = 3;
const commandsMax = 32;
const haveMax = 256;
/** When a device comes again that found no place to wait, or whose call was ended: with its next heartbeat or so. */
const againMs = 5_000;

/** What a device waits for. */
export type Waiting = Wish & {
  readonly waitMs: number;
  /** The newest hint at an update it heard of; absent if it does not want to hear of updates here. */
  readonly knownUpdateHint?: number | null;
};

/** What it gets. */
export type Delivery = {
  readonly commands: readonly (CommandQueued['data'] & SignedEnvelope)[];
  readonly cancelled: readonly string[];
  readonly retryAfterMs: number | null;
  /** Newer than the one it knew; null for none. */
  readonly updateHintGeneration: number | null;
};

/** What the desk works with. */
export type DeskParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed' | 'subscribe'>;
  readonly keys: CommandKeys;
};

/** Devices at the agents' door. */
export class CommandDesk {
  readonly #parts: DeskParts;
  readonly #waiters = new Waiters(waitersMax);
  readonly #turns = new Turns(lookingMax);

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Begins to wake who waits. Returns the way to stop. */
  start(): () => void {
    return this.#waiters.follow(this.#parts.tail);
  }

  /** Ends every waiting call, empty. */
  drain(): void {
    this.#waiters.drain();
  }

  /** Answers as soon as there is something for the device, or empty when its time is over. */
  async await(caller: Caller, waiting: Waiting): Promise<Delivery> {
    const wish = checked(waiting);
    const until = performance.now() + wish.waitMs;
    const seat = this.#waiters.sit(caller.deviceId);
    try {
      for (;;) {
        const found = await this.#turns.take(() => this.#look(caller, wish, seat));
        if (found.delivery) return found.delivery;
        const leftMs = until - performance.now();
        if (seat === null) return nothing(againMs);
        if (leftMs <= 0) return nothing(null);
        const waking = await seat.wait(Math.min(leftMs, found.againInMs ?? leftMs));
        if (waking === 'GONE') return nothing(againMs);
      }
    } finally {
      seat?.leave();
    }
  }

  /** See the function of this name. */
  async acknowledge(caller: Caller, said: Acknowledgement): Promise<boolean> {
    const isToDo = await acknowledge(this.#parts.database, caller, said);
    this.#parts.tail.committed();
    return isToDo;
  }

  /** See the function of this name. */
  async report(caller: Caller, said: Report): Promise<boolean> {
    const isItsEnd = await report(this.#parts.database, caller, said);
    this.#parts.tail.committed();
    return isItsEnd;
  }

  async #look(
    caller: Caller,
    wish: Waiting,
    seat: Seat | null,
  ): Promise<{ readonly delivery: Delivery | null; readonly againInMs: number | null }> {
    const { database } = this.#parts;
    const look = await database.inTenant(caller.tenantId, (em) => lookFor(em, caller, wish.have));
    const { cancelled } = look;
    const handed = look.isPending ? await this.#handOver(caller, wish) : null;
    if (handed?.heldBy === 'CONCURRENCY') seat?.noPlace(look.domainId);
    const commands = await this.#seal(caller.tenantId, handed?.commands ?? []);
    const hint = Math.max(look.updateHint, seat?.updateHint ?? 0);
    const updateHintGeneration = hint > (wish.knownUpdateHint ?? Infinity) ? hint : null;
    const isAnything = commands.length > 0 || cancelled.length > 0 || updateHintGeneration !== null;
    // Who is told again and again of a cancel it has heard of already is not to ask at full speed.
    const retryAfterMs = commands.length === 0 && cancelled.length > 0 ? 1_000 : null;
    return {
      delivery: isAnything ? { commands, cancelled, retryAfterMs, updateHintGeneration } : null,
      againInMs: look.againInMs === null ? null : Math.max(look.againInMs, 50),
    };
  }

  async #handOver(caller: Caller, wish: Wish): Promise<HandedOver> {
    const { database, tail } = this.#parts;
    const attempt = () => database.inTenant(caller.tenantId, (em) => handOver(em, caller, wish));
    const handed = await attempt().catch((thrown: unknown) => {
      // A command was cancelled or expired at this very moment.
      if (thrown instanceof VersionConflict) return attempt();
      throw thrown;
    });
    tail.committed();
    return handed;
  }

  async #seal(tenantId: string, commands: readonly CommandQueued['data'][]) {
    if (commands.length === 0) return [];
    const key = await this.#parts.keys.of(tenantId);
    return commands.map((data) => ({ ...data, ...sealed(key, tenantId, data) }));
  }
}

function nothing(retryAfterMs: number | null): Delivery {
  return { commands: [], cancelled: [], retryAfterMs, updateHintGeneration: null };
}

function checked(waiting: Waiting): Waiting {
  const { waitMs, max, have } = waiting;
  if (waitMs < 0 || waitMs > waitMaxMs) {
    throw new Refusal('INVALID_INPUT', `waitMs is from 0 to ${waitMaxMs}; it is ${waitMs}.`, { element: 'waitMs' });
  }
  if (max < 1 || max > commandsMax) {
    throw new Refusal('INVALID_INPUT', `max is from 1 to ${commandsMax}; it is ${max}.`, { element: 'max' });
  }
  if (have.length <= haveMax && have.every(isUuid)) return waiting;
  throw new Refusal('INVALID_INPUT', `have lists ${haveMax} ids of commands at most.`, { element: 'have' });
}
