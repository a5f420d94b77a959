/**
 * Commands on this device: fetched by a long poll, believed only by their signature, allowed only by the device's own
 * policy, done once each, and their ends told. What was begun and not finished when the process ended is found again here.
 */
import { backoffMs } from '../backoff.ts';
import { reasonOf } from '../failure.ts';
import type { Waker } from '../updater/waker.ts';
import { openEnvelope } from './believing/envelope.ts';
import { type Policy, refusalOf } from './believing/policy.ts';
import type { Entry, Ledger } from './keeping/ledger.ts';
import { type Link, Outbox } from './keeping/outbox.ts';
import type { Standing, StandingFacts } from './keeping/standing.ts';
import { type CommandDelivery, type DeliveredCommand, failure, type Order, type Performed } from './orders.ts';

/** Does commands. */
export type Doer = {
  perform(order: Order, signal: AbortSignal): Promise<Performed>;
  /** Ends what a command left running when the agent died. */
  endLeftovers(commandId: string): void;
};

/** What commands need of the agent. */
export type ExecutionTools = {
  readonly deviceId: string;
  readonly ledger: Ledger;
  readonly standing: Standing;
  readonly link: Link;
  /** The key that commands are signed with, or null while this device was not told. */
  readonly commandKey: () => string | null;
  /** The server's time. */
  readonly now: () => number;
  /** The authority epoch that the control plane last named otherwise. */
  readonly knownEpoch: () => number;
  readonly policy: () => Policy;
  /** Loads what does commands; called when the first one is to be done. */
  readonly doer: () => Promise<Doer>;
  /** Who is to hear that there is an update to ask for, which the same wait brings. */
  readonly updates: Pick<Waker, 'hint' | 'hinted'>;
  readonly noteSecurity: (what: string, body: Readonly<Record<string, unknown>>) => void;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** How commands stand, for the status. */
export type ExecutionStatus = StandingFacts & { readonly running: readonly string[]; readonly waiting: number };

/** A lane does its commands in their order; only EXEC may run more than one at a time. */
type Lane = 'STATE' | 'LOOK' | 'EXEC';

type Wish = {
  readonly waitMs: number;
  readonly max: number;
  readonly have: readonly string[];
  readonly knownUpdateHint: number;
};

type Run = { readonly lane: Lane; readonly stop: AbortController; readonly ended: Promise<void> };

const waitMs = 25_000;
const deliveredMax = 8;
const openMax = 64;
/** After so many beginnings that the process did not survive, a command is what kills it. */
const startsMax = 3;
const keylessMs = 2_000;
const securityEveryMs = 60_000;

/** One device's commands. */
export class Execution {
  readonly #tools: ExecutionTools;
  readonly #outbox: Outbox;
  readonly #running = new Map<string, Run>();
  readonly #notedAt = new Map<string, number>();
  #doer: Promise<Doer> | null = null;
  #emptyHanded = 0;
  #isStopping = false;

  constructor(tools: ExecutionTools) {
    this.#tools = tools;
    const { ledger, link, warn } = tools;
    this.#outbox = new Outbox({ ledger, link, warn, acknowledged: () => this.#turn() });
  }

  /** Goes on where an earlier life of the agent ended. */
  async resume(): Promise<void> {
    const { ledger, now } = this.#tools;
    for (const { order, starts, startedAtMs } of ledger.at('STARTED')) {
      const { commandId, delivery } = order;
      (await this.#loadedDoer()).endLeftovers(commandId);
      const isRepeatable = delivery === 'AT_LEAST_ONCE' && starts < startsMax;
      if (isRepeatable) ledger.again(commandId);
      else ledger.finished(commandId, { ...interrupted(starts), startedAtMs, finishedAtMs: now() });
    }
    this.#turn();
    this.#outbox.look();
  }

  /** Asks for commands and waits until there is one. Answers in how many milliseconds to ask again. */
  async poll(): Promise<number> {
    const { ledger, commandKey, now } = this.#tools;
    // A heartbeat brings it.
    if (commandKey() === null) return keylessMs;
    ledger.prune(now());
    this.#turn();
    const have = ledger.open();
    const max = Math.min(deliveredMax, openMax - have.length);
    if (max < 1) return backoffMs(4, Math.random());
    const askedAt = performance.now();
    const delivery = await this.#awaited({ waitMs, max, have, knownUpdateHint: this.#tools.updates.hint });
    if (!delivery) return waitMs;
    for (const id of delivery.cancelled) this.#cancel(id);
    const fresh = delivery.commands.filter((each) => this.#take(each)).length;
    if (delivery.updateHintGeneration !== null) this.#tools.updates.hinted(delivery.updateHintGeneration);
    this.#outbox.look();
    return this.#pauseAfter(
      delivery,
      fresh + Number(delivery.updateHintGeneration !== null),
      performance.now() - askedAt,
    );
  }

  /** How commands stand. */
  status(): ExecutionStatus {
    const { standing, ledger } = this.#tools;
    const running = [...this.#running.keys()];
    return { ...standing.facts(), running, waiting: ledger.open().length - running.length };
  }

  /** Ends everything that runs. What may be repeated is begun anew by the next life of the agent. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#outbox.stop();
    for (const { stop } of this.#running.values()) stop.abort();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  /** Null when the agent ends: then nothing that comes is taken any more. */
  async #awaited(input: Wish): Promise<CommandDelivery | null> {
    try {
      const delivery = await this.#tools.link.call<CommandDelivery>('awaitCommands', { input });
      return this.#isStopping ? null : delivery;
    } catch (fault) {
      if (this.#isStopping) return null;
      throw fault;
    }
  }

  /** A server that answers at once, and with nothing, is asked less and less often. */
  #pauseAfter({ retryAfterMs }: CommandDelivery, fresh: number, tookMs: number): number {
    const isQuickAndEmpty = fresh === 0 && tookMs < waitMs / 2;
    this.#emptyHanded = isQuickAndEmpty ? this.#emptyHanded + 1 : 0;
    const ownMs = isQuickAndEmpty ? backoffMs(this.#emptyHanded, Math.random()) : 0;
    return Math.max(retryAfterMs ?? 0, ownMs);
  }

  /** Whether a delivery is one that was not here before. */
  #take(delivered: DeliveredCommand): boolean {
    const { deviceId, ledger, standing, commandKey, knownEpoch, now, policy } = this.#tools;
    const authorityEpoch = Math.max(standing.authorityEpoch, knownEpoch());
    // Of an epoch that only a heartbeat told of, nobody knows yet whose it is.
    const authorityId = authorityEpoch === standing.authorityEpoch ? standing.authorityId : null;
    const belief = { deviceId, commandKey: commandKey() ?? '', nowMs: now(), authorityEpoch, authorityId };
    const { order, distrust } = openEnvelope(delivered, belief);
    if (distrust) {
      if (ledger.find(delivered.id) === null) this.#distrust(delivered.id, distrust);
      return false;
    }
    standing.sawAuthority(order.authorityEpoch, order.authorityId);
    const refusal = refusalOf(order, policy());
    const receipt = ledger.receive(order, delivered.envelope, refusal);
    if (typeof receipt === 'object') {
      this.#tellOff(order.commandId, `Its idempotency key was used by command ${receipt.keyUsedBy}.`);
    }
    // Whoever delivers again what is over here has lost what it was told.
    if (receipt === 'KNOWN') ledger.reopen(order.commandId);
    if (receipt === 'NEW') this.#say(order, refusal);
    return receipt === 'NEW';
  }

  #say({ commandId, kind }: Order, refusal: string | null): void {
    const facts = { commandId, kind };
    if (refusal === null) this.#tools.say(`Command ${kind}.`, facts);
    else this.#tools.warn(`Command ${kind} is refused: ${refusal}`, facts);
  }

  #distrust(commandId: string, { code, reason }: { readonly code: string; readonly reason: string }): void {
    const { noteSecurity, warn } = this.#tools;
    this.#tellOff(commandId, reason);
    // Whoever forges commands by the thousand must not fill the journal with them.
    const isNoted = performance.now() - (this.#notedAt.get(code) ?? -Infinity) < securityEveryMs;
    if (isNoted) return;
    this.#notedAt.set(code, performance.now());
    warn(`A command is not believed: ${reason}`, { commandId, code });
    if (code !== 'EXPIRED') noteSecurity('command_refused', { commandId: commandId.slice(0, 64), code, reason });
  }

  /** Nothing is remembered of a command that is not believed, so it is told once, and anew if it comes again. */
  #tellOff(commandId: string, reason: string): void {
    const input = { commandId, accepted: false, reason };
    void this.#tools.link.call<boolean>('acknowledgeCommand', { input }).catch(() => undefined);
  }

  #cancel(id: string): void {
    const { ledger, now } = this.#tools;
    const run = this.#running.get(id);
    if (run) return run.stop.abort();
    const entry = ledger.find(id);
    if (!entry || (entry.stage !== 'RECEIVED' && entry.stage !== 'ACKNOWLEDGED')) return;
    const report = failure('Cancelled before this device began.');
    ledger.finished(id, { ...report, startedAtMs: null, finishedAtMs: now() });
  }

  /** Begins what may begin now. */
  #turn(): void {
    if (this.#isStopping) return;
    const { ledger, policy, now } = this.#tools;
    const ready = ledger.at('ACKNOWLEDGED').filter(({ order }) => !this.#running.has(order.commandId));
    if (ready.length === 0) return;
    const free = new Map<Lane, number>([
      ['STATE', 1],
      ['LOOK', 1],
      ['EXEC', policy().execConcurrency],
    ]);
    for (const { lane } of this.#running.values()) free.set(lane, (free.get(lane) ?? 0) - 1);
    for (const entry of ready) {
      const { commandId, kind, expiresAtMs } = entry.order;
      const lane = laneOf(kind);
      if (now() >= expiresAtMs) {
        const report = failure('It expired before this device began.');
        ledger.finished(commandId, { ...report, startedAtMs: null, finishedAtMs: now() });
        this.#outbox.look();
      } else if ((free.get(lane) ?? 0) > 0) {
        free.set(lane, (free.get(lane) ?? 0) - 1);
        this.#begin(entry, lane);
      }
    }
  }

  #begin({ order }: Entry, lane: Lane): void {
    const { ledger, now } = this.#tools;
    const startedAtMs = now();
    // On disk before anything happens: a command that was begun and is not known to have been would be done twice.
    ledger.started(order.commandId, startedAtMs);
    const stop = new AbortController();
    const ended = this.#perform(order, stop.signal).then((performed) => {
      this.#finish(order, { ...performed, startedAtMs, finishedAtMs: now() });
    });
    this.#running.set(order.commandId, { lane, stop, ended });
  }

  async #perform(order: Order, signal: AbortSignal): Promise<Performed> {
    try {
      return await (await this.#loadedDoer()).perform(order, signal);
    } catch (fault) {
      return failure(`This device could not do it: ${reasonOf(fault)}.`);
    }
  }

  #finish({ commandId, kind, delivery }: Order, report: Parameters<Ledger['finished']>[1]): void {
    this.#running.delete(commandId);
    const isRepeated = this.#isStopping && report.outcome === 'FAILED' && delivery === 'AT_LEAST_ONCE';
    if (isRepeated) return;
    const isCutShort = this.#isStopping && report.outcome === 'FAILED';
    const told = isCutShort
      ? { ...report, reason: `Interrupted: the agent was stopped. ${report.reason ?? ''}`.trim() }
      : report;
    try {
      this.#tools.ledger.finished(commandId, told);
      this.#tools.say(`Command ${kind}: ${told.outcome}. ${told.reason ?? ''}`.trim(), { commandId, kind });
    } catch (fault) {
      // The disk is full. The ledger still says that it was begun, which the next life of the agent reports.
      this.#tools.warn(`The end of command ${kind} cannot be noted: ${reasonOf(fault)}`, { commandId });
    }
    this.#outbox.look();
    this.#turn();
  }

  #loadedDoer(): Promise<Doer> {
    this.#doer ??= this.#tools.doer();
    return this.#doer;
  }
}

function interrupted(starts: number): Performed {
  const again = starts >= startsMax ? ` It was begun ${starts} times.` : '';
  return failure(`Interrupted: the agent ended while it was being done, and nobody knows how far it came.${again}`);
}

function laneOf(kind: Order['kind']): Lane {
  if (kind === 'EXEC') return 'EXEC';
  return kind === 'REFRESH_INVENTORY' || kind === 'SUPPORT_BUNDLE' ? 'LOOK' : 'STATE';
}
