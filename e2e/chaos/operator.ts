/**
 * An operator who keeps creating domains while things break, with one session cookie for the whole time, and writes
 * down which of them the API acknowledged. What was refused or not answered is nobody's promise.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { signIn } from '../compose/person.ts';

type Answer = { data?: Record<string, unknown> | null; errors?: { message: string; extensions?: { code?: string } }[] };

const pauseMs = 100;
/** Nobody waits for an answer for ever; whether it was done is then unknown. */
const patienceMs = 4000;

/** A signed-in operator of the demo tenant. */
export class Operator {
  /** Short names of the domains whose creation was acknowledged. */
  readonly acknowledged: string[] = [];
  /** Why attempts failed, each reason once. */
  readonly refusals = new Set<string>();
  readonly #apiUrl: string;
  readonly #cookie: string;
  #attempts = 0;
  #working: Promise<void> | undefined;
  #isWorking = false;

  private constructor(apiUrl: string, cookie: string) {
    this.#apiUrl = apiUrl;
    this.#cookie = cookie;
  }

  /** Signs in as a person does. The session lasts for the life of this object. */
  static async signIn(apiUrl: string): Promise<Operator> {
    return new Operator(apiUrl, await signIn(apiUrl, 'operator@harbour.test', 'flotilla'));
  }

  /** Asks the API. Throws with the first error when it refuses. */
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const response = await fetch(`${this.#apiUrl}/graphql`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json', 'x-flotilla-csrf': '1' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer = (await response.json()) as Answer;
    const [error] = answer.errors ?? [];
    if (error) throw new Error(`${error.extensions?.code ?? response.status}: ${error.message}`);
    return answer.data as T;
  }

  /** Begins to create one domain after the other. */
  beginWork(): void {
    this.#isWorking = true;
    this.#working = this.#work();
  }

  /** Ends it, once the attempt under way has its answer. */
  async endWork(): Promise<void> {
    this.#isWorking = false;
    await this.#working;
  }

  /** Creates one more domain; whether that was acknowledged. */
  async createDomain(): Promise<boolean> {
    this.#attempts += 1;
    const slug = `chaos-${this.#attempts}`;
    try {
      await this.ask('mutation Chaos($input: CreateDomainInput!) { createDomain(input: $input) { id } }', {
        input: { name: `Chaos ${this.#attempts}`, slug },
      });
      this.acknowledged.push(slug);
      return true;
    } catch (error) {
      this.refusals.add(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** Acknowledged domains that the API does not list exactly once. */
  async missingDomains(): Promise<string[]> {
    const { domains } = await this.ask<{ domains: { slug: string }[] }>('query Chaos { domains { slug } }');
    return this.acknowledged.filter((slug) => domains.filter((domain) => domain.slug === slug).length !== 1);
  }

  /** The devices of the tenant: identity, name and trust. */
  async devices(): Promise<{ id: string; name: string; trust: string }[]> {
    const { devices } = await this.ask<{ devices: { edges: { node: { id: string; name: string; trust: string } }[] } }>(
      'query Chaos { devices(first: 50, sort: "name") { edges { node { id name trust } } } }',
    );
    return devices.edges.map(({ node }) => node);
  }

  async #work(): Promise<void> {
    while (this.#isWorking) {
      await this.createDomain();
      await delay(pauseMs);
    }
  }
}
