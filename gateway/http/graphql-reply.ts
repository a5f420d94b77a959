/**
 * GraphQL results as HTTP replies, in the media type the caller asked for. The older type `application/json` says 200
 * for every well-formed request whose document is wrong; the newer one has a status for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { retryAfterHeader, statusOf } from '../errors.ts';

/** The media types a reply can have. */
export type MediaType = 'application/graphql-response+json' | 'application/json';

/** A reply with a GraphQL body. */
export type GraphqlReply = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** The media type to reply in; null when the caller accepts none of ours. */
export function acceptedType(request: IncomingMessage): MediaType | null {
  const { accept } = request.headers;
  if (accept === undefined || accept.includes('application/json') || accept.includes('*/*')) {
    // Where both are named, whichever comes first is meant.
    const newer = accept?.indexOf('application/graphql-response+json') ?? -1;
    const older = accept?.search(/application\/json|\*\/\*/) ?? 0;
    return newer >= 0 && newer < older ? 'application/graphql-response+json' : 'application/json';
  }
  if (accept.includes('application/graphql-response+json')) return 'application/graphql-response+json';
  return accept.includes('application/*') ? 'application/json' : null;
}

/** The reply of an executed operation. */
export function resultReply(type: MediaType, result: Omit<ExecutionResult, 'errors'> & ShownErrors): GraphqlReply {
  return { status: 200, headers: headersOf(type, result.errors ?? []), body: JSON.stringify(result) };
}

/** The reply of a request that was not executed. */
export function refusedReply(
  type: MediaType,
  errors: readonly GraphQLFormattedError[],
  isDocumentAtFault = false,
): GraphqlReply {
  const status = isDocumentAtFault && type === 'application/json' ? 200 : statusOf(errors);
  return { status, headers: headersOf(type, errors), body: JSON.stringify({ errors }) };
}

/** Writes a reply, unless the caller has gone. */
export function sendReply(response: ServerResponse, reply: GraphqlReply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

type ShownErrors = { readonly errors?: readonly GraphQLFormattedError[] };

function headersOf(type: MediaType, errors: readonly GraphQLFormattedError[]): Record<string, string> {
  return {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...retryAfterHeader(errors),
  };
}
