/**
 * `GET /artifacts/<digest>` and `GET /metadata/…` at the agents' door: bytes for a device with its certificate, or for
 * whoever has a pull token. What they get is the supply chain's decision; here is only a bound on how many at once, since
 * a rollout makes many devices want the same large thing in the same minute.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { Refusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { viewerOf } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { refusedReply, sendReply } from '../http/graphql-reply.ts';
import { passBytes, showsPullToken } from '../upstream/byte-passage.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import { callerOf } from './device-identity.ts';
import { Gate } from './gates.ts';

const pullsMax = 256;

/** What pulls are made from. */
export type ArtifactPullsParts = { readonly subgraphs: Subgraphs; readonly logger: Logger };

/** Lets devices pull. */
export class ArtifactPulls {
  readonly #parts: ArtifactPullsParts;
  readonly #gate = new Gate('pulls', pullsMax);

  constructor(parts: ArtifactPullsParts) {
    this.#parts = parts;
  }

  /** Answers one request. Never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    let isIn = false;
    try {
      if (request.method !== 'GET') throw new Refusal('INVALID_INPUT', 'Agents download artifacts by GET.');
      const caller = callerOf(request.socket as TLSSocket);
      const isPull = showsPullToken(request.headers);
      if (caller.kind !== 'device' && !isPull) {
        throw new Refusal('UNAUTHENTICATED', "An artifact needs the device's certificate or a pull token.");
      }
      this.#gate.enter();
      isIn = true;
      await passBytes(this.#parts.subgraphs.get('supply-chain').http, {
        request,
        response,
        viewer: viewerOf(caller, requestId),
        path: request.url ?? '/',
        authorization: isPull && caller.kind !== 'device' ? request.headers.authorization : undefined,
      });
    } catch (thrown) {
      const errors = shownErrors(thrown, this.#parts.logger.child({ requestId }));
      const reply = refusedReply('application/json', errors);
      // For agents a full door is a server that cannot now, not a caller that asks too often.
      sendReply(response, reply.status === 429 ? { ...reply, status: 503 } : reply);
    } finally {
      if (isIn) this.#gate.leave();
    }
  }
}
