/**
 * A subgraph called by tests as the gateway calls it: by documents, with a verified viewer, each operation in a context
 * of its own. Test installations of a subgraph build on it.
 */
import { createSourceEventStream, execute, parse, type GraphQLError } from 'graphql';
import { Context } from '../context.ts';
import { everyTenant } from '../database.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import type { LogTail } from '../log/tail.ts';
import { createLogger } from '../logger.ts';
import type { Subgraph } from '../server/subgraph.ts';
import type { Viewer } from '../viewer.ts';

/** What a document answers: whatever the test asked for, as parsed JSON. */
export type Answer = ReturnType<typeof JSON.parse>;

const logger = createLogger({ name: 'test', level: 'silent' });

/** Calls an assembled subgraph. */
export class SubgraphCaller {
  readonly subgraph: Subgraph;
  readonly tail: LogTail;

  constructor(parts: Pick<SubgraphCaller, 'subgraph' | 'tail'>) {
    this.subgraph = parts.subgraph;
    this.tail = parts.tail;
  }

  /** Runs a document as a viewer and answers its data. Throws the refusal of the first error. */
  async run<Data = Answer>(viewer: Viewer, document: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const result = await execute({
      schema: this.subgraph.schema,
      document: parse(document),
      variableValues: variables,
      contextValue: this.contextOf(viewer),
    });
    const [error] = result.errors ?? [];
    if (error) throw refusalIn(error) ?? error;
    return result.data as Data;
  }

  /** The refusal a document comes to. Throws when it succeeds or fails otherwise. */
  async refusal(viewer: Viewer, document: string, variables: Record<string, unknown> = {}): Promise<Refusal> {
    const outcome = await this.run(viewer, document, variables).then(
      () => new Error('it was not refused'),
      (thrown: unknown) => thrown,
    );
    if (isRefusal(outcome)) return outcome;
    throw outcome;
  }

  /** Opens a subscription and answers its results, each executed with a context of its own. */
  async subscribe(viewer: Viewer, document: string, variables: Record<string, unknown> = {}) {
    const args = { schema: this.subgraph.schema, document: parse(document), variableValues: variables };
    const source = await createSourceEventStream({ ...args, contextValue: this.contextOf(viewer) });
    if (!(Symbol.asyncIterator in source)) {
      const [error] = source.errors ?? [];
      throw refusalIn(error) ?? new Error(String(error));
    }
    const iterator = source[Symbol.asyncIterator]();
    return {
      next: async () => {
        const { value: rootValue } = await iterator.next();
        const result = await execute({ ...args, rootValue, contextValue: this.contextOf(viewer) });
        return result.data as Answer;
      },
      close: async () => void (await iterator.return?.()),
    };
  }

  /** SQL as the application's role, on behalf of every tenant. */
  async sql<Row = Answer>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.subgraph.database.inTenant(everyTenant, (em) => em.execute<Row[]>(sql, [...values]));
  }

  /** The context of one operation of a viewer. */
  contextOf(viewer: Viewer): Context {
    return new Context({ viewer, database: this.subgraph.database, tail: this.tail, logger });
  }
}

function refusalIn(error: GraphQLError | undefined): Refusal | undefined {
  const thrown = error?.originalError;
  return isRefusal(thrown) ? thrown : undefined;
}
