/**
 * Which documents may be run, by whom, and their parsed form. Trusted ones are the console's, known by the SHA-256 of
 * their text and open to everybody; documents of one's own need a sign-in and must keep to the limits.
 */
import { createHash } from 'node:crypto';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isSignedIn, type Caller } from '../caller.ts';
import type { GraphqlParams } from '../http/graphql-params.ts';
import { GraphQLErrors } from '../errors.ts';
import { limits, refuseTooLarge } from './limits.ts';

const rememberedMax = 1_000;
/** Longer documents are not worth remembering: they are rare and would fill the memory. */
const rememberedLengthMax = 20_000;

/** A document that may be run, with the operation and variables to run. */
export type Prepared = {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
};

/** The document itself is at fault: shown with HTTP status 200 to clients of the older media type. */
export class DocumentRefusal extends GraphQLErrors {}

/** The documents met lately. */
export class Documents {
  #schema: GraphQLSchema;
  #trusted: ReadonlyMap<string, string>;
  readonly #remembered = new Map<string, DocumentNode>();

  constructor(schema: GraphQLSchema, trusted: ReadonlyMap<string, string>) {
    this.#schema = schema;
    this.#trusted = trusted;
  }

  /** Goes by another schema and other trusted documents from now on. */
  use(schema: GraphQLSchema, trusted: ReadonlyMap<string, string>): void {
    this.#schema = schema;
    this.#trusted = trusted;
    this.#remembered.clear();
  }

  /**
   * The operation a caller asks for. Throws `DocumentRefusal` when the document or its variables are wrong, and
   * refuses with UNAUTHENTICATED, INVALID_INPUT or LIMIT_EXCEEDED when the caller may not run it.
   */
  prepare(params: GraphqlParams, caller: Caller): Prepared {
    const { text, isTrusted } = this.#textOf(params);
    if (!isTrusted && !isSignedIn(caller)) {
      throw new Refusal('UNAUTHENTICATED', 'Sign in to send documents of your own.');
    }
    const variables = params.variables ?? {};
    const operationName = params.operationName ?? undefined;
    const { document, operation } = this.#documentOf(text, { operationName, variables, isTrusted });
    const coerced = getVariableValues(this.#schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
    if (coerced.errors) throw new DocumentRefusal(coerced.errors.map(asMistake));
    return { text, document, operation, operationName, variables };
  }

  #textOf(params: GraphqlParams): { text: string; isTrusted: boolean } {
    const hash = hashIn(params.extensions);
    if (params.query !== null) {
      const own = sha256(params.query);
      if (hash !== undefined && hash !== own) throw new Refusal('INVALID_INPUT', 'The hash is not of this document.');
      return { text: params.query, isTrusted: this.#trusted.has(own) };
    }
    if (hash === undefined)
      throw new Refusal('INVALID_INPUT', 'Send a document as query, or the hash of a trusted one.');
    const text = this.#trusted.get(hash);
    if (text === undefined) {
      throw new Refusal('INVALID_INPUT', 'No trusted document has this hash.', { reason: 'PERSISTED_QUERY_NOT_FOUND' });
    }
    return { text, isTrusted: true };
  }

  #documentOf(
    text: string,
    request: { operationName: string | undefined; variables: Record<string, unknown>; isTrusted: boolean },
  ): { document: DocumentNode; operation: OperationDefinitionNode } {
    const known = this.#remembered.get(text);
    const document = known ?? parsed(text, request.isTrusted);
    const operation = getOperationAST(document, request.operationName);
    if (!operation) {
      const which = request.operationName === undefined ? 'one operation, or name it' : `an operation with that name`;
      throw new DocumentRefusal([new GraphQLError(`The document must have ${which}.`)]);
    }
    // Size depends on the variables, so it is taken each time; and before validation, whose work it bounds.
    if (!request.isTrusted) refuseTooLarge(this.#schema, { document, operation, variables: request.variables });
    if (!known) this.#validate(text, document);
    return { document, operation };
  }

  #validate(text: string, document: DocumentNode): void {
    const errors = validate(this.#schema, document, undefined, { maxErrors: 20 });
    if (errors.length > 0) throw new DocumentRefusal(errors);
    if (text.length > rememberedLengthMax) return;
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size < rememberedMax) break;
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(text, document);
  }
}

/** Throws, naming the document, when a trusted one does not fit the schema: a console would meet it as an error. */
export function assertTrustworthy(schema: GraphQLSchema, trusted: ReadonlyMap<string, string>): void {
  for (const [hash, text] of trusted) {
    const [error] = validate(schema, parse(text), undefined, { maxErrors: 1 });
    if (error) throw new Error(`the trusted document ${hash} does not fit the schema: ${error.message}`);
  }
}

function parsed(text: string, isTrusted: boolean): DocumentNode {
  try {
    return parse(text, isTrusted ? {} : { maxTokens: limits.tokensMax });
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError) || isRefusal(thrown)) throw thrown;
    if (!/more tha[nt] \d+ tokens/.test(thrown.message)) throw new DocumentRefusal([thrown]);
    const max = limits.tokensMax;
    throw new Refusal('LIMIT_EXCEEDED', `The document has more than ${max} tokens.`, { limit: 'tokens', max });
  }
}

function hashIn(extensions: Record<string, unknown> | null): string | undefined {
  const persisted = extensions?.['persistedQuery'];
  if (persisted === undefined || persisted === null) return undefined;
  const hash = (persisted as Record<string, unknown>)['sha256Hash'];
  if (typeof hash !== 'string') throw new Refusal('INVALID_INPUT', 'persistedQuery.sha256Hash must be a string.');
  return hash;
}

/** A wrong variable comes with the error it was found by, which would make it look like a fault of ours. */
function asMistake({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, nodes ? { nodes } : {});
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
