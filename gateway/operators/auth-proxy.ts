/**
 * `/auth/*` is access's own, passed on verbatim: sign-in is between the browser, access and the issuer. The body is
 * streamed both ways; only what a proxy must change is changed.
 */
import { Agent, request as send, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { Refusal } from '@flotilla/kernel/errors';
import { identityHeader } from '@flotilla/kernel/identity';
import type { Logger } from '@flotilla/kernel/logger';
import { outgoingTraceHeaders } from '@flotilla/kernel/tracing';
import { shownErrors } from '../errors.ts';
import { refusedReply, sendReply } from '../http/graphql-reply.ts';
import type { Origins } from './origins.ts';

const bodyMaxBytes = 64 * 1024;
const timeoutMs = 15_000;

/** Headers that concern one connection and not the message. */
const hopByHop = ['connection', 'keep-alive', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** What the proxy is made from. */
export type AuthProxyParts = {
  /** Base URL of access, without `/auth`. */
  readonly accessUrl: string;
  readonly apiUrl: string;
  readonly origins: Origins;
  /** Called when something other than a GET was answered: a session may have begun or ended. */
  readonly onChange: () => void;
};

/** Passes sign-in on to access. */
export class AuthProxy {
  readonly #parts: AuthProxyParts;
  readonly #agent = new Agent({ keepAlive: true, timeout: 20_000 });

  constructor(parts: AuthProxyParts) {
    this.#parts = parts;
  }

  /** Answers one request under `/auth/`. */
  answer(request: IncomingMessage, response: ServerResponse, about: { requestId: string; logger: Logger }): void {
    this.#parts.origins.mark(request, response);
    const refuse = (thrown: unknown) =>
      sendReply(response, refusedReply('application/json', shownErrors(thrown, about.logger)));
    if (request.method !== 'GET' && !this.#parts.origins.allows(request.headers.origin)) {
      return refuse(new Refusal('FORBIDDEN', 'This page may not sign anybody in or out.'));
    }
    if (Number(request.headers['content-length'] ?? 0) > bodyMaxBytes || request.headers['transfer-encoding']) {
      return refuse(new Refusal('LIMIT_EXCEEDED', `The request body is over ${bodyMaxBytes} bytes.`));
    }
    const target = new URL(this.#parts.accessUrl);
    const outgoing = send({
      host: target.hostname,
      port: target.port || 80,
      path: target.pathname + (request.url ?? ''),
      method: request.method,
      agent: this.#agent,
      timeout: timeoutMs,
      headers: this.#headersFor(request, about.requestId),
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('access took too long')));
    outgoing.once('error', (cause) => {
      refuse(
        new Refusal(
          'UNAVAILABLE',
          'Sign-in does not answer. Try again in a moment.',
          {},
          { cause, retryAfterMs: 1000 },
        ),
      );
    });
    outgoing.once('response', (incoming) => {
      if (request.method !== 'GET') this.#parts.onChange();
      response.writeHead(incoming.statusCode ?? 502, endToEnd(incoming));
      pipeline(incoming, response, () => undefined);
    });
    request.pipe(outgoing);
  }

  /** Closes the kept connections. */
  close(): void {
    this.#agent.destroy();
  }

  #headersFor(request: IncomingMessage, requestId: string): OutgoingHttpHeaders {
    const kept = endToEnd(request);
    delete kept['host'];
    // Nobody outside speaks for the gateway.
    delete kept[identityHeader];
    const api = new URL(this.#parts.apiUrl);
    return {
      ...kept,
      'x-request-id': requestId,
      'x-forwarded-for': request.socket.remoteAddress,
      'x-forwarded-host': api.host,
      'x-forwarded-proto': api.protocol.slice(0, -1),
      ...outgoingTraceHeaders(),
    };
  }
}

function endToEnd(message: IncomingMessage): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(message.headers).filter(([name]) => !hopByHop.includes(name)));
}
