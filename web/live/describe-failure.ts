/** Turns what went wrong with a request into what a panel can say about it. */
import type { CombinedError } from 'urql';
import { requestOf } from './request-ids.ts';

/** A failure in words for people, with its code for the program and its request id for whoever helps. */
export type Failure = { code: string; message: string; requestId: string | undefined };

/** Never throws; an error the server did not explain is described as the missing connection it usually is. */
export function describeFailure(error: CombinedError): Failure {
  const [first] = error.graphQLErrors;
  const extensions: Record<string, unknown> = first?.extensions ?? {};
  const requestId =
    text(extensions['requestId']) ?? text(extensions['errorId']) ?? requestIdOf(error.response) ?? requestOf(error);
  if (first !== undefined) return { code: text(extensions['code']) ?? 'UNKNOWN', message: first.message, requestId };
  return { code: 'UNAVAILABLE', message: 'The API does not answer.', requestId };
}

function requestIdOf(response: unknown): string | undefined {
  return response instanceof Response ? (response.headers.get('x-request-id') ?? undefined) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
