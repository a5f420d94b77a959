/** Every subgraph of the supergraph, by name, and the internal routes the gateway calls on them in its own name. */
import type { KeyObject } from 'node:crypto';
import { Refusal, refusalCodes, type RefusalCode } from '@flotilla/kernel/errors';
import { gatewayItself, viewerOf } from '../caller.ts';
import { SubgraphClient } from './subgraph-client.ts';
import { SubgraphLane } from './subgraph-lane.ts';
import { SubgraphLive } from './subgraph-live.ts';

/** One subgraph by each of its wires. */
export type Subgraph = {
  readonly name: string;
  readonly http: SubgraphClient;
  readonly lane: SubgraphLane;
  readonly live: SubgraphLive;
};

/** What reaching subgraphs needs to know. */
export type SubgraphsOptions = { readonly privateKey: KeyObject; readonly subgraphUrl: (name: string) => string };

/** The subgraphs; each is connected to when it is first needed. */
export class Subgraphs {
  readonly #options: SubgraphsOptions;
  readonly #known = new Map<string, Subgraph>();
  readonly #mutationListeners: ((name: string) => void)[] = [];

  constructor(options: SubgraphsOptions) {
    this.#options = options;
  }

  /** The subgraph of this name. */
  get(name: string): Subgraph {
    const known = this.#known.get(name);
    if (known) return known;
    const http = new SubgraphClient(name, this.#options.subgraphUrl(name), this.#options.privateKey);
    const made = { name, http, lane: new SubgraphLane(http), live: new SubgraphLive(http) };
    this.#known.set(name, made);
    return made;
  }

  /** Calls an internal route in the gateway's own name. Refuses as the subgraph does, or with UNAVAILABLE. */
  async internal(name: string, path: string, body: unknown): Promise<unknown> {
    const reply = await this.get(name).http.post({
      path: `/internal/${path}`,
      body: JSON.stringify(body),
      viewer: viewerOf(gatewayItself, `gateway-${path}`),
      signal: AbortSignal.timeout(internalTimeoutMs),
    });
    const answer: unknown = JSON.parse(reply.body.toString());
    if (reply.status === 200) return answer;
    throw refusalOf(name, reply.status, answer);
  }

  /** Tells listeners that somebody changed something through this gateway. */
  mutated(name: string): void {
    for (const listener of this.#mutationListeners) listener(name);
  }

  /** Calls back after every mutation that a subgraph answered. */
  onMutation(listener: (name: string) => void): void {
    this.#mutationListeners.push(listener);
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#known.values()].map(({ live }) => live.close()));
    for (const { http, lane } of this.#known.values()) {
      lane.close();
      http.close();
    }
  }
}

const internalTimeoutMs = 5_000;

function refusalOf(name: string, status: number, answer: unknown): Error {
  const error = (answer as { errors?: { message: string; extensions?: { code?: string } }[] } | null)?.errors?.[0];
  const code = error?.extensions?.code as RefusalCode | undefined;
  // A 401 means that the subgraph does not believe the gateway: a fault of ours, not the caller's.
  if (status === 401 || !error || !code || !refusalCodes.includes(code)) {
    return new Error(`${name} answered ${status} to the gateway: ${error?.message ?? 'no reason given'}`);
  }
  return new Refusal(code, error.message);
}
