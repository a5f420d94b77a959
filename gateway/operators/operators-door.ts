/**
 * The operators' door: GraphQL over HTTP and WebSocket for the console and integrations, and sign-in. This file puts
 * its parts together and says which path is whose.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@flotilla/kernel/logger';
import { inIncomingTrace, inSpan, SpanKind } from '@flotilla/kernel/tracing';
import { requestIdOf } from '../http/request-id.ts';
import { leadsToBytes } from '../upstream/byte-passage.ts';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import { ArtifactProxy } from './artifact-proxy.ts';
import { AuthProxy } from './auth-proxy.ts';
import type { Contract } from '../schema-files.ts';
import { assertTrustworthy, Documents } from './documents.ts';
import { Graph } from './graph.ts';
import { GraphqlDoor } from './graphql-door.ts';
import { LiveDoor } from './live-door.ts';
import { HookProxy, leadsToHooks } from './hook-proxy.ts';
import { Origins } from './origins.ts';
import { SessionWatch } from './session-watch.ts';
import { Sessions } from './sessions.ts';
import { SharedStreams } from './shared-streams.ts';

/** What the operators' door is made from. */
export type OperatorsOptions = {
  readonly supergraph: string;
  readonly planner: 'rust' | 'js';
  readonly consoleDocuments: ReadonlyMap<string, string>;
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly accessUrl: string;
  readonly operationTimeoutMs: number;
  readonly subgraphs: Subgraphs;
  readonly logger: Logger;
};

/** The door for people and integrations. */
export class OperatorsDoor {
  readonly #logger: Logger;
  readonly #graph: Graph;
  readonly #documents: Documents;
  readonly #origins: Origins;
  readonly #watch: SessionWatch;
  readonly #graphql: GraphqlDoor;
  readonly #live: LiveDoor;
  readonly #auth: AuthProxy;
  readonly #artifacts: ArtifactProxy;
  readonly #hooks: HookProxy;

  private constructor(options: OperatorsOptions, graph: Graph) {
    const { logger, subgraphs } = options;
    const sessions = new Sessions(subgraphs);
    const documents = new Documents(graph.schema, options.consoleDocuments);
    this.#logger = logger;
    this.#graph = graph;
    this.#documents = documents;
    this.#origins = new Origins([options.consoleUrl, options.apiUrl]);
    this.#watch = new SessionWatch(sessions, logger);
    subgraphs.onMutation((name) => {
      if (name === 'access') this.#watch.invalidate();
    });
    const parts = { graph, documents, sessions, origins: this.#origins, logger };
    this.#graphql = new GraphqlDoor({ ...parts, operationTimeoutMs: options.operationTimeoutMs });
    this.#live = new LiveDoor({ ...parts, watch: this.#watch, streams: new SharedStreams(logger) });
    this.#artifacts = new ArtifactProxy({ subgraphs, sessions, origins: this.#origins });
    this.#hooks = new HookProxy(subgraphs);
    this.#auth = new AuthProxy({
      accessUrl: options.accessUrl,
      apiUrl: options.apiUrl,
      origins: this.#origins,
      onChange: () => subgraphs.mutated('access'),
    });
  }

  /** Loads the graph. Throws when the supergraph is not one. */
  static async open(options: OperatorsOptions): Promise<OperatorsDoor> {
    return new OperatorsDoor(options, await Graph.load(options));
  }

  /**
   * Makes ready to serve another contract, and answers how to switch to it. Throws when it is not one, or when trusted
   * documents do not fit it; then nothing has changed. Sockets and what runs on them stay.
   */
  async prepare({ supergraph, consoleDocuments }: Contract): Promise<() => void> {
    const graph = await this.#graph.prepare(supergraph);
    try {
      assertTrustworthy(graph.schema, consoleDocuments);
    } catch (thrown) {
      graph.close();
      throw thrown;
    }
    return () => {
      graph.use();
      this.#documents.use(graph.schema, consoleDocuments);
    };
  }

  /** Answers a request; false when its path is not this door's. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const url = new URL(request.url ?? '/', 'http://door');
    if (!isOurs(url.pathname)) return false;
    const requestId = requestIdOf(request);
    response.setHeader('x-request-id', requestId);
    const logger = this.#logger.child({ requestId });
    if (request.method === 'OPTIONS') this.#origins.answerPreflight(request, response);
    else if (leadsToBytes(url.pathname)) {
      const answer = () => this.#artifacts.answer({ request, response, url, requestId, logger });
      void inIncomingTrace(request.headers, answer);
    } else if (leadsToHooks(url.pathname)) {
      const answer = () => this.#hooks.answer({ request, response, url, requestId, logger });
      void inIncomingTrace(request.headers, answer);
    } else if (url.pathname !== '/graphql') this.#auth.answer(request, response, { requestId, logger });
    else {
      const span = { kind: SpanKind.SERVER, attributes: { 'url.path': '/graphql' } };
      const arrival = { request, response, url, requestId, logger };
      const answer = () => inSpan('gateway operation', span, () => this.#graphql.answer(arrival));
      void inIncomingTrace(request.headers, answer);
    }
    return true;
  }

  /** Takes over a connection that wants to become a WebSocket; false when its path is not this door's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (new URL(request.url ?? '/', 'http://door').pathname !== '/graphql') return false;
    this.#live.upgrade(request, socket, head);
    return true;
  }

  /** Ends the subscriptions and lets go of the graph. Requests in flight are the listener's concern. */
  async close(): Promise<void> {
    await this.#live.close();
    this.#watch.close();
    this.#auth.close();
    await this.#graph.close();
  }
}

function isOurs(path: string): boolean {
  return path === '/graphql' || path.startsWith('/auth/') || leadsToBytes(path) || leadsToHooks(path);
}
