/**
 * One subgraph's subscriptions over one WebSocket (graphql-transport-ws). Each operation carries its own token, bound
 * to its document and variables. Reconnecting is left to whoever shares the subscription, who knows if it is wanted.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { gauge } from '@flotilla/kernel/metrics';
import { beginSpan, outgoingTraceHeaders, SpanKind } from '@flotilla/kernel/tracing';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Channel } from './channel.ts';
import type { SubgraphClient } from './subgraph-client.ts';

const open = gauge({
  name: 'flotilla_gateway_upstream_subscriptions',
  help: 'Subscriptions the gateway holds open at subgraphs.',
  labelNames: ['subgraph'],
});

/** Values that wait at most while an earlier one is joined with other subgraphs. */
const bufferMax = 256;

/**
 * What became of an upstream subscription, told beside its values, because the executor between here and the
 * subscribers turns a failing iterator into a value and then into an ordinary end.
 */
export type LiveOutcome = {
  /** The subgraph has it. */
  isOpen: boolean;
  /** The connection broke. */
  lost?: unknown;
  /** The subgraph said no. */
  refused?: readonly GraphQLFormattedError[];
};

/** A subscription to open in a viewer's name. */
export type LiveRequest = {
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
  readonly operationName: string | undefined;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
  readonly outcome: LiveOutcome;
};

/** The socket to one subgraph; opened by the first subscription and closed some seconds after the last. */
export class SubgraphLive {
  readonly #http: SubgraphClient;
  readonly #client: Client;
  #isConnected = false;

  constructor(http: SubgraphClient) {
    this.#http = http;
    this.#client = createClient({
      url: `${http.url.href.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      keepAlive: 10_000,
      lazyCloseTimeout: 5_000,
      on: {
        connected: () => (this.#isConnected = true),
        closed: () => (this.#isConnected = false),
      },
    });
  }

  /** Opens a subscription. It ends when the iterator is left, the signal is aborted or the subgraph ends it. */
  subscribe(request: LiveRequest): AsyncIterableIterator<ExecutionResult> {
    const { outcome, signal } = request;
    const { name } = this.#http;
    open.inc({ subgraph: name });
    const span = beginSpan(`${name} subscription`, { kind: SpanKind.CLIENT });
    outcome.isOpen = this.#isConnected;
    const stopWatching = this.#client.on('connected', () => (outcome.isOpen = true));
    const settle = () => {
      stopWatching();
      signal.removeEventListener('abort', abort);
      channel.end();
    };
    const leave = this.#client.subscribe<Record<string, unknown>>(
      span.run(() => this.#payload(request)),
      {
        next: (result) => {
          // Errors without any data are not an event's: the subgraph did not begin.
          if (result.data !== undefined || !result.errors) channel.push(result as ExecutionResult);
          else outcome.refused = result.errors;
        },
        error: (cause) => {
          if (Array.isArray(cause)) outcome.refused = cause as GraphQLFormattedError[];
          else outcome.lost = this.#lost(cause);
          close();
        },
        complete: () => close(),
      },
    );
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      open.dec({ subgraph: name });
      span.end(outcome.lost ?? outcome.refused?.[0]);
      settle();
    };
    const channel = new Channel<ExecutionResult>(bufferMax, () => {
      leave();
      close();
    });
    const abort = () => void channel.return();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    return channel;
  }

  /** Closes the socket. */
  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #payload(request: LiveRequest) {
    const { query, variables, operationName, viewer } = request;
    const identity = this.#http.token(viewer, JSON.stringify([query, variables ?? {}]));
    const extensions = { identity, ...outgoingTraceHeaders() };
    return { query, variables: variables ?? {}, operationName: operationName ?? null, extensions };
  }

  #lost(cause: unknown): Refusal {
    const words = `The ${this.#http.name} service does not answer. Try again in a moment.`;
    return new Refusal('UNAVAILABLE', words, { subgraph: this.#http.name }, { cause, retryAfterMs: 1000 });
  }
}
