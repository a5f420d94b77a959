/**
 * Tells the server what it does not know yet of this device's commands, acknowledgements first, and goes on trying: later
 * after each failure, and never sooner than the server asks. It has no timer while there is nothing to tell.
 */
import { backoffMs } from '../../backoff.ts';
import { reasonOf } from '../../failure.ts';
import { CallFailed, CallRefused } from '../../transport.ts';
import type { Entry, Ledger } from './ledger.ts';

/** What is said about commands. */
export type CommandOperation = 'awaitCommands' | 'acknowledgeCommand' | 'reportCommand';

/** A connection to the server. */
export type Link = { call<Result>(operation: CommandOperation, variables: unknown): Promise<Result> };

/** What the outbox works with. */
export type OutboxTools = {
  readonly link: Link;
  readonly ledger: Ledger;
  /** A command may be begun now. */
  readonly acknowledged: () => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** What is still to be told. */
export class Outbox {
  readonly #tools: OutboxTools;
  #isSending = false;
  #isAgain = false;
  #isStopped = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(tools: OutboxTools) {
    this.#tools = tools;
  }

  /** Looks whether there is something to tell. */
  look(): void {
    if (this.#isSending) this.#isAgain = true;
    else if (this.#timer === undefined && !this.#isStopped) void this.#send();
  }

  /** Tells nothing any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    try {
      do {
        this.#isAgain = false;
        await this.#sendAll();
      } while (this.#isAgain && !this.#isStopped);
      this.#failures = 0;
    } catch (fault) {
      this.#later(fault);
    } finally {
      this.#isSending = false;
    }
  }

  async #sendAll(): Promise<void> {
    const { ledger } = this.#tools;
    for (const entry of ledger.at('RECEIVED')) {
      if (this.#isStopped) return;
      await this.#acknowledge(entry);
    }
    for (const entry of ledger.at('FINISHED')) {
      if (this.#isStopped) return;
      await this.#report(entry);
    }
  }

  async #acknowledge({ order, refusal }: Entry): Promise<void> {
    const { ledger, acknowledged } = this.#tools;
    const { commandId } = order;
    const input = { commandId, accepted: refusal === null, reason: refusal };
    const isWanted = await this.#told('acknowledgeCommand', commandId, input);
    // It may have been cancelled here while the answer was on its way.
    if (ledger.find(commandId)?.stage !== 'RECEIVED') return;
    if (isWanted || refusal !== null) ledger.acknowledged(commandId);
    else ledger.reported(commandId);
    acknowledged();
  }

  async #report({ order, report }: Entry): Promise<void> {
    const { commandId } = order;
    await this.#told('reportCommand', commandId, { commandId, ...report });
    this.#tools.ledger.reported(commandId);
  }

  /** Whether the server agrees. A command it will not hear of is over here too. */
  async #told(operation: 'acknowledgeCommand' | 'reportCommand', commandId: string, input: unknown): Promise<boolean> {
    try {
      return await this.#tools.link.call<boolean>(operation, { input });
    } catch (fault) {
      const isFinal = fault instanceof CallRefused && ['CONFLICT', 'NOT_FOUND', 'INVALID_INPUT'].includes(fault.code);
      if (!isFinal) throw fault;
      this.#tools.warn(`The server does not take what this device says of a command: ${fault.message}`, { commandId });
      return false;
    }
  }

  #later(fault: unknown): void {
    if (this.#isStopped) return;
    this.#failures += 1;
    if (!(fault instanceof CallFailed) && !(fault instanceof CallRefused)) {
      this.#tools.warn(`What is to be told of commands cannot be read or noted: ${reasonOf(fault)}`, {});
    }
    const askedMs = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
    const waitMs = Math.max(askedMs, backoffMs(this.#failures, Math.random()));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.look();
    }, waitMs);
  }
}
