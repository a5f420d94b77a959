/**
 * How the federation executor reaches subgraphs: our own transport instead of the library's, because identity is
 * bound to the exact bytes sent, subscriptions carry theirs per operation, and nothing may be coalesced across callers.
 */
import type { Logger } from '@flotilla/kernel/logger';
import { SpanKind, inSpan } from '@flotilla/kernel/tracing';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { getExecutorForUnifiedGraph } from '@graphql-hive/gateway-runtime';
import { GraphQLError, print, type DocumentNode, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Subgraphs } from './subgraphs.ts';
import type { LiveOutcome } from './subgraph-live.ts';
import type { SubgraphReply } from './subgraph-client.ts';

/** What every call to a subgraph takes from the operation it is part of. */
export type OperationContext = {
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Told what becomes of the upstream; subscriptions only. */
  readonly outcome?: LiveOutcome;
};

type Transports = NonNullable<Parameters<typeof getExecutorForUnifiedGraph>[0]['transports']>;

type Request = {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationType?: string;
  readonly operationName?: string;
  readonly context?: OperationContext;
};

/** The transport of every subgraph. */
export function transportsOf(subgraphs: Subgraphs): Transports {
  const getSubgraphExecutor = ({ subgraphName }: { subgraphName: string }) => {
    const subgraph = subgraphs.get(subgraphName);
    return (request: Request) => {
      const context = request.context as OperationContext;
      const query = printed(request.document);
      const { variables, operationName } = request;
      if (request.operationType === 'subscription' && context.outcome) {
        const { viewer, signal, outcome } = context;
        const live = subgraph.live.subscribe({ query, variables, operationName, viewer, signal, outcome });
        return withoutNull(live);
      }
      const body = JSON.stringify({ query, variables, operationName });
      return inSpan(`${subgraph.name} ${request.operationType ?? 'query'}`, { kind: SpanKind.CLIENT }, async () => {
        const { viewer, signal } = context;
        const reply = await subgraph.http.post({ path: '/graphql', body, viewer, signal });
        if (request.operationType === 'mutation') subgraphs.mutated(subgraph.name);
        return resultOf(subgraph.name, reply);
      });
    };
  };
  return (() => ({ getSubgraphExecutor })) as unknown as Transports;
}

const texts = new WeakMap<DocumentNode, string>();

/** Plans are cached by the executor, so the same document node comes again and is printed once. */
function printed(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

function resultOf(name: string, reply: SubgraphReply): ExecutionResult {
  // A subgraph that does not believe the gateway is misconfigured; the caller's own credentials are not in question.
  if (reply.status === 401) throw new Error(`${name} does not believe the gateway's token: check the key pair`);
  const result = parsed(name, reply) as { data?: Record<string, unknown> | null; errors?: GraphQLFormattedError[] };
  const data = result.data ?? null;
  if (!result.errors) return { data };
  return { data, errors: result.errors.map(asGraphQLError) };
}

function parsed(name: string, reply: SubgraphReply): object {
  try {
    const value: unknown = JSON.parse(reply.body.toString());
    if (typeof value === 'object' && value !== null && ('data' in value || 'errors' in value)) return value;
  } catch {
    // Falls through: what is not JSON and what is not a GraphQL result are the same fault.
  }
  throw new Error(`${name} answered ${reply.status} with something that is not a GraphQL result`);
}

function asGraphQLError(error: GraphQLError | GraphQLFormattedError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.path && { path: error.path }),
    ...(error.extensions && { extensions: error.extensions }),
  });
}

/**
 * Events without data get an empty object for data: the Rust planner's executor keeps the previous event's data
 * otherwise and would deliver it again.
 */
function withoutNull(live: AsyncIterableIterator<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  return {
    async next() {
      const step = await live.next();
      if (step.done) return step;
      const { data, errors } = step.value;
      const value = { data: data ?? {}, ...(errors && { errors: errors.map(asGraphQLError) }) };
      return { value, done: false };
    },
    return: () => live.return?.() ?? Promise.resolve({ value: undefined, done: true }),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
