/**
 * The operators' door for queries and mutations: GraphQL over HTTP. A request is refused as early as it can be: origin,
 * forgery, size, shape, caller, document, limits; only then is it planned and sent to subgraphs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { histogram } from '@flotilla/kernel/metrics';
import { isSignedIn, viewerOf, type Caller } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { readBody } from '../http/body.ts';
import { paramsOfJson, paramsOfQuery, parseJson, type GraphqlParams } from '../http/graphql-params.ts';
import {
  acceptedType,
  refusedReply,
  resultReply,
  sendReply,
  type GraphqlReply,
  type MediaType,
} from '../http/graphql-reply.ts';
import { DocumentRefusal, type Documents, type Prepared } from './documents.ts';
import type { Graph } from './graph.ts';
import { graphiqlPage } from './graphiql.ts';
import { couldBeForged, isJson, type Origins } from './origins.ts';
import { credentialOf, type Sessions } from './sessions.ts';

const bodyMaxBytes = 1024 * 1024;
/** Operations answered at once; more would only make each of them slower. */
const inFlightMax = 512;

const duration = histogram({
  name: 'flotilla_gateway_operation_seconds',
  help: "Time from an operation's head to its reply at the operators' door.",
  labelNames: ['status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

/** What the GraphQL door is made from. */
export type GraphqlParts = {
  readonly graph: Graph;
  readonly documents: Documents;
  readonly sessions: Sessions;
  readonly origins: Origins;
  readonly operationTimeoutMs: number;
};

/** One request as the door sees it. */
export type Arrival = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
  readonly logger: Logger;
};

/** The HTTP half of the operators' door. */
export class GraphqlDoor {
  readonly #parts: GraphqlParts;
  #inFlight = 0;

  constructor(parts: GraphqlParts) {
    this.#parts = parts;
  }

  /** Answers one request. Never rejects. */
  async answer(arrival: Arrival): Promise<void> {
    const { request, response } = arrival;
    const startedAt = performance.now();
    this.#parts.origins.mark(request, response);
    if (request.method === 'GET' && wantsPage(request)) return this.#answerPage(arrival);
    const type = acceptedType(request);
    this.#inFlight += 1;
    const reply = await this.#reply(arrival, type ?? 'application/json').finally(() => (this.#inFlight -= 1));
    sendReply(response, type === null ? { ...reply, status: 406 } : reply);
    duration.observe({ status: String(response.statusCode) }, (performance.now() - startedAt) / 1000);
  }

  async #reply(arrival: Arrival, type: MediaType): Promise<GraphqlReply> {
    let { logger } = arrival;
    try {
      const params = await this.#paramsOf(arrival);
      const caller = await this.#parts.sessions.identify(credentialOf(arrival.request.headers));
      logger = logger.child({ tenantId: caller.tenantId });
      const prepared = this.#parts.documents.prepare(params, caller);
      refuseWrongMethod(prepared, arrival);
      return resultReply(type, await this.#execute(prepared, caller, { ...arrival, logger }));
    } catch (thrown) {
      if (isMethodRefusal(thrown)) arrival.response.setHeader('allow', 'POST');
      const errors = shownErrors(thrown, logger);
      const code = errors[0]?.extensions?.['code'];
      logger.info({ code, reason: errors[0]?.message }, 'an operation is refused');
      const reply = refusedReply(type, errors, thrown instanceof DocumentRefusal);
      return isMethodRefusal(thrown) ? { ...reply, status: 405 } : reply;
    }
  }

  async #paramsOf({ request, url }: Arrival): Promise<GraphqlParams> {
    if (this.#inFlight > inFlightMax) {
      throw new Refusal(
        'UNAVAILABLE',
        'Too many operations at once. Try again in a moment.',
        {},
        { retryAfterMs: 1000 },
      );
    }
    if (request.method !== 'GET' && request.method !== 'POST') throw methodRefusal('Send operations by POST.');
    if (!this.#parts.origins.allows(request.headers.origin)) {
      throw new Refusal('FORBIDDEN', 'This page may not call the API.', { origin: request.headers.origin });
    }
    if (couldBeForged(request)) {
      throw new Refusal('INVALID_INPUT', 'Send JSON by POST, or a header x-flotilla-preflight with anything in it.');
    }
    if (request.method === 'GET') return paramsOfQuery(url.searchParams);
    if (!isJson(request.headers['content-type'])) throw new Refusal('INVALID_INPUT', 'The content type must be JSON.');
    const body = await readBody(request, { maxBytes: bodyMaxBytes });
    return paramsOfJson(parseJson(body.toString()));
  }

  async #execute(prepared: Prepared, caller: Caller, arrival: Arrival) {
    const { document, operationName, variables } = prepared;
    const { logger, requestId, response } = arrival;
    const startedAt = performance.now();
    const stop = new AbortController();
    const timeoutMs = this.#parts.operationTimeoutMs;
    const timer = setTimeout(() => stop.abort(timedOut(timeoutMs)), timeoutMs);
    const leave = () => stop.abort(new Refusal('UNAVAILABLE', 'The caller has gone.'));
    response.once('close', leave);
    try {
      const context = { viewer: viewerOf(caller, requestId), signal: stop.signal, logger };
      const result = await this.#parts.graph.execute({ document, operationName, variables, context });
      const errors = result.errors?.flatMap((error) => shownErrors(error, logger));
      const ms = Math.round(performance.now() - startedAt);
      logger.info(
        { operation: prepared.operation.name?.value, ms, errors: errors?.length ?? 0 },
        'an operation is done',
      );
      return { data: result.data ?? null, ...(errors && errors.length > 0 && { errors }) };
    } finally {
      clearTimeout(timer);
      response.off('close', leave);
    }
  }

  async #answerPage({ request, response, logger }: Arrival): Promise<void> {
    let isDeveloper = false;
    try {
      isDeveloper = isSignedIn(await this.#parts.sessions.identify(credentialOf(request.headers)));
    } catch (thrown) {
      logger.info({ err: thrown }, 'GraphiQL is refused');
    }
    const page = await graphiqlPage(isDeveloper);
    response.writeHead(page.status, page.headers).end(page.body);
  }
}

function wantsPage(request: IncomingMessage): boolean {
  return request.headers.accept?.includes('text/html') === true;
}

function refuseWrongMethod(prepared: Prepared, { request }: Arrival): void {
  const { operation } = prepared.operation;
  if (operation === 'mutation' && request.method === 'GET') throw methodRefusal('Send mutations by POST.');
  if (operation === 'subscription') {
    throw new Refusal('INVALID_INPUT', 'Subscriptions are served over WebSocket (graphql-transport-ws) at this path.');
  }
}

function methodRefusal(message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { reason: 'METHOD' });
}

function isMethodRefusal(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.details['reason'] === 'METHOD';
}

function timedOut(timeoutMs: number): Refusal {
  const words = `The operation took longer than ${timeoutMs / 1000} s and was stopped.`;
  return new Refusal('UNAVAILABLE', words, { timeoutMs }, { retryAfterMs: 1000 });
}
