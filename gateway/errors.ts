/**
 * The rim of the gateway: the one place where something thrown, or something a subgraph said, becomes what a caller
 * sees. Refusals pass with code and details; mistakes in a document are INVALID_INPUT; everything else is an error id
 * that a log line explains. Apollo's formatter is not used, because the gateway loads no Apollo.
 */
import { randomUUID } from 'node:crypto';
import { isRefusal, refusalCodes, type Refusal, type RefusalCode } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** The HTTP status of each code. */
export const httpStatusOf: Readonly<Record<RefusalCode, number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 429,
  UNAVAILABLE: 503,
};

/** Several GraphQL errors as one thing to throw, e.g. what a subgraph answered when it refused a subscription. */
export class GraphQLErrors extends Error {
  override readonly name = 'GraphQLErrors';
  readonly errors: readonly (GraphQLError | GraphQLFormattedError)[];

  constructor(errors: readonly (GraphQLError | GraphQLFormattedError)[]) {
    super(errors[0]?.message ?? 'The operation failed.');
    this.errors = errors;
  }
}

/** What a caller sees of one thing that went wrong. Logs faults with the id that the caller sees. */
export function shownError(thrown: unknown, logger: Logger): GraphQLFormattedError {
  const place = placeOf(thrown);
  const refusal = refusalIn(thrown);
  if (refusal) return { message: refusal.message, ...place, extensions: refusalExtensions(refusal) };
  const passed = passedExtensions(thrown);
  if (passed) return { message: messageOf(thrown), ...place, extensions: passed };
  if (thrown instanceof GraphQLError && !thrown.originalError && thrown.extensions['code'] === undefined) {
    return { message: thrown.message, ...place, extensions: { code: 'INVALID_INPUT' } };
  }
  return { ...shownFault(thrown, logger), ...place };
}

/** What a caller sees of everything that was thrown at once. */
export function shownErrors(thrown: unknown, logger: Logger): GraphQLFormattedError[] {
  if (thrown instanceof GraphQLErrors) return thrown.errors.map((each) => shownError(each, logger));
  if (thrown instanceof AggregateError) return thrown.errors.map((each) => shownError(each, logger));
  return [shownError(thrown, logger)];
}

/** The HTTP status of what is shown; the first error decides. */
export function statusOf(errors: readonly GraphQLFormattedError[]): number {
  const first = errors[0]?.extensions;
  if (first?.['errorId'] !== undefined) return 500;
  return httpStatusOf[(first?.['code'] as RefusalCode | undefined) ?? 'INVALID_INPUT'] ?? 500;
}

/** The `Retry-After` header that goes with what is shown, in whole seconds; absent where waiting does not help. */
export function retryAfterHeader(errors: readonly GraphQLFormattedError[]): Record<string, string> {
  const ms = errors.find((each) => typeof each.extensions?.['retryAfterMs'] === 'number')?.extensions?.['retryAfterMs'];
  return typeof ms === 'number' ? { 'retry-after': Math.max(1, Math.ceil(ms / 1000)).toString() } : {};
}

function shownFault(cause: unknown, logger: Logger): GraphQLFormattedError {
  const errorId = randomUUID();
  logger.error({ err: cause, errorId }, 'a request failed unexpectedly');
  return {
    message: `Something went wrong. Give this id to your platform team: ${errorId}.`,
    extensions: { code: 'UNAVAILABLE', errorId },
  };
}

function refusalExtensions(refusal: Refusal): Record<string, unknown> {
  return {
    code: refusal.code,
    details: refusal.details,
    ...(refusal.retryAfterMs !== undefined && { retryAfterMs: refusal.retryAfterMs }),
  };
}

/** A refusal, also where the executor has wrapped it to say at which path it happened. */
function refusalIn(thrown: unknown): Refusal | undefined {
  if (isRefusal(thrown)) return thrown;
  return thrown instanceof GraphQLError && isRefusal(thrown.originalError) ? thrown.originalError : undefined;
}

/** The extensions of a subgraph's error, reduced to the contract; undefined when its code is not one of ours. */
function passedExtensions(thrown: unknown): Record<string, unknown> | undefined {
  const extensions = (thrown as { extensions?: Record<string, unknown> } | null)?.extensions;
  if (!extensions || !refusalCodes.includes(extensions['code'] as RefusalCode)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const key of ['code', 'details', 'retryAfterMs', 'errorId']) {
    if (extensions[key] !== undefined) kept[key] = extensions[key];
  }
  return kept;
}

function messageOf(thrown: unknown): string {
  const { message } = thrown as { message?: unknown };
  return typeof message === 'string' ? message : 'The operation failed.';
}

function placeOf(thrown: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  const { locations, path } = (thrown ?? {}) as Partial<GraphQLFormattedError>;
  return { ...(locations?.length && { locations }), ...(path?.length && { path }) };
}
