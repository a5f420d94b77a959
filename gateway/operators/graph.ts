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

/** The graph: a loaded supergraph, which can be replaced by another while operations run. */
export class Graph {
  readonly #options: GraphOptions;
  #loaded: Loaded;

  private constructor(options: GraphOptions, loaded: Loaded) {
    this.#options = options;
    this.#loaded = loaded;
  }

  /** Loads a supergraph. Throws when the SDL is not one. */
  static async load(options: GraphOptions): Promise<Graph> {
    if (options.planner === 'rust') {
      try {
        const { unifiedGraphHandler } = await import('@graphql-hive/router-runtime');
        return new Graph(options, await Loaded.from(options, unifiedGraphHandler));
      } catch (cause) {
        options.logger.warn({ err: cause }, 'the native planner does not load here; the JavaScript planner is used');
      }
    }
    return new Graph(options, await Loaded.from(options));
  }

  /** What callers see: the federated schema without federation's own fields. */
  get schema(): GraphQLSchema {
    return this.#loaded.schema;
  }

  /**
   * Loads another supergraph beside this one, with the same planner. Throws when the SDL is not one. The answer's
   * `use` puts it in place for every operation from then on; those that run, live ones too, end on the graph they began
   * with. One that is not used is to be closed.
   */
  async prepare(supergraph: string): Promise<{ schema: GraphQLSchema; use: () => void; close: () => void }> {
    const loaded = await Loaded.from({ ...this.#options, supergraph }, this.#loaded.handler);
    const use = (): void => {
      this.#loaded.retire();
      this.#loaded = loaded;
    };
    return { schema: loaded.schema, use, close: () => loaded.retire() };
  }

  /** Runs a query or a mutation. */
  async execute(operation: Operation): Promise<ExecutionResult> {
    const leave = this.#loaded.enter();
    try {
      return (await this.#loaded.run(operation)) as ExecutionResult;
    } finally {
      leave();
    }
  }

  /** Opens a subscription, joined per event with what other subgraphs know. */
  async subscribe(operation: Operation): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
    const leave = this.#loaded.enter();
    try {
      const result = await this.#loaded.run(operation);
      if (Symbol.asyncIterator in (result as object)) {
        return ownErrors(result as AsyncIterable<ExecutionResult>, leave);
      }
      leave();
      return result;
    } catch (thrown) {
      leave();
      throw thrown;
    }
  }

  /** Lets go of the executor. */
  async close(): Promise<void> {
    await this.#loaded.dispose();
  }
}

/** One supergraph with its executor, which is let go when it is retired and nothing runs on it any more. */
class Loaded {
  readonly schema: GraphQLSchema;
  readonly handler: Handler | undefined;
  readonly #executor: ReturnType<typeof getExecutorForUnifiedGraph>;
  #running = 0;
  #isRetired = false;

  private constructor(
    schema: GraphQLSchema,
    executor: ReturnType<typeof getExecutorForUnifiedGraph>,
    handler: Handler | undefined,
  ) {
    this.schema = schema;
    this.handler = handler;
    this.#executor = executor;
  }

  static async from(options: GraphOptions, handler?: Handler): Promise<Loaded> {
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
    return new Loaded(schema, executor, handler);
  }

  /** Notes that an operation runs; answers how to note, once, that it is over. */
  enter(): () => void {
    this.#running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#running -= 1;
      this.#disposeIfIdle();
    };
  }

  /** No operation will begin here any more. */
  retire(): void {
    this.#isRetired = true;
    this.#disposeIfIdle();
  }

  async run(operation: Operation): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
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

  async dispose(): Promise<void> {
    await (this.#executor as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
  }

  #disposeIfIdle(): void {
    if (this.#isRetired && this.#running === 0) void this.dispose();
  }
}

/**
 * The Rust planner's executor keeps one list of errors for the whole life of a subscription, so that an error of one
 * event would be delivered with all that follow. Each event takes its own and leaves the list empty.
 */
async function* ownErrors(events: AsyncIterable<ExecutionResult>, onEnd: () => void): AsyncGenerator<ExecutionResult> {
  try {
    for await (const event of events) {
      const errors = (event.errors as unknown[] | undefined)?.splice(0) as ExecutionResult['errors'];
      yield { data: event.data ?? null, ...(errors && errors.length > 0 && { errors }) };
    }
  } finally {
    onEnd();
  }
}
