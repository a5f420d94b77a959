/**
 * `/artifacts/*` is the supply chain's, passed on in the caller's name: bytes of any size, both ways, of which nothing is
 * kept here. Who a caller is, is decided here; what they get, there. A pull token is nobody's credential but the
 * artifact's, so it is passed on as it is.
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream';
import { Refusal } from '@flotilla/kernel/errors';
import { anonymous, viewerOf, type Caller } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { refusedReply, sendReply } from '../http/graphql-reply.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import type { Arrival } from './graphql-door.ts';
import type { Origins } from './origins.ts';
import { credentialOf, type Sessions } from './sessions.ts';

/** Transfers at once; each holds a connection on either side, and no more than some buffers. */
const transfersMax = 128;

/** What a sender says about its body, and what a receiver asks for. */
const passedOn = ['content-type', 'content-length', 'content-range', 'range', 'if-range'] as const;
/** What the supply chain says about its reply. */
const passedBack = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'cache-control',
  'etag',
  'range',
  'retry-after',
  'x-content-type-options',
] as const;

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
      await this.#pass(arrival, caller);
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
    if (/^Bearer +flpull1\./i.test(headers.authorization ?? '')) return anonymous;
    return this.#parts.sessions.identify(credentialOf(headers));
  }

  #pass({ request, response, url, requestId }: Arrival, caller: Caller): Promise<void> {
    const { http } = this.#parts.subgraphs.get('supply-chain');
    const isPull = caller === anonymous && request.headers.authorization !== undefined;
    const outgoing = http.stream({
      method: request.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      viewer: viewerOf(caller, requestId),
      headers: {
        ...picked(request.headers, passedOn),
        ...(isPull && { authorization: request.headers.authorization }),
      },
    });
    return new Promise((resolve, reject) => {
      outgoing.once('response', (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, picked(incoming.headers, passedBack));
        // Whoever leaves in the middle closes the other side as well; there is nobody left to tell.
        pipeline(incoming, response, () => resolve());
      });
      outgoing.once('error', (cause) => reject(http.doesNotAnswer(cause)));
      // A sender that breaks off makes the supply chain's side break off, which keeps what came.
      pipeline(request, outgoing, () => undefined);
      response.once('close', () => outgoing.destroy());
    });
  }
}

function picked(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
