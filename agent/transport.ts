/**
 * All network of the agent: HTTPS with the pinned authority, the device's certificate when it has one, documents by
 * hash only. Every request is at most one attempt (two when a kept connection turned out closed) with an end; waiting
 * and repeating are the plan's business.
 */
import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { documentIds, type OperationName } from './documents/ids.ts';
import { LinkMeter } from './link-meter.ts';
import { ForeignServer, PinnedAgent } from './pinned-agent.ts';
import { agentVersion } from './version.ts';

/** Who the device speaks to, and as whom. Without an identity only `claimDevice` and `collectCertificate` are answered. */
export type Door = {
  readonly url: string;
  readonly caPem: string;
  readonly identity?: { readonly keyPem: string; readonly certificatePem: string };
  /** The time by which the server's certificate is judged; the wall clock when absent. */
  readonly now?: () => number;
  /** Opens lines to it that others carry. */
  readonly dial?: () => Promise<Duplex>;
};

/** The server answered, and said no. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    refusal: { code: string; details: Readonly<Record<string, unknown>>; retryAfterMs: number | null },
  ) {
    super(message);
    this.code = refusal.code;
    this.details = refusal.details;
    this.retryAfterMs = refusal.retryAfterMs;
  }

  /** Whether this is the answer a revoked device gets. */
  get isRevocation(): boolean {
    return this.code === 'FORBIDDEN' && this.details['trust'] === 'REVOKED';
  }
}

/** The server answered, without a refusal and with nothing. */
export class NoResult extends CallRefused {}

/** There was no answer, or none that could be understood. The call may or may not have had its effect. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

const answerBytesMax = 1_048_576;
const gzipBytesMin = 1_024;
/** Most bodies fit one piece of this size; Node's own default leaves 16 kB of garbage behind each. */
const gzipChunkBytes = 2_048;

/** One device's connection. It keeps its sockets open between calls and measures its link. */
export class Transport {
  readonly link: LinkMeter;
  readonly #endpoint: URL;
  readonly #timeoutMs: number;
  readonly #agent: PinnedAgent;
  readonly #outgoing = new Set<ClientRequest>();
  /** Server's clock minus ours at the last answer, as far as the Date header (whole seconds) tells. */
  clockSkewMs: number | null = null;

  constructor(door: Door, options: { readonly timeoutMs?: number; readonly link?: LinkMeter } = {}) {
    this.#endpoint = new URL('/graphql', door.url);
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.link = options.link ?? new LinkMeter();
    const secureContext = createSecureContext({
      ca: door.caPem,
      minVersion: 'TLSv1.2',
      ...(door.identity && { key: door.identity.keyPem, cert: door.identity.certificatePem }),
    });
    const pin = {
      caPem: door.caPem,
      host: this.#endpoint.hostname,
      now: door.now ?? Date.now,
      ...(door.dial && { dial: door.dial }),
    };
    // No session is resumed: a resumed one shows no certificate, and the server is to prove itself every time.
    const limits = { keepAlive: true, maxSockets: 2, maxCachedSessions: 0, timeout: 90_000 };
    this.#agent = new PinnedAgent(pin, { secureContext, ...limits });
  }

  /** Until when the server's certificate is valid, as last shown; it can vouch for no time after that. */
  get serverNotAfterMs(): number {
    return this.#agent.serverNotAfterMs;
  }

  /** Performs one operation. Throws CallRefused when the server says no and CallFailed when there is no answer. */
  async call<Result>(operation: OperationName, variables: unknown): Promise<Result> {
    const json = JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: documentIds[operation] } },
      variables,
    });
    const isCompressed = json.length >= gzipBytesMin || operation === 'pushTelemetry';
    const body = isCompressed ? gzipSync(json, { memLevel: 6, chunkSize: gzipChunkBytes }) : Buffer.from(json);
    const startedAt = performance.now();
    const answer = await this.#attempts(body, isCompressed);
    this.link.answered(performance.now() - startedAt, body.length);
    if (answer.dateMs !== null) this.clockSkewMs = answer.dateMs - Date.now();
    return resultOf<Result>(operation, answer);
  }

  /** Closes all connections; whoever waits for an answer waits no longer. */
  close(): void {
    // Told apart from a connection that the other end closed: there is no second attempt.
    for (const outgoing of this.#outgoing) outgoing.destroy(new Error('this agent hung up'));
    this.#agent.destroy();
  }

  async #attempts(body: Buffer, isCompressed: boolean): Promise<Answer> {
    try {
      return await this.#attempt(body, isCompressed);
    } catch (fault) {
      // The server may close an idle connection at the very moment we use it; that says nothing about the link.
      if (fault instanceof StaleConnection) return this.#attemptMetered(body, isCompressed);
      this.link.unanswered();
      throw fault;
    }
  }

  async #attemptMetered(body: Buffer, isCompressed: boolean): Promise<Answer> {
    try {
      return await this.#attempt(body, isCompressed);
    } catch (fault) {
      this.link.unanswered();
      throw fault instanceof StaleConnection ? new CallFailed('the connection was closed') : fault;
    }
  }

  #attempt(body: Buffer, isCompressed: boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#endpoint, {
        method: 'POST',
        agent: this.#agent,
        signal: AbortSignal.timeout(this.#timeoutMs),
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          'content-length': body.length,
          'user-agent': `flotilla-agent/${agentVersion}`,
          ...(isCompressed && { 'content-encoding': 'gzip' }),
        },
      });
      this.#outgoing.add(outgoing);
      outgoing.on('close', () => this.#outgoing.delete(outgoing));
      outgoing.on('response', (incoming) => readAnswer(incoming).then(resolve, reject));
      outgoing.on('error', (fault: NodeJS.ErrnoException) => {
        if (fault instanceof ForeignServer) return reject(new CallFailed(fault.message, { cause: fault }));
        const isStale = outgoing.reusedSocket && (fault.code === 'ECONNRESET' || fault.code === 'EPIPE');
        reject(isStale ? new StaleConnection() : new CallFailed(faultText(fault), { cause: fault }));
      });
      outgoing.end(body);
    });
  }
}

/** The chain a server presents, leaf first, ending in its self-signed root if it sends that. Sends nothing itself. */
export async function presentedChain(url: string, timeoutMs = 10_000): Promise<readonly X509Certificate[]> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    // The chain is judged by the caller; no byte follows the handshake on this connection.
    const options = { host, port: Number(port || 443), rejectUnauthorized: false, timeout: timeoutMs };
    const socket: TLSSocket = connect({ ...options, ...(isName(host) && { servername: host }) }, () => {
      const chain = chainOf(socket);
      socket.destroy();
      resolve(chain);
    });
    socket.on('timeout', () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    socket.on('error', (fault) => reject(new CallFailed(`${host}: ${faultText(fault)}`, { cause: fault })));
  });
}

type Answer = {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
  readonly dateMs: number | null;
};

class StaleConnection extends Error {}

function isName(host: string): boolean {
  return /[a-z]/i.test(host) && !host.includes(':');
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerCertificate(true);
  while (next?.raw) {
    const raw: Buffer = next.raw;
    if (chain.some((known) => known.raw.equals(raw))) break;
    chain.push(new X509Certificate(raw));
    next = next.issuerCertificate;
  }
  return chain;
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of incoming as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > answerBytesMax) throw new CallFailed('the answer is larger than anything a server should say');
      pieces.push(piece);
    }
  } catch (fault) {
    throw fault instanceof CallFailed ? fault : new CallFailed('the answer broke off', { cause: fault });
  }
  const date = Date.parse(incoming.headers.date ?? '');
  return {
    status: incoming.statusCode ?? 0,
    text: Buffer.concat(pieces).toString('utf8'),
    retryAfter: incoming.headers['retry-after'],
    dateMs: Number.isNaN(date) ? null : date,
  };
}

type GraphQlAnswer = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: { code?: string; details?: Record<string, unknown>; retryAfterMs?: number };
  }[];
};

function resultOf<Result>(operation: OperationName, answer: Answer): Result {
  const parsed = parsedAnswer(answer);
  const headerMs = Number(answer.retryAfter) * 1_000;
  const retryAfterMs = Number.isFinite(headerMs) ? headerMs : null;
  const error = parsed?.errors?.[0];
  if (error) {
    throw new CallRefused(error.message ?? 'The server refused.', {
      code: error.extensions?.code ?? 'UNAVAILABLE',
      details: error.extensions?.details ?? {},
      retryAfterMs: error.extensions?.retryAfterMs ?? retryAfterMs,
    });
  }
  const result = parsed?.data?.[operation];
  if (result !== undefined && result !== null) return result as Result;
  const message = `The server answered with status ${answer.status} and no result.`;
  const Refused = result === null ? NoResult : CallRefused;
  throw new Refused(message, { code: 'UNAVAILABLE', details: {}, retryAfterMs });
}

function parsedAnswer(answer: Answer): GraphQlAnswer | null {
  try {
    return JSON.parse(answer.text) as GraphQlAnswer;
  } catch {
    return null;
  }
}

function faultText(fault: NodeJS.ErrnoException): string {
  if (fault.name === 'AbortError' || fault.name === 'TimeoutError') return 'no answer in time';
  const texts: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'the host name is unknown',
    EAI_AGAIN: 'the host name cannot be looked up now',
    ECONNRESET: 'the connection was reset',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
  };
  return texts[fault.code ?? ''] ?? fault.message.split('\n')[0] ?? 'unknown network fault';
}
