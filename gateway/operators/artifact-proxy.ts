/**
 * `/artifacts/*` and `/metadata/*` are the supply chain's, passed on in the caller's name: bytes of any size, both ways, of which nothing is
 * kept here. Who a caller is, is decided here; what they get, there. A pull token is nobody's credential but the
 * artifact's, so it is passed on as it is.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '@flotilla/kernel/errors';
import { anonymous, viewerOf, type Caller } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { refusedReply, sendReply } from '../http/graphql-reply.ts';
import { passBytes, showsPullToken } from '../upstream/byte-passage.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import type { Arrival } from './graphql-door.ts';
import type { Origins } from './origins.ts';
import { credentialOf, type Sessions } from './sessions.ts';

/** Transfers at once; each holds a connection on either side, and no more than some buffers. */
const transfersMax = 128;

/** What the proxy is made from. */
export type ArtifactProxyParts = {
  readonly subgraphs: Subgraphs;
  readonly sessions: Sessions;
  readonly origins: Origins;
};

/** Passes bytes on to the supply chain and back. */
export class ArtifactProxy {
  readonly #parts: ArtifactProxyParts;
  #underWay = 0;

  constructor(parts: ArtifactProxyParts) {
    this.#parts = parts;
  }

  /** Answers one request. Never rejects. */
  async answer(arrival: Arrival): Promise<void> {
    const { request, response, logger } = arrival;
    this.#parts.origins.mark(request, response);
    try {
      this.#assertAdmissible(arrival);
      const caller = await this.#callerOf(request.headers);
      this.#underWay += 1;
      response.once('close', () => (this.#underWay -= 1));
      const isPull = caller === anonymous && request.headers.authorization !== undefined;
      const viewer = viewerOf(caller, arrival.requestId);
      const path = `${arrival.url.pathname}${arrival.url.search}`;
      const authorization = isPull ? request.headers.authorization : undefined;
      const { http } = this.#parts.subgraphs.get('supply-chain');
      await passBytes(http, { request, response, viewer, path, authorization });
    } catch (thrown) {
      const errors = shownErrors(thrown, logger);
      logger.info({ code: errors[0]?.extensions?.['code'], reason: errors[0]?.message }, 'a transfer is refused');
      const reply = refusedReply('application/json', errors);
      // What was not read cannot be told from the next request, so the connection ends with this reply.
      sendReply(response, request.complete ? reply : { ...reply, headers: { ...reply.headers, connection: 'close' } });
    }
  }

  #assertAdmissible({ request }: Arrival): void {
    if (request.method !== 'GET' && request.method !== 'POST') {
      throw new Refusal('INVALID_INPUT', 'Bytes are downloaded by GET and uploaded by POST.');
    }
    if (request.method === 'POST' && !this.#parts.origins.allows(request.headers.origin)) {
      throw new Refusal('FORBIDDEN', 'This page may not upload.', { origin: request.headers.origin });
    }
    if (this.#underWay < transfersMax) return;
    throw new Refusal('UNAVAILABLE', 'Too many transfers at once. Try again in a moment.', {}, { retryAfterMs: 5_000 });
  }

  async #callerOf(headers: IncomingHttpHeaders): Promise<Caller> {
    if (showsPullToken(headers)) return anonymous;
    return this.#parts.sessions.identify(credentialOf(headers));
  }
}
