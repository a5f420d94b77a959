/** Request ids: a caller's own is kept when it is harmless to log and pass on, else one is made. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The id of a request, from `x-request-id` or new. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : randomUUID();
}
