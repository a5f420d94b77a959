/**
 * `/hooks/rollouts/*` is where pipelines deliver what they sign. Nobody is signed in here: the signature is checked by
 * rollouts, against the raw body as it came, so nothing of it is read or changed on the way. Few at once, because anybody
 * may knock.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { anonymous, viewerOf } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { refusedReply, sendReply } from '../http/graphql-reply.ts';
import { passBytes } from '../upstream/byte-passage.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import type { Arrival } from './graphql-door.ts';

const deliveriesMax = 32;
const bodyMaxBytes = 64 * 1_024;

/** Whether a path leads to deliveries. */
export function leadsToHooks(path: string): boolean {
  return path.startsWith('/hooks/rollouts/');
}

/** Passes deliveries on to rollouts. */
export class HookProxy {
  readonly #subgraphs: Subgraphs;
  #underWay = 0;

  constructor(subgraphs: Subgraphs) {
    this.#subgraphs = subgraphs;
  }

  /** Answers one delivery. Never rejects. */
  async answer({ request, response, url, requestId, logger }: Arrival): Promise<void> {
    try {
      if (request.method !== 'POST') throw new Refusal('INVALID_INPUT', 'A delivery is posted.');
      if (Number(request.headers['content-length'] ?? 0) > bodyMaxBytes || request.headers['transfer-encoding']) {
        const words = `A delivery says its length, and is at most ${bodyMaxBytes} bytes.`;
        throw new Refusal('LIMIT_EXCEEDED', words, { limit: 'body', maxBytes: bodyMaxBytes });
      }
      if (this.#underWay >= deliveriesMax) {
        throw new Refusal('UNAVAILABLE', 'Too many deliveries at once. Try again.', {}, { retryAfterMs: 5_000 });
      }
      this.#underWay += 1;
      response.once('close', () => (this.#underWay -= 1));
      const { http } = this.#subgraphs.get('rollouts');
      const viewer = viewerOf(anonymous, requestId);
      await passBytes(http, { request, response, viewer, path: url.pathname, authorization: undefined });
      this.#subgraphs.mutated('rollouts');
    } catch (thrown) {
      const errors = shownErrors(thrown, logger);
      logger.info({ code: errors[0]?.extensions?.['code'], reason: errors[0]?.message }, 'a delivery is refused');
      const reply = refusedReply('application/json', errors);
      // What was not read cannot be told from the next request, so the connection ends with this reply.
      sendReply(response, request.complete ? reply : { ...reply, headers: { ...reply.headers, connection: 'close' } });
    }
  }
}
