/**
 * The only place where something thrown becomes something shown. A refusal shows its message, code and details;
 * a mistake in the document is INVALID_INPUT; all else shows an error id that a log line explains.
 */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isDatabaseAway } from '../database-away.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Formats one error of a response. Logs faults with the id that the caller sees. */
export function formatError(thrown: unknown, logger: Logger): GraphQLFormattedError {
  const place = placeOf(thrown);
  const cause = unwrapResolverError(thrown);
  if (isRefusal(cause)) return { message: cause.message, ...place, extensions: refusalExtensions(cause) };
  if (isCallersMistake(thrown, cause)) {
    return { message: cause.message, ...place, extensions: { code: 'INVALID_INPUT' } };
  }
  return { ...formatFault(cause, logger), ...place };
}

/** What Apollo Server and graphql-js call a document, variables or arguments that do not fit the schema. */
const mistakeCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
];

/** Soon enough for a server that is started again, and late enough to leave it its breath. */
const awayRetryMs = 1_000;

/** What a caller sees of a fault: that the database is away, or an id and words that say whom to give it to. */
export function formatFault(cause: unknown, logger: Logger): GraphQLFormattedError {
  if (isDatabaseAway(cause)) {
    logger.warn({ err: cause }, 'a request came while the database does not answer');
    return {
      message: 'The database does not answer just now; nothing was changed. Try again in a moment.',
      extensions: { code: 'UNAVAILABLE', retryAfterMs: awayRetryMs },
    };
  }
  const errorId = randomUUID();
  logger.error({ err: cause, errorId }, 'a request failed unexpectedly');
  return {
    message: `Something went wrong. Give this id to your platform team: ${errorId}.`,
    extensions: { code: 'UNAVAILABLE', errorId },
  };
}

/** The extensions a refusal shows. */
export function refusalExtensions(refusal: Refusal): Record<string, unknown> {
  return {
    code: refusal.code,
    details: refusal.details,
    ...(refusal.retryAfterMs !== undefined && { retryAfterMs: refusal.retryAfterMs }),
  };
}

/** The HTTP status of a refusal's code, for routes that are not GraphQL. */
export const httpStatusOf: Readonly<Record<Refusal['code'], number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 429,
  UNAVAILABLE: 503,
};

function isCallersMistake(thrown: unknown, cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  if (thrown instanceof GraphQLError && mistakeCodes.includes(String(thrown.extensions['code']))) return true;
  return cause instanceof GraphQLError && !(cause.originalError instanceof Error);
}

function placeOf(thrown: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(thrown instanceof GraphQLError)) return {};
  return { ...(thrown.locations && { locations: thrown.locations }), ...(thrown.path && { path: thrown.path }) };
}
