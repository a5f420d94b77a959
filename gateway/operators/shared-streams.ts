/**
 * Upstream sharing: one execution, joins included, for every identical (document, variables, tenant, authorisation
 * scope), however many subscribe. The last subscriber to leave closes it. When the connection to a subgraph breaks,
 * the stream is opened again while anybody still wants it; its numbers start anew, which tells clients to refetch.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@flotilla/kernel/logger';
import { gauge } from '@flotilla/kernel/metrics';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { GraphQLErrors, shownErrors } from '../errors.ts';
import { Channel } from '../upstream/channel.ts';
import type { LiveOutcome } from '../upstream/subgraph-live.ts';

/** Results that wait for a slow subscriber at most; the oldest go first. */
const bufferMax = 64;
const reopenMs = { first: 250, max: 5_000 };

const streams = gauge({ name: 'flotilla_gateway_shared_streams', help: 'Executions shared by subscribers.' });
const subscribers = gauge({ name: 'flotilla_gateway_subscribers', help: 'Subscriptions open at the operators door.' });

/** Opens one execution. It must end when the signal is aborted, and tell its outcome. */
export type OpenStream = (
  signal: AbortSignal,
  outcome: LiveOutcome,
) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** The executions that run now, by what makes them identical. */
export class SharedStreams {
  readonly #logger: Logger;
  readonly #streams = new Map<string, Stream>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** How many executions run now. */
  get size(): number {
    return this.#streams.size;
  }

  /** Joins the stream of this key, opening it when it is the first. Leaving the iterator leaves the stream. */
  subscribe(key: string, open: OpenStream): Channel<ExecutionResult> {
    const known = this.#streams.get(key);
    if (known) return known.join();
    const stream = new Stream(open, this.#logger, () => {
      if (this.#streams.get(key) === stream) this.#streams.delete(key);
      streams.set(this.#streams.size);
    });
    this.#streams.set(key, stream);
    streams.set(this.#streams.size);
    const first = stream.join();
    void stream.run();
    return first;
  }
}

class Stream {
  readonly #open: OpenStream;
  readonly #logger: Logger;
  readonly #onClose: () => void;
  readonly #subscribers = new Set<Channel<ExecutionResult>>();
  readonly #abort = new AbortController();
  #wasOpen = false;

  constructor(open: OpenStream, logger: Logger, onClose: () => void) {
    this.#open = open;
    this.#logger = logger;
    this.#onClose = onClose;
  }

  join(): Channel<ExecutionResult> {
    const channel = new Channel<ExecutionResult>(bufferMax, () => this.#leave(channel));
    this.#subscribers.add(channel);
    subscribers.inc();
    return channel;
  }

  /** Runs until it ends by itself, is refused, or nobody is left. Never rejects. */
  async run(): Promise<void> {
    let waitMs = reopenMs.first;
    while (!this.#abort.signal.aborted) {
      const outcome: LiveOutcome = { isOpen: false };
      const startedAt = performance.now();
      const failure = await this.#relay(outcome).catch((cause: unknown) => ({ cause }));
      if (this.#abort.signal.aborted) return;
      this.#wasOpen ||= outcome.isOpen;
      if (failure || !outcome.lost || !this.#wasOpen) return this.#close(failure?.cause ?? outcome.lost);
      this.#logger.warn({ err: outcome.lost }, 'a shared subscription lost its subgraph and is opened again');
      if (performance.now() - startedAt > reopenMs.max) waitMs = reopenMs.first;
      await pause(waitMs, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, reopenMs.max);
    }
  }

  /** Hands one execution's results on. Answers why it failed, or nothing when it ended or was lost. */
  async #relay(outcome: LiveOutcome): Promise<{ cause: unknown } | undefined> {
    const result = await this.#open(this.#abort.signal, outcome);
    if (!(Symbol.asyncIterator in result)) return { cause: new GraphQLErrors(result.errors ?? []) };
    for await (const event of result) {
      if (this.#abort.signal.aborted) return undefined;
      const shown = this.#shown(event);
      for (const subscriber of this.#subscribers) subscriber.push(shown);
    }
    return outcome.refused && { cause: new GraphQLErrors(outcome.refused) };
  }

  /** Errors take their final form here, once for all: a fault is one line in the log and one id. */
  #shown(event: ExecutionResult): ExecutionResult {
    if (!event.errors) return event;
    const errors = event.errors.flatMap((error) => shownErrors(error, this.#logger));
    return { ...event, errors: errors as unknown as readonly GraphQLError[] };
  }

  #leave(channel: Channel<ExecutionResult>): void {
    if (!this.#subscribers.delete(channel)) return;
    subscribers.dec();
    if (this.#subscribers.size > 0) return;
    this.#abort.abort();
    this.#onClose();
  }

  #close(cause: unknown): void {
    this.#onClose();
    subscribers.dec(this.#subscribers.size);
    for (const subscriber of this.#subscribers) {
      if (cause === undefined) subscriber.end();
      else subscriber.fail(cause);
    }
    this.#subscribers.clear();
  }
}
