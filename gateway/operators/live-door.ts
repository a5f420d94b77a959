/**
 * The operators' door for subscriptions: graphql-transport-ws on /graphql. A socket belongs to one caller, found by the
 * cookie of its upgrade or the bearer token of its first message. Before each delivery the caller is checked again;
 * when it may not be served any more, nothing more is delivered and the socket closes with 4401 or 4403.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { beginSpan, inIncomingTrace, SpanKind, type OpenSpan } from '@flotilla/kernel/tracing';
import {
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import type { Context, ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { audienceOf, type Caller } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { paramsOfJson } from '../http/graphql-params.ts';
import type { Documents, Prepared } from './documents.ts';
import type { Graph } from './graph.ts';
import type { Origins } from './origins.ts';
import type { Ending, SessionWatch, Watched } from './session-watch.ts';
import { credentialOf, type Sessions } from './sessions.ts';
import type { SharedStreams } from './shared-streams.ts';

const subscriptionsMax = 100;
const socketsMax = 5_000;
const messageMaxBytes = 256 * 1024;

/** What the live door is made from. */
export type LiveParts = {
  readonly graph: Graph;
  readonly documents: Documents;
  readonly sessions: Sessions;
  readonly watch: SessionWatch;
  readonly streams: SharedStreams;
  readonly origins: Origins;
  readonly logger: Logger;
};

type Extra = { readonly socket: WebSocket; readonly request: IncomingMessage; caller?: Caller };
type Socket = Context<Record<string, unknown>, Extra>;

/** The WebSocket half of the operators' door. */
export class LiveDoor {
  readonly #parts: LiveParts;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: messageMaxBytes });
  readonly #disposable: { dispose(): void | Promise<void> };

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#disposable = useServer<Record<string, unknown>, Extra>(
      {
        connectionInitWaitTimeout: 5_000,
        onConnect: (socket) => this.#connect(socket),
        onSubscribe: (socket, _id, payload) => this.#prepare(socket, payload),
        subscribe: (args) => this.#subscribe(args.contextValue as Subscribing),
        // Errors are in their final form by now; left to itself, graphql-ws would try to format them once more.
        onNext: (...about) => about[4] as FormattedExecutionResult,
        onError: (...about) => about[3].flatMap((error) => this.#shown(error)),
      } satisfies ServerOptions<Record<string, unknown>, Extra>,
      this.#server,
    );
  }

  /** Takes over a connection that wants to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.#parts.origins.allows(request.headers.origin)) return refuseUpgrade(socket, '403 Forbidden');
    if (this.#server.clients.size >= socketsMax) return refuseUpgrade(socket, '503 Service Unavailable');
    this.#server.handleUpgrade(request, socket, head, (client) => this.#server.emit('connection', client, request));
  }

  /** Tells every client to come back later, and closes. */
  async close(): Promise<void> {
    await this.#disposable.dispose();
  }

  async #connect(socket: Socket): Promise<boolean> {
    const { request, socket: wire } = socket.extra;
    try {
      const authorization = socket.connectionParams?.['authorization'] ?? socket.connectionParams?.['Authorization'];
      const credential = credentialOf({ cookie: request.headers.cookie, authorization });
      socket.extra.caller = await this.#parts.sessions.identify(credential);
      return true;
    } catch (thrown) {
      const [shown] = shownErrors(thrown, this.#parts.logger);
      const isUnknown = shown?.extensions?.['code'] === 'UNAUTHENTICATED';
      // 1013 asks the client to come back: not knowing who it is says nothing about it.
      wire.close(isUnknown ? 4401 : 1013, closeReason(shown?.message ?? ''));
      return false;
    }
  }

  async #prepare(socket: Socket, payload: unknown): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { caller, socket: wire } = socket.extra;
    try {
      if (!caller) throw new Refusal('UNAUTHENTICATED', 'The connection is not initialised.');
      refuseTooMany(Object.keys(socket.subscriptions).length);
      const params = paramsOfJson(payload);
      const prepared = this.#parts.documents.prepare(params, caller);
      if (prepared.operation.operation !== 'subscription') {
        throw new Refusal('INVALID_INPUT', 'Only subscriptions are served here; send others over HTTP.');
      }
      await this.#recheck(caller, wire);
      const contextValue: Subscribing = { prepared, caller, wire, trace: params.extensions ?? {} };
      return { document: prepared.document, operationName: prepared.operationName, contextValue } as never;
    } catch (thrown) {
      // graphql-ws takes nothing but its own kind of error here and closes the socket otherwise.
      return [new GraphQLError('refused', { originalError: thrown as Error })];
    }
  }

  /** A socket may be old: whoever opened it is asked about again at each subscription. */
  async #recheck(caller: Caller, wire: WebSocket): Promise<void> {
    const verdict = await this.#parts.watch.check(caller);
    if (verdict === true) return;
    if (verdict === false) throw new Refusal('UNAVAILABLE', 'Sign-in cannot be checked now. Try again in a moment.');
    closeAfter(wire, verdict);
    throw verdict.refusal;
  }

  #shown(error: unknown): GraphQLFormattedError[] {
    return shownErrors((error as GraphQLError).originalError ?? error, this.#parts.logger);
  }

  /** One span as long as it is open. What is shared is opened in the trace of whoever came first. */
  #subscribe(subscribing: Subscribing): AsyncIterableIterator<ExecutionResult> {
    const { operation } = subscribing.prepared;
    const attributes = { 'graphql.operation.name': operation.name?.value ?? '' };
    const span = inIncomingTrace(subscribing.trace, () =>
      beginSpan('gateway subscription', { kind: SpanKind.SERVER, attributes }),
    );
    return span.run(() => this.#join(subscribing, span));
  }

  #join({ prepared, caller, wire }: Subscribing, span: OpenSpan): AsyncIterableIterator<ExecutionResult> {
    const { graph, streams, watch, logger } = this.#parts;
    const { document, operationName, variables } = prepared;
    const requestId = randomUUID();
    const log = logger.child({ requestId, tenantId: caller.tenantId });
    log.info({ operation: prepared.operation.name?.value }, 'a subscription begins');
    const stream = streams.subscribe(sharedKey(prepared, caller), (signal, outcome) => {
      const context = { viewer: audienceOf(caller, requestId), signal, outcome, logger: log };
      return graph.subscribe({ document, operationName, variables, context });
    });
    const watched = watch.watch(caller, (ending) => {
      log.info({ code: ending.refusal.code }, 'a subscription is ended: its caller may not be served any more');
      stream.abandon(ending.refusal);
      closeAfter(wire, ending);
    });
    return checkedStream(stream, watched, span);
  }
}

type Subscribing = {
  readonly prepared: Prepared;
  readonly caller: Caller;
  readonly wire: WebSocket;
  /** The operation's extensions, where a trace comes in: a browser's WebSocket has no headers of its own. */
  readonly trace: Readonly<Record<string, unknown>>;
};

/** Everything two subscriptions must have in common to be one upstream. */
function sharedKey(prepared: Prepared, caller: Caller): string {
  const { text, operationName, variables } = prepared;
  const scope = [caller.kind, caller.tenantId, [...caller.roles].sort(), [...caller.scopes].sort()];
  return JSON.stringify([text, operationName ?? null, variables, ...scope]);
}

/** Delivers only what its caller may see at that moment; what comes while that cannot be known is dropped. */
function checkedStream(
  stream: AsyncIterableIterator<ExecutionResult>,
  watched: Watched,
  span: OpenSpan,
): AsyncIterableIterator<ExecutionResult> {
  const end = (thrown?: unknown): void => {
    watched.release();
    span.end(thrown);
  };
  return {
    async next() {
      try {
        for (;;) {
          const step = await stream.next();
          if (step.done) break;
          const verdict = await watched.confirm();
          if (verdict === true) return step;
          if (verdict !== false) throw verdict.refusal;
        }
      } catch (thrown) {
        end(thrown);
        throw thrown;
      }
      end();
      return { value: undefined, done: true };
    },
    async return() {
      end();
      await stream.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function refuseTooMany(open: number): void {
  if (open <= subscriptionsMax) return;
  const details = { limit: 'subscriptions', max: subscriptionsMax };
  throw new Refusal('LIMIT_EXCEEDED', `A connection may hold ${subscriptionsMax} subscriptions.`, details);
}

/** Closes right after the error that is being written: a client may go by itself when it has read that. */
function closeAfter(wire: WebSocket, ending: Ending): void {
  setImmediate(() => wire.close(ending.closeCode, ending.refusal.message));
}

/** A close frame has room for 123 bytes. */
function closeReason(message: string): string {
  return message.length > 120 ? `${message.slice(0, 117)}...` : message;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
