/**
 * A real OpenID provider for tests, on a free port. It asks no password: whoever `signInAs` names is the person at
 * the screen. Everything on the wire is as with any issuer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** What the provider says of a person. */
export type Person = { readonly subject: string; readonly email: string; readonly isVerified: boolean };

/** The audience of the access tokens it makes for our API. */
export const apiAudience = 'flotilla-api';

/** How a client names our API when it asks for an access token (RFC 8707). */
export const apiResource = 'urn:flotilla:api';

/** A running provider. */
export type TestIssuer = {
  readonly url: string;
  /** Who is at the screen; null: somebody who refuses to sign in. */
  signInAs(person: Person | null): void;
  stop(): Promise<void>;
};

/** Starts a provider that knows one client. */
export async function startTestIssuer(client: {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUri: string;
  readonly port?: number;
}): Promise<TestIssuer> {
  const people = new Map<string, Person>();
  let present: Person | null = null;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(client.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, configuration(client, people));
  const handle = provider.callback();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url?.startsWith('/interaction/')) return handle(request, response);
    if (!present) {
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'the person declined',
      });
      return;
    }
    people.set(present.subject, present);
    await provider.interactionFinished(request, response, { login: { accountId: present.subject } });
  }

  return {
    url,
    signInAs: (person) => {
      present = person;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration(
  client: Parameters<typeof startTestIssuer>[0],
  people: ReadonlyMap<string, Person>,
): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [...client.redirectUris],
        post_logout_redirect_uris: [client.postLogoutRedirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['test'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 300, IdToken: 300 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => {
        const person = people.get(subject);
        return { sub: subject, email: person?.email ?? '', email_verified: person?.isVerified ?? false };
      },
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    // Consent is the issuer's own business and not under test: everything asked for is granted.
    async loadExistingGrant(context) {
      const { oidc } = context;
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      grant.addResourceScope(apiResource, 'api');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'api',
          audience: apiAudience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
        }),
      },
    },
    extraTokenClaims: (_context, token) => {
      const person = people.get('accountId' in token ? String(token.accountId) : '');
      return person ? { email: person.email, email_verified: person.isVerified } : undefined;
    },
  };
}
