/**
 * The federated graph: plans an operation over the subgraphs and runs it. The planner is the Rust one where its native
 * module loads, else the JavaScript one; both come with Hive gateway, which is used as a library and serves nothing.
 */
import type { Logger } from '@flotilla/kernel/logger';
import { getExecutorForUnifiedGraph, Logger as HiveLogger } from '@graphql-hive/gateway-runtime';
import { parse, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import { transportsOf, type OperationContext } from '../upstream/transport.ts';

type ExecutorOptions = Parameters<typeof getExecutorForUnifiedGraph>[0];
type Handler = NonNullable<ExecutorOptions['handleUnifiedGraph']>;

/** One operation, ready to run. */
export type Operation = {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
  readonly context: OperationContext;
};

/** What building the graph needs. */
export type GraphOptions = {
  readonly supergraph: string;
  readonly planner: 'rust' | 'js';
  readonly subgraphs: Subgraphs;
  readonly logger: Logger;
};

/** A loaded supergraph. */
export class Graph {
  /** What callers see: the federated schema without federation's own fields. */
  readonly schema: GraphQLSchema;
  readonly #executor: ReturnType<typeof getExecutorForUnifiedGraph>;

  private constructor(schema: GraphQLSchema, executor: ReturnType<typeof getExecutorForUnifiedGraph>) {
    this.schema = schema;
    this.#executor = executor;
  }

  /** Loads a supergraph. Throws when the SDL is not one. */
  static async load(options: GraphOptions): Promise<Graph> {
    if (options.planner === 'rust') {
      try {
        const { unifiedGraphHandler } = await import('@graphql-hive/router-runtime');
        return await Graph.#build(options, unifiedGraphHandler);
      } catch (cause) {
        options.logger.warn({ err: cause }, 'the native planner does not load here; the JavaScript planner is used');
      }
    }
    return Graph.#build(options);
  }

  static async #build(options: GraphOptions, handler?: Handler): Promise<Graph> {
    let schema: GraphQLSchema | undefined;
    const executor = getExecutorForUnifiedGraph({
      getUnifiedGraph: () => options.supergraph,
      ...(handler && { handleUnifiedGraph: handler }),
      onUnifiedGraphChange: (loaded: GraphQLSchema) => (schema = loaded),
      transports: transportsOf(options.subgraphs),
      // Batching would merge requests of one operation into documents that no plan cache knows.
      batch: false,
      transportContext: { log: new HiveLogger({ level: false }) } as NonNullable<ExecutorOptions['transportContext']>,
    });
    // The executor loads lazily: this asks for the root type's own name, which no subgraph is needed for.
    await executor({ document: parse('{ __typename }'), context: {} });
    if (!schema) throw new Error('the supergraph did not load');
    return new Graph(schema, executor);
  }

  /** Runs a query or a mutation. */
  async execute(operation: Operation): Promise<ExecutionResult> {
    return (await this.#run(operation)) as ExecutionResult;
  }

  /** Opens a subscription, joined per event with what other subgraphs know. */
  async subscribe(operation: Operation): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
    const result = await this.#run(operation);
    return Symbol.asyncIterator in (result as object) ? ownErrors(result as AsyncIterable<ExecutionResult>) : result;
  }

  /** Lets go of the executor. */
  async close(): Promise<void> {
    await (this.#executor as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
  }

  async #run(operation: Operation): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
    const { document, operationName, variables, context } = operation;
    const request = {
      document,
      variables,
      // The executor writes into its context; ours stays as it is.
      context: { ...context },
      signal: context.signal,
      ...(operationName !== undefined && { operationName }),
    };
    return (await this.#executor(request)) as ExecutionResult | AsyncIterable<ExecutionResult>;
  }
}

/**
 * The Rust planner's executor keeps one list of errors for the whole life of a subscription, so that an error of one
 * event would be delivered with all that follow. Each event takes its own and leaves the list empty.
 */
async function* ownErrors(events: AsyncIterable<ExecutionResult>): AsyncGenerator<ExecutionResult> {
  for await (const event of events) {
    const errors = (event.errors as unknown[] | undefined)?.splice(0) as ExecutionResult['errors'];
    yield { data: event.data ?? null, ...(errors && errors.length > 0 && { errors }) };
  }
}
