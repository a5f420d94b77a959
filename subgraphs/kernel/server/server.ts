/**
 * The listener of a subgraph process: `/<name>/graphql` over HTTP and WebSocket, internal and public routes,
 * `/healthz`, `/readyz` and `/metrics`. It believes the gateway's token and nothing else.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { gatewayOnly } from '../authorize.ts';
import { isRefusal, Refusal } from '../errors.ts';
import { bodyHash, identityHeader, streamHash, verifyIdentity } from '../identity.ts';
import type { LaneCall, LaneReply } from '../lane/message.ts';
import type { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import { histogram, registry } from '../metrics.ts';
import { inIncomingTrace, inSpan, SpanKind } from '../tracing.ts';
import type { Viewer } from '../viewer.ts';
import { formatFault } from './format-error.ts';
import { GraphqlHttp, parseJson, readBody, refusalReply, type HttpReply } from './graphql-http.ts';
import { serveLive } from './graphql-live.ts';
import { Lanes } from './lanes.ts';
import type { Subgraph } from './subgraph.ts';
import { TrustedCalls } from './trusted-calls.ts';

const duration = histogram({
  name: 'flotilla_subgraph_request_seconds',
  help: 'Time from a complete request head to a complete reply.',
  labelNames: ['subgraph', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

/** Bodies that are streamed take as long as they take; an upload that is cut off here goes on where it was. */
const requestTimeoutMs = 15 * 60_000;

/** What a server is made from. */
export type ServerOptions = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** PEM of the gateway's Ed25519 public key. */
  readonly gatewayPublicKey: string;
  readonly subgraphs: readonly Subgraph[];
  readonly tail: LogTail;
  readonly logger: Logger;
};

type Served = {
  readonly subgraph: Subgraph;
  readonly http: GraphqlHttp;
  readonly live: ReturnType<typeof serveLive>;
  readonly lanes: Lanes;
};

/** A listening process of one or more subgraphs. */
export class SubgraphServer {
  readonly #options: ServerOptions;
  readonly #publicKey: KeyObject;
  readonly #served = new Map<string, Served>();
  readonly #listener: Server;
  #isDraining = false;

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#publicKey = createPublicKey(options.gatewayPublicKey);
    this.#listener = createServer((request, response) => {
      const span = { kind: SpanKind.SERVER, attributes: { 'url.path': pathOf(request.url) } };
      const answer = () => inSpan(`subgraph ${nameOf(request.url)}`, span, () => this.#answer(request, response));
      void inIncomingTrace(request.headers, answer);
    });
    this.#listener.keepAliveTimeout = 65_000;
    this.#listener.requestTimeout = requestTimeoutMs;
    this.#listener.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const served = this.#isDraining ? undefined : this.#served.get(nameOf(request.url));
      const live = served?.live.server;
      const path = pathOf(request.url);
      if (served && path === '/lane') served.lanes.accept(request, socket);
      else if (!live || path !== '/graphql') socket.destroy();
      else live.handleUpgrade(request, socket, head, (client) => live.emit('connection', client, request));
    });
  }

  /** Starts listening. Rejects with the system's error when the port is taken. */
  static async start(options: ServerOptions): Promise<SubgraphServer> {
    const server = new SubgraphServer(options);
    for (const subgraph of options.subgraphs) await server.#serve(subgraph);
    await new Promise<void>((resolve, reject) => {
      server.#listener.once('error', reject);
      server.#listener.listen(options.port, options.host, resolve);
    });
    return server;
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Answers what is in flight, ends subscriptions, then closes. */
  async stop(): Promise<void> {
    this.#isDraining = true;
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    const served = [...this.#served.values()];
    const lanes = served.map((each) => each.lanes.close(2500));
    for (const { live } of served) await live.dispose();
    await Promise.all(lanes);
    this.#listener.closeIdleConnections();
    const force = setTimeout(() => this.#listener.closeAllConnections(), 3000);
    await closed;
    clearTimeout(force);
    for (const { http } of served) await http.stop();
  }

  async #serve(subgraph: Subgraph): Promise<void> {
    const logger = this.#options.logger.child({ subgraph: subgraph.name });
    const http = new GraphqlHttp(subgraph, this.#options.tail, logger);
    await http.start();
    const live = serveLive(subgraph, {
      publicKey: this.#publicKey,
      logger,
      contextOf: (viewer) => http.contextOf(viewer),
    });
    const calls = new TrustedCalls(subgraph, { logger, contextOf: (viewer) => http.contextOf(viewer) });
    const lanes = new Lanes({
      audience: subgraph.name,
      publicKey: this.#publicKey,
      logger,
      answer: (call) => timed(subgraph.name, call, calls),
    });
    this.#served.set(subgraph.name, { subgraph, http, live, lanes });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const name = nameOf(request.url);
    try {
      const own = await this.#ownPages(request);
      const served = this.#served.get(name);
      const publicRoute = served?.subgraph.publicRoutes?.[pathOf(request.url)];
      if (publicRoute) return await publicRoute(request, response);
      if (served && (await this.#answerStream(served.subgraph, request, response))) return;
      send(response, own ?? (served ? await this.#answerSubgraph(served, request) : notFound(request)));
    } catch (thrown) {
      send(response, isRefusal(thrown) ? refusalReply(thrown) : faultReply(thrown, this.#options.logger));
    } finally {
      if (this.#served.has(name)) {
        const status = String(response.statusCode);
        duration.observe({ subgraph: name, status }, (performance.now() - startedAt) / 1000);
      }
    }
  }

  async #answerSubgraph(served: Served, request: IncomingMessage): Promise<HttpReply> {
    if (request.method !== 'POST') return notFound(request);
    const path = pathOf(request.url);
    const route = served.subgraph.internalRoutes?.[path];
    if (path !== '/graphql' && !route) return notFound(request);
    const body = await readBody(request);
    const viewer = this.#identify(request, bodyHash(body), served.subgraph.name);
    if (!route) return served.http.answer(body, viewer);
    gatewayOnly.check(viewer);
    return json(200, await route(parseJson(body), viewer));
  }

  /** Hands a request to the route that streams it; false when there is none. */
  async #answerStream(subgraph: Subgraph, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = pathOf(request.url);
    const found = Object.entries(subgraph.streamRoutes ?? {}).find(([prefix]) => path.startsWith(prefix));
    if (!found || (request.method !== 'GET' && request.method !== 'POST')) return false;
    const [prefix, route] = found;
    const target = (request.url ?? '/').slice(subgraph.name.length + 1);
    const viewer = this.#identify(request, streamHash(request.method, target), subgraph.name);
    await route({ request, response, viewer, rest: path.slice(prefix.length) });
    return true;
  }

  #identify(request: IncomingMessage, hash: string, audience: string): Viewer {
    const token = request.headers[identityHeader];
    if (typeof token !== 'string') {
      throw new Refusal('UNAUTHENTICATED', 'The request does not come through the gateway.');
    }
    return verifyIdentity(token, { audience, bodyHash: hash, nowS: Date.now() / 1000 }, this.#publicKey);
  }

  async #ownPages(request: IncomingMessage): Promise<HttpReply | null> {
    if (request.url === '/healthz') return json(200, { ok: true });
    if (request.url === '/readyz') return this.#readiness();
    if (request.url !== '/metrics') return null;
    return { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() };
  }

  async #readiness(): Promise<HttpReply> {
    const reasons: Record<string, string> = {};
    if (this.#isDraining) reasons['process'] = 'draining';
    for (const { subgraph } of this.#served.values()) {
      const reason = (await subgraph.database.isReachable())
        ? await subgraph.unready?.()
        : 'PostgreSQL does not answer';
      if (reason) reasons[subgraph.name] = reason;
    }
    const isReady = Object.keys(reasons).length === 0;
    return json(isReady ? 200 : 503, { ok: isReady, reasons });
  }
}

async function timed(name: string, call: LaneCall, calls: TrustedCalls): Promise<LaneReply> {
  const startedAt = performance.now();
  const answer = () => inSpan(`subgraph ${name}`, { kind: SpanKind.SERVER }, () => calls.answer(call));
  const reply = await inIncomingTrace(call.trace, answer);
  duration.observe({ subgraph: name, status: String(reply.status) }, (performance.now() - startedAt) / 1000);
  return reply;
}

function nameOf(url = '/'): string {
  return url.split(/[/?]/, 2)[1] ?? '';
}

function pathOf(url = '/'): string {
  const path = url.split('?', 1)[0] ?? '/';
  return path.slice(nameOf(url).length + 1);
}

function json(status: number, value: unknown): HttpReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function notFound(request: IncomingMessage): HttpReply {
  return refusalReply(new Refusal('NOT_FOUND', `There is no ${request.method ?? ''} ${request.url ?? ''} here.`));
}

function faultReply(thrown: unknown, logger: Logger): HttpReply {
  return { ...json(500, { errors: [formatFault(thrown, logger)] }) };
}

function send(response: ServerResponse, reply: HttpReply): void {
  if (response.headersSent) return;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}
