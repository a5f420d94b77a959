/** The operators' API as an integration uses it: a person makes a service account once, its token does the rest. */
import { signIn } from '../../compose/person.ts';
import { Wire } from './wire.ts';

const scopes = ['fleet:read', 'fleet:write', 'access:read'];

/** One integration. */
export class Integration {
  readonly #wire: Wire;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(wire: Wire, headers: Readonly<Record<string, string>>) {
    this.#wire = wire;
    this.#headers = headers;
  }

  /** Signs in as the demo tenant's administrator and makes a service account. */
  static async enter(apiUrl: string, sockets: number): Promise<Integration> {
    const wire = new Wire(`${apiUrl}/graphql`, { sockets });
    const cookie = await signIn(apiUrl.replace('127.0.0.1', 'localhost'), 'admin@harbour.test', 'flotilla');
    const admin = new Integration(wire, { cookie, 'x-flotilla-csrf': '1' });
    const { createServiceAccount } = await admin.ask<{ createServiceAccount: { token: string } }>(
      'mutation BenchAccount($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { token } }',
      { input: { name: 'API bench', scopes, ttlHours: 2 } },
    );
    return new Integration(wire, { authorization: `Bearer ${createServiceAccount.token}` });
  }

  /** Asks GraphQL. Throws `Refused` with the first error. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    return this.#wire.ask<Data>(JSON.stringify({ query, variables }), this.#headers);
  }

  /** Makes a tree of domains for seeded devices and answers the id of its root. */
  async makeDomains(count: number): Promise<string> {
    const make = async (input: Record<string, unknown>): Promise<string> => {
      const document = 'mutation BenchDomain($input: CreateDomainInput!) { createDomain(input: $input) { id } }';
      return (await this.ask<{ createDomain: { id: string } }>(document, { input })).createDomain.id;
    };
    const root = await make({ name: 'Bench', slug: 'bench' });
    for (let n = 1; n <= count; n += 1) await make({ name: `Branch ${n}`, slug: `branch-${n}`, parentId: root });
    return root;
  }

  /** Closes the kept connections. */
  close(): void {
    this.#wire.close();
  }
}
