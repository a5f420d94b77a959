/**
 * The name of each request, given here and not by the server, so that also a request nobody answered has one to quote:
 * with it an operator finds out how far it came.
 */
import type { CombinedError } from 'urql';

const sentAs = new WeakMap<CombinedError, string>();

/** A name nobody else has. Not a secret, so it need not be unguessable where the browser offers no better. */
export function newRequestId(): string {
  // Pages loaded without encryption from another machine have no randomUUID.
  if ('randomUUID' in crypto) return crypto.randomUUID();
  return `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** Remembers which request an error is about. */
export function nameRequest(error: CombinedError, requestId: string): void {
  sentAs.set(error, requestId);
}

/** The request an error is about, if it was named. */
export function requestOf(error: CombinedError): string | undefined {
  return sentAs.get(error);
}
