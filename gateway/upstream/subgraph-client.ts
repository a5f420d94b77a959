/**
 * One subgraph over keep-alive HTTP. Every request carries a token that names the caller, this subgraph and this very
 * body; see `@flotilla/kernel/identity`. Plain `node:http`, because the agents' hot path comes through here.
 */
import type { KeyObject } from 'node:crypto';
import { Agent, request, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Refusal } from '@flotilla/kernel/errors';
import { bodyHash, identityHeader, signIdentity, streamHash } from '@flotilla/kernel/identity';
import { histogram } from '@flotilla/kernel/metrics';
import { outgoingTraceHeaders } from '@flotilla/kernel/tracing';
import type { Viewer } from '@flotilla/kernel/viewer';

const replyMaxBytes = 32 * 1024 * 1024;
const retryAfterMs = 1000;

const duration = histogram({
  name: 'flotilla_gateway_upstream_seconds',
  help: 'Time from a request to a subgraph to its complete reply.',
  labelNames: ['subgraph', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

/** What a subgraph answered. */
export type SubgraphReply = { readonly status: number; readonly contentType: string; readonly body: Buffer };

/** One request to a subgraph. */
export type SubgraphRequest = {
  /** After the subgraph's base URL, e.g. `/graphql`. */
  readonly path: string;
  readonly body: string;
  readonly viewer: Viewer;
  /** Aborting it closes the connection, which tells the subgraph to stop. */
  readonly signal: AbortSignal;
};

/** A subgraph that can be called in somebody's name. */
export class SubgraphClient {
  readonly name: string;
  readonly url: URL;
  readonly #privateKey: KeyObject;
  // Idle sockets close here, well before the subgraph closes them (65 s), so no request meets a dying connection.
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 256, timeout: 20_000 });

  constructor(name: string, baseUrl: string, privateKey: KeyObject) {
    this.name = name;
    this.url = new URL(baseUrl);
    this.#privateKey = privateKey;
  }

  /** The token for one body in a viewer's name. */
  token(viewer: Viewer, body: string): string {
    const issuedAtS = Math.floor(Date.now() / 1000);
    return signIdentity({ viewer, audience: this.name, bodyHash: bodyHash(body), issuedAtS }, this.#privateKey);
  }

  /** Posts JSON. Refuses with UNAVAILABLE when the subgraph does not answer or the signal is aborted first. */
  post(call: SubgraphRequest): Promise<SubgraphReply> {
    return this.timed(this.#send(call));
  }

  /** Measures how long the subgraph takes. */
  async timed(answer: Promise<SubgraphReply>): Promise<SubgraphReply> {
    const startedAt = performance.now();
    let status = 'none';
    try {
      const reply = await answer;
      status = String(reply.status);
      return reply;
    } finally {
      duration.observe({ subgraph: this.name, status }, (performance.now() - startedAt) / 1000);
    }
  }

  /**
   * Begins a request whose body the caller writes piece by piece, and whose reply it reads so. The token names method and
   * path, since nobody knows the digest of a body that is still to come. Nothing is measured, and nothing times out.
   */
  stream(call: {
    readonly method: string;
    /** After the subgraph's base URL, with the query. */
    readonly path: string;
    readonly viewer: Viewer;
    readonly headers: OutgoingHttpHeaders;
  }): ClientRequest {
    const { method, path, viewer, headers } = call;
    const issuedAtS = Math.floor(Date.now() / 1000);
    const claims = { viewer, audience: this.name, bodyHash: streamHash(method, path), issuedAtS };
    return request({
      host: this.url.hostname,
      port: this.url.port || 80,
      path: this.url.pathname + path,
      method,
      agent: this.#agent,
      headers: {
        ...headers,
        'x-request-id': viewer.requestId,
        [identityHeader]: signIdentity(claims, this.#privateKey),
        ...outgoingTraceHeaders(),
      },
    });
  }

  /** Closes the kept connections. */
  close(): void {
    this.#agent.destroy();
  }

  #send(call: SubgraphRequest): Promise<SubgraphReply> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(this.#failure(cause, call.signal));
      if (call.signal.aborted) return fail(call.signal.reason);
      const outgoing = request(
        {
          host: this.url.hostname,
          port: this.url.port || 80,
          path: this.url.pathname + call.path,
          method: 'POST',
          agent: this.#agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(call.body),
            'x-request-id': call.viewer.requestId,
            [identityHeader]: this.token(call.viewer, call.body),
            ...outgoingTraceHeaders(),
          },
        },
        (incoming) => collect(incoming).then(resolve, fail),
      );
      // Its own option for signals watches the whole stream, at many times the cost of this.
      const abort = () => outgoing.destroy();
      call.signal.addEventListener('abort', abort);
      outgoing.once('close', () => call.signal.removeEventListener('abort', abort));
      outgoing.once('error', fail);
      outgoing.end(call.body);
    });
  }

  #failure(cause: unknown, signal: AbortSignal): unknown {
    return signal.aborted ? signal.reason : this.doesNotAnswer(cause);
  }

  /** What a caller is told when the subgraph does not answer. */
  doesNotAnswer(cause: unknown): Refusal {
    return new Refusal(
      'UNAVAILABLE',
      `The ${this.name} service does not answer. Try again in a moment.`,
      { subgraph: this.name },
      { cause, retryAfterMs },
    );
  }
}

function collect(incoming: IncomingMessage): Promise<SubgraphReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > replyMaxBytes) incoming.destroy(new Error(`the reply is over ${replyMaxBytes} bytes`));
    });
    incoming.once('end', () => {
      const [first, ...others] = chunks;
      resolve({
        status: incoming.statusCode ?? 500,
        contentType: incoming.headers['content-type'] ?? 'application/json',
        body: first && others.length === 0 ? first : Buffer.concat(chunks),
      });
    });
    incoming.once('error', reject);
    incoming.once('close', () => {
      if (!incoming.complete) reject(new Error('the reply ended early'));
    });
  });
}
