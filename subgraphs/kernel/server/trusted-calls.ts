/**
 * Calls of trusted documents, which devices make all the time: a document is parsed and checked once and executed by
 * graphql-js itself. Apollo Server, which serves everybody else over HTTP, would cost as much as the rest of the call.
 */
import {
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { isRefusal, Refusal } from '../errors.ts';
import type { Context } from '../context.ts';
import type { LaneCall, LaneReply } from '../lane/message.ts';
import type { Logger } from '../logger.ts';
import type { Viewer } from '../viewer.ts';
import { formatError, formatFault } from './format-error.ts';
import { parseJson, refusalReply } from './graphql-http.ts';
import type { Subgraph } from './subgraph.ts';

/** Trusted documents are the handful that agents are built with; more would mean that they are not trusted. */
const documentsMax = 256;

/** What executing calls needs besides the subgraph. */
export type TrustedCallsParts = { readonly logger: Logger; readonly contextOf: (viewer: Viewer) => Context };

/** Executes one subgraph's trusted documents. */
export class TrustedCalls {
  readonly #subgraph: Subgraph;
  readonly #parts: TrustedCallsParts;
  readonly #documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(subgraph: Subgraph, parts: TrustedCallsParts) {
    this.#subgraph = subgraph;
    this.#parts = parts;
  }

  /** Answers one call. Never rejects. */
  async answer(call: LaneCall): Promise<LaneReply> {
    try {
      return await this.#execute(call);
    } catch (thrown) {
      if (isRefusal(thrown)) return refused(thrown);
      return reply(500, { errors: [formatFault(thrown, this.#parts.logger)] });
    }
  }

  async #execute({ query, body, viewer }: LaneCall): Promise<LaneReply> {
    const document = this.#documentOf(query);
    if (!('kind' in document)) return this.#mistaken(document);
    const result = await execute({
      schema: this.#subgraph.schema,
      document,
      variableValues: variablesOf(body),
      contextValue: this.#parts.contextOf(viewer),
    });
    // Without data nothing was executed: the variables are not what the document asks for.
    if (result.data === undefined) return this.#mistaken(result.errors ?? []);
    return reply(200, this.#shown(result));
  }

  #documentOf(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.#documents.get(query);
    if (known) return known;
    const document = checkedDocument(this.#subgraph.schema, query);
    if (this.#documents.size >= documentsMax) this.#documents.clear();
    this.#documents.set(query, document);
    return document;
  }

  #shown({ data, errors }: ExecutionResult): object {
    return errors ? { errors: errors.map((error) => formatError(error, this.#parts.logger)), data } : { data };
  }

  #mistaken(errors: readonly GraphQLError[]): LaneReply {
    const extensions = { code: 'INVALID_INPUT' };
    return reply(400, { errors: errors.map(({ message, locations }) => ({ message, locations, extensions })) });
  }
}

/** A refusal as a reply. */
export function refused(refusal: Refusal): LaneReply {
  const { status, body } = refusalReply(refusal);
  return { status, body: Buffer.from(body) };
}

/** The document, or what is wrong with it. */
function checkedDocument(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return [thrown];
    throw thrown;
  }
}

function reply(status: number, value: object): LaneReply {
  return { status, body: Buffer.from(JSON.stringify(value)) };
}

function variablesOf(body: Buffer): Record<string, unknown> {
  const parsed = parseJson(body) as { readonly variables?: unknown } | null;
  const variables = parsed?.variables ?? {};
  if (typeof variables === 'object' && !Array.isArray(variables)) return variables as Record<string, unknown>;
  throw new Refusal('INVALID_INPUT', 'The parameter variables must be an object.', { parameter: 'variables' });
}
