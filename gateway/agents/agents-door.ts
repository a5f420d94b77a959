/**
 * The agents' door: HTTPS with client certificates, trusted documents by hash only, each sent straight on to the
 * subgraph that owns it. This is the hot path, so nothing is planned, no document is parsed and the body goes on as it
 * came: a request costs a hash look-up and one sealed message to the subgraph.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { Refusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { histogram } from '@flotilla/kernel/metrics';
import { inIncomingTrace, inSpan, SpanKind } from '@flotilla/kernel/tracing';
import type { Viewer } from '@flotilla/kernel/viewer';
import { viewerOf, type Caller } from '../caller.ts';
import { shownErrors } from '../errors.ts';
import { readBody, type BodyLimits } from '../http/body.ts';
import { acceptedType, refusedReply, sendReply, type GraphqlReply, type MediaType } from '../http/graphql-reply.ts';
import { paramsOfJson, parseJson, type GraphqlParams } from '../http/graphql-params.ts';
import { requestIdOf } from '../http/request-id.ts';
import { leadsToBytes } from '../upstream/byte-passage.ts';
import type { SubgraphReply } from '../upstream/subgraph-client.ts';
import type { Subgraph, Subgraphs } from '../upstream/subgraphs.ts';
import { ArtifactPulls } from './artifact-pulls.ts';
import { callerOf } from './device-identity.ts';
import { ConnectionGate, Gate } from './gates.ts';
import type { AgentOperation, Manifest } from './manifest.ts';

/** A batch of telemetry is the largest; see the subgraphs' own limit. */
const deviceBody: BodyLimits = { maxBytes: 1024 * 1024, unpackedMaxBytes: 4 * 1024 * 1024 };
/** A claim is small, and its sender unknown. */
const claimantBody: BodyLimits = { maxBytes: 64 * 1024, unpackedMaxBytes: 64 * 1024 };
const connectionInFlightMax = 8;
const claimantsInFlightMax = 64;
/** Calls that wait cost memory only, so all devices of a large fleet may wait at once; they take no place of others. */
const waitingMax = 16_384;
/** What waits does so for 25 seconds at most, and then has its answer to give. */
const waitingTimeoutMs = 30_000;

const duration = histogram({
  name: 'flotilla_gateway_agent_request_seconds',
  help: "Time from a request's head to its reply at the agents' door.",
  labelNames: ['operation', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

/** What the agents' door is made from. */
export type AgentsOptions = {
  readonly manifest: Manifest;
  readonly subgraphs: Subgraphs;
  readonly operationTimeoutMs: number;
  readonly inFlightMax: number;
  readonly logger: Logger;
};

/** The door for devices. */
export class AgentsDoor {
  readonly #options: AgentsOptions;
  readonly #connections = new ConnectionGate(connectionInFlightMax);
  readonly #claimants = new Gate('claimants', claimantsInFlightMax);
  readonly #waiting = new Gate('waiting', waitingMax);
  readonly #waits = new Set<AbortController>();
  readonly #pulls: ArtifactPulls;
  readonly #subgraphGates: ReadonlyMap<string, Gate>;

  constructor(options: AgentsOptions) {
    this.#options = options;
    this.#pulls = new ArtifactPulls(options);
    this.#subgraphGates = new Map(
      options.manifest.subgraphs.map((name) => [name, new Gate(name, options.inFlightMax)]),
    );
  }

  /** Sends away who waits, each to come back at another moment. */
  drain(): void {
    for (const wait of this.#waits) {
      const retryAfterMs = 1_000 + Math.floor(Math.random() * 4_000);
      wait.abort(new Refusal('UNAVAILABLE', 'The door closes. Come back in a moment.', {}, { retryAfterMs }));
    }
  }

  /** Answers one request. Never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    response.setHeader('x-request-id', requestId);
    if (leadsToBytes(request.url ?? '/')) return this.#pulls.answer(request, response, requestId);
    const type = acceptedType(request) ?? 'application/json';
    const about: About = { request, response, requestId, type, operation: 'none', logger: this.#options.logger };
    const reply = await this.#reply(about);
    // What was not read cannot be told from the next request, so the connection ends with this reply.
    sendReply(response, request.complete ? reply : { ...reply, headers: { ...reply.headers, connection: 'close' } });
    const status = String(reply.status);
    duration.observe({ operation: about.operation, status }, (performance.now() - startedAt) / 1000);
  }

  async #reply(about: About): Promise<GraphqlReply> {
    const { socket } = about.request;
    let isIn = false;
    try {
      this.#connections.enter(socket);
      isIn = true;
      const caller = callerOf(socket as TLSSocket);
      about.caller = caller;
      return await this.#answerCaller(about, caller);
    } catch (thrown) {
      const { requestId, operation, caller } = about;
      const logger = about.logger.child({
        requestId,
        operation,
        ...(caller?.kind === 'device' && { tenantId: caller.tenantId, deviceId: caller.subject }),
      });
      const errors = shownErrors(thrown, logger);
      logger.info({ code: errors[0]?.extensions?.['code'], reason: errors[0]?.message }, 'an agent is refused');
      const reply = refusedReply(about.type, errors);
      // For agents a full door is a server that cannot now, not a caller that asks too often.
      return reply.status === 429 && reply.headers['retry-after'] ? { ...reply, status: 503 } : reply;
    } finally {
      if (isIn) this.#connections.leave(socket);
    }
  }

  async #answerCaller(about: About, caller: Caller): Promise<GraphqlReply> {
    const isClaimant = caller.kind === 'claimant';
    if (isClaimant) this.#claimants.enter();
    try {
      const { body, params } = await received(about.request, isClaimant ? claimantBody : deviceBody);
      const operation = this.#operationOf(params);
      about.operation = operation.name;
      if (isClaimant && !operation.isForClaimants) {
        throw new Refusal('UNAUTHENTICATED', `${operation.name} needs the device's certificate.`);
      }
      return await this.#forward(about, { operation, caller, body, variables: params.variables });
    } finally {
      if (isClaimant) this.#claimants.leave();
    }
  }

  #operationOf(params: GraphqlParams): AgentOperation {
    const persisted = params.extensions?.['persistedQuery'] as { readonly sha256Hash?: unknown } | null | undefined;
    if (params.query !== null || !persisted) {
      throw new Refusal('INVALID_INPUT', 'Documents are named by hash here: extensions.persistedQuery.sha256Hash.');
    }
    return this.#options.manifest.get(persisted.sha256Hash);
  }

  async #forward(about: About, call: Call): Promise<GraphqlReply> {
    const { subgraphs } = this.#options;
    const { subgraph, name, isWaiting } = call.operation;
    const gate = isWaiting ? this.#waiting : (this.#subgraphGates.get(subgraph) as Gate);
    gate.enter();
    const stop = new AbortController();
    if (isWaiting) this.#waits.add(stop);
    const timeoutMs = isWaiting ? waitingTimeoutMs : this.#options.operationTimeoutMs;
    const timer = setTimeout(() => stop.abort(timedOut(timeoutMs)), timeoutMs);
    const leave = () => stop.abort(new Refusal('UNAVAILABLE', 'The agent has gone.'));
    about.response.once('close', leave);
    try {
      const viewer = viewerOf(call.caller, about.requestId);
      const reply = await inIncomingTrace(about.request.headers, () =>
        inSpan(`agent ${name}`, { kind: SpanKind.SERVER }, () =>
          sent(subgraphs.get(subgraph), { call, viewer, signal: stop.signal }),
        ),
      );
      this.#log(about, call.caller, reply);
      return passedOn(about.type, reply);
    } finally {
      clearTimeout(timer);
      about.response.off('close', leave);
      this.#waits.delete(stop);
      gate.leave();
    }
  }

  #log(about: About, { tenantId, subject }: Caller, { status }: SubgraphReply): void {
    const { requestId, operation, logger } = about;
    if (status === 401)
      throw new Error(`the subgraph of ${operation} does not believe the gateway: check the key pair`);
    logger.debug({ requestId, tenantId, deviceId: subject, operation, status }, 'an agent is answered');
  }
}

type About = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly type: MediaType;
  readonly logger: Logger;
  operation: string;
  caller?: Caller;
};

type Call = {
  readonly operation: AgentOperation;
  readonly caller: Caller;
  /** As the agent sent it, unpacked. */
  readonly body: Buffer;
  readonly variables: Record<string, unknown> | null;
};

type Received = { readonly body: Buffer; readonly params: GraphqlParams };

async function received(request: IncomingMessage, limits: BodyLimits): Promise<Received> {
  if (request.url?.split('?', 1)[0] !== '/graphql') throw new Refusal('NOT_FOUND', 'Agents are answered at /graphql.');
  if (request.method !== 'POST') throw new Refusal('INVALID_INPUT', 'Agents are answered by POST.');
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refusal('INVALID_INPUT', 'The content type must be application/json.');
  }
  const body = await readBody(request, limits);
  return { body, params: paramsOfJson(parseJson(body.toString())) };
}

/** Over the lane while there is one, and by HTTP otherwise. */
function sent(
  { http, lane }: Subgraph,
  { call, viewer, signal }: { readonly call: Call; readonly viewer: Viewer; readonly signal: AbortSignal },
): Promise<SubgraphReply> {
  const { operation, variables, body } = call;
  const { query } = operation;
  const answer = lane.send({ viewer, query, body, signal });
  if (answer) return http.timed(answer);
  return http.post({ path: '/graphql', body: JSON.stringify({ query, variables }), viewer, signal });
}

/** The subgraph's reply as it is, in the media type the agent asked for. */
function passedOn(type: MediaType, reply: SubgraphReply): GraphqlReply {
  const body = reply.body.toString();
  const retryAfterMs = /"retryAfterMs":(\d+)/.exec(body)?.[1];
  const retryAfter = retryAfterMs && Math.max(1, Math.ceil(Number(retryAfterMs) / 1000)).toString();
  return {
    // The older media type says 200 for every well-formed request; see `http/graphql-reply.ts`.
    status: type === 'application/json' && reply.status === 400 ? 200 : reply.status,
    headers: { 'content-type': `${type}; charset=utf-8`, ...(retryAfter && { 'retry-after': retryAfter }) },
    body,
  };
}

function timedOut(timeoutMs: number): Refusal {
  const words = `The operation took longer than ${timeoutMs / 1000} s and was stopped.`;
  return new Refusal('UNAVAILABLE', words, { timeoutMs }, { retryAfterMs: 1000 });
}
