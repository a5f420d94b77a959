/**
 * One subgraph's subscriptions over WebSocket (graphql-transport-ws). Each operation carries its own token, bound to
 * its document and variables. Every event gets a fresh context, because loaders that outlive an event serve stale rows.
 */
import type { KeyObject } from 'node:crypto';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
} from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Context } from '../context.ts';
import { isRefusal, Refusal } from '../errors.ts';
import { bodyHash, identityHeader, verifyIdentity } from '../identity.ts';
import type { Logger } from '../logger.ts';
import { gauge } from '../metrics.ts';
import { beginSpan, inIncomingTrace, inSpan, SpanKind } from '../tracing.ts';
import type { Viewer } from '../viewer.ts';
import { formatError } from './format-error.ts';
import type { Subgraph } from './subgraph.ts';

const open = gauge({
  name: 'flotilla_subgraph_subscriptions',
  help: 'Subscriptions the gateway holds open.',
  labelNames: ['subgraph'],
});

/** What serving subscriptions needs besides the subgraph. */
export type LiveParts = {
  readonly publicKey: KeyObject;
  readonly logger: Logger;
  contextOf(viewer: Viewer): Context;
};

/** A WebSocket server without a port: the process hands it the upgrades of this subgraph's path. */
export function serveLive(subgraph: Subgraph, parts: LiveParts): { server: WebSocketServer; dispose(): Promise<void> } {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const format = (thrown: unknown) => formatError(thrown, parts.logger);
  const disposable = useServer<Record<string, unknown>, Record<string, unknown>>(
    {
      onSubscribe(_socket, _id, payload) {
        try {
          return argumentsOf(subgraph, parts, payload as SubscribePayload);
        } catch (thrown) {
          if (!isRefusal(thrown)) throw thrown;
          // graphql-ws takes nothing but its own kind of error here and closes the socket otherwise.
          return [new GraphQLError(thrown.message, { originalError: thrown })];
        }
      },
      subscribe: (args) => subscribeFresh(args as LiveArgs, subgraph.name, format),
      // The errors of a result are formatted by now; left to itself, graphql-ws would try to format them once more.
      onNext: (...about) => about[4] as FormattedExecutionResult,
      onError: (...about) => about[3].map((error) => format(error.originalError ?? error)),
    } satisfies ServerOptions,
    server,
  );
  return { server, dispose: async () => disposable.dispose() };
}

type SubscribePayload = {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
  readonly extensions?: Record<string, unknown> | null;
};

type LiveArgs = ExecutionArgs & { readonly trace: Readonly<Record<string, unknown>> };

function argumentsOf(subgraph: Subgraph, parts: LiveParts, payload: SubscribePayload) {
  const token = payload.extensions?.['identity'] ?? payload.extensions?.[identityHeader];
  if (typeof token !== 'string') throw new Refusal('UNAUTHENTICATED', 'The operation carries no identity.');
  const viewer = verifyIdentity(
    token,
    {
      audience: subgraph.name,
      bodyHash: bodyHash(JSON.stringify([payload.query, payload.variables ?? {}])),
      nowS: Date.now() / 1000,
    },
    parts.publicKey,
  );
  const document = parse(payload.query);
  const errors = validate(subgraph.schema, document);
  if (errors.length > 0) return errors;
  if (getOperationAST(document, payload.operationName ?? undefined)?.operation !== 'subscription') {
    throw new Refusal('INVALID_INPUT', 'Only subscriptions are served here; send queries over HTTP.');
  }
  return {
    schema: subgraph.schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue: parts.contextOf(viewer),
    trace: payload.extensions ?? {},
  };
}

/**
 * graphql-js's `subscribe`, with a renewed context for each event. The trace that came with the operation has one span
 * as long as the subscription is open, and in it one for each event.
 */
async function subscribeFresh({ trace, ...args }: LiveArgs, name: string, format: (thrown: unknown) => unknown) {
  const kind = SpanKind.SERVER;
  const span = inIncomingTrace(trace, () => beginSpan(`subgraph ${name} subscription`, { kind }));
  try {
    const source = await span.run(() => createSourceEventStream(args));
    if (!(Symbol.asyncIterator in source)) {
      span.end(source.errors?.[0]);
      return formatted(source, format);
    }
    return mapEvents(source[Symbol.asyncIterator](), {
      onOpen: () => open.inc({ subgraph: name }),
      onClose() {
        open.dec({ subgraph: name });
        span.end();
      },
      map: (rootValue) =>
        span.run(() =>
          inSpan(`subgraph ${name} event`, {}, async () => {
            const contextValue = (args.contextValue as Context).renewed();
            return formatted(await execute({ ...args, rootValue, contextValue }), format);
          }),
        ),
    });
  } catch (thrown) {
    span.end(thrown);
    throw thrown;
  }
}

function formatted(result: ExecutionResult, format: (thrown: unknown) => unknown): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map(format) as never } : result;
}

/**
 * Maps a stream of events so that `return` reaches the source at once. An async generator would not do: its `return`
 * waits for the event that a quiet source never sends, and the subscription would leak.
 */
function mapEvents(
  source: AsyncIterator<unknown>,
  hooks: { onOpen(): void; onClose(): void; map(event: unknown): Promise<ExecutionResult> },
): AsyncIterableIterator<ExecutionResult> {
  let isOpen = true;
  hooks.onOpen();
  const close = () => {
    if (isOpen) hooks.onClose();
    isOpen = false;
  };
  return {
    async next() {
      const event = await source.next();
      if (event.done) {
        close();
        return { value: undefined, done: true };
      }
      return { value: await hooks.map(event.value), done: false };
    },
    async return() {
      close();
      await source.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
