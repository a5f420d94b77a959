/**
 * One subgraph over HTTP. The body is read once, its digest compared with the gateway's token, and only then
 * parsed; Apollo Server is called directly, without a web framework, because the agents' hot path comes through here.
 */
import type { IncomingMessage } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import { Context } from '../context.ts';
import { isRefusal, Refusal } from '../errors.ts';
import type { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import type { Viewer } from '../viewer.ts';
import { formatError, httpStatusOf, refusalExtensions } from './format-error.ts';
import type { Subgraph } from './subgraph.ts';

/** Bytes of a request body at most; telemetry batches are the largest. */
export const bodyMaxBytes = 4 * 1024 * 1024;

/** What a request came to. */
export type HttpReply = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

/** Serves one subgraph's queries and mutations. */
export class GraphqlHttp {
  readonly #server: ApolloServer<Context>;
  readonly #subgraph: Subgraph;
  readonly #tail: LogTail;
  readonly #logger: Logger;

  constructor(subgraph: Subgraph, tail: LogTail, logger: Logger) {
    this.#subgraph = subgraph;
    this.#tail = tail;
    this.#logger = logger;
    this.#server = new ApolloServer<Context>({
      schema: subgraph.schema,
      introspection: true,
      csrfPrevention: false,
      persistedQueries: false,
      stopOnTerminationSignals: false,
      includeStacktraceInErrorResponses: false,
      plugins: [ApolloServerPluginInlineTraceDisabled()],
      formatError: (_formatted, thrown): GraphQLFormattedError => formatError(thrown, logger),
    });
  }

  /** Prepares the schema; resolves when requests may come. */
  async start(): Promise<void> {
    await this.#server.start();
  }

  /** Finishes the requests in flight. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** Answers one request of a verified viewer. */
  async answer(body: Buffer, viewer: Viewer): Promise<HttpReply> {
    const context = this.contextOf(viewer);
    const headers = new HeaderMap([['content-type', 'application/json']]);
    const parsed = parseJson(body);
    const reply = await this.#server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body: parsed },
      context: () => Promise.resolve(context),
    });
    const text = reply.body.kind === 'complete' ? reply.body.string : '';
    return { status: reply.status ?? 200, headers: Object.fromEntries(reply.headers), body: text };
  }

  /** A context for a viewer of this subgraph. */
  contextOf(viewer: Viewer): Context {
    const processLogger = this.#logger;
    return new Context({
      viewer,
      database: this.#subgraph.database,
      tail: this.#tail,
      get logger() {
        return processLogger.child({ requestId: viewer.requestId, ...identityFields(viewer) });
      },
    });
  }
}

/** The reply that a refusal outside of GraphQL execution becomes, e.g. an untrusted token. */
export function refusalReply(refusal: Refusal): HttpReply {
  const errors = [{ message: refusal.message, extensions: refusalExtensions(refusal) }];
  const retryAfter = refusal.retryAfterMs === undefined ? {} : { 'retry-after': retrySeconds(refusal.retryAfterMs) };
  return {
    status: httpStatusOf[refusal.code],
    headers: { 'content-type': 'application/json', ...retryAfter },
    body: JSON.stringify({ errors }),
  };
}

/** Reads a whole body. Refuses with LIMIT_EXCEEDED past the limit. */
export async function readBody(request: IncomingMessage, maxBytes = bodyMaxBytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw new Refusal('LIMIT_EXCEEDED', `The request body is over ${maxBytes} bytes.`, { maxBytes });
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** The parsed body. Refuses with INVALID_INPUT when it is not JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    if (isRefusal(cause)) throw cause;
    throw new Refusal('INVALID_INPUT', 'The request body is not JSON.', {}, { cause });
  }
}

function identityFields(viewer: Viewer): Record<string, string> {
  return {
    ...(viewer.tenantId !== null && { tenantId: viewer.tenantId }),
    ...(viewer.kind === 'device' && { deviceId: viewer.subject }),
  };
}

function retrySeconds(ms: number): string {
  return Math.max(1, Math.ceil(ms / 1000)).toString();
}
