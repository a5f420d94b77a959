/** The operator behind a virtual fleet: lets its devices in through the public API, like any other operator. */
import { signIn } from '../compose/person.ts';

/** How the operator proves who it is. */
export type Credential = { readonly cookie: string } | { readonly bearer: string };

type Answer = { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };

/** One operator's way to ask. */
export class Operator {
  readonly apiUrl: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(apiUrl: string, credential: Credential) {
    this.apiUrl = apiUrl;
    const proof: Record<string, string> =
      'cookie' in credential ? { cookie: credential.cookie } : { authorization: `Bearer ${credential.bearer}` };
    this.headers = proof;
  }

  /** With a service account's token if there is one, else as the demo tenant's administrator. */
  static async enter(apiUrl: string, bearer: string | null): Promise<Operator> {
    if (bearer) return new Operator(apiUrl, { bearer });
    return new Operator(apiUrl, { cookie: await signIn(apiUrl, 'admin@harbour.test', 'flotilla') });
  }

  /** Asks GraphQL. Throws with the message of the first error. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await fetch(`${this.apiUrl}/graphql`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json', 'x-flotilla-csrf': '1' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as Answer;
    const [error] = answer.errors ?? [];
    if (error) throw new Error(`The API refused: ${error.message}`);
    return answer.data as Data;
  }
}

/** A place a virtual device can stand in. */
export type Site = { readonly domainId: string; readonly domain: string; readonly locationId: string | null };

/** Label of every virtual device; the rule that lets them in looks at it. */
export const fleetLabel = { key: 'origin', value: 'virtual-fleet' };

const ruleName = 'Virtual fleet';

/** Makes the rule that lets virtual devices in, where everybody can see it and switch it off. */
export async function allowFleet(operator: Operator): Promise<void> {
  type Rules = { autoApprovalRules: { name: string; disabledAt: string | null }[] };
  const { autoApprovalRules } = await operator.ask<Rules>('query FleetRules { autoApprovalRules { name disabledAt } }');
  if (autoApprovalRules.some((rule) => rule.name === ruleName && rule.disabledAt === null)) return;
  await operator.ask(
    'mutation FleetRule($input: CreateAutoApprovalRuleInput!) { createAutoApprovalRule(input: $input) { id } }',
    { input: { name: ruleName, labels: [fleetLabel] } },
  );
}

/** The domains without children, each with a location whose name begins like the domain's, or any. */
export async function readSites(operator: Operator): Promise<Site[]> {
  type Places = {
    domains: { id: string; name: string; children: { id: string }[] }[];
    locations: { id: string; name: string }[];
  };
  const { domains, locations } = await operator.ask<Places>(
    'query FleetSites { domains { id name children { id } } locations { id name } }',
  );
  const leaves = domains.filter((domain) => domain.children.length === 0 && domain.name !== 'Laboratory');
  if (leaves.length === 0) throw new Error('There is no domain to put virtual devices into.');
  return leaves.map(({ id, name }) => {
    const location = locations.find((place) => place.name.startsWith(name.slice(0, 3)));
    return { domainId: id, domain: name, locationId: location?.id ?? null };
  });
}

/** A one-use enrollment token for a place. */
export async function enrollmentToken(operator: Operator, site: Site, role: string): Promise<string> {
  const { domainId, locationId } = site;
  const labels = [fleetLabel, { key: 'role', value: role }];
  const { createEnrollmentToken } = await operator.ask<{ createEnrollmentToken: { token: string } }>(
    'mutation FleetToken($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }',
    { input: { domainId, locationId, labels, channel: 'prod', ttlMinutes: 15 } },
  );
  return createEnrollmentToken.token;
}
