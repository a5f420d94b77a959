/**
 * The development OpenID provider: authorization code with PKCE for two clients, the console and a person's own
 * programs, and people from `users.ts`. It stands in for a real identity provider and asks nobody for consent. Any
 * other issuer is configuration, not code.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { errors, interactionPolicy, type ClientMetadata, type Configuration, type JWKS } from 'oidc-provider';
import type { IssuerConfig } from './config.ts';
import { messagePage, signOutPage } from './login-page.ts';
import type { IssuerStore } from './store.ts';
import { findDevelopmentUser } from './users.ts';

function makeSigningKeys(): JWKS {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty = 'RSA', ...key } = privateKey.export({ format: 'jwk' });
  return { keys: [{ ...key, kty, use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }] };
}

/**
 * Asks who somebody is at every sign-in: whoever signs out of the console wants to come back as somebody else. That is
 * also the person's word that a program of theirs wants in, so nobody is asked for consent once more.
 */
function alwaysAskWho(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const check = new Check('development', 'every sign-in asks', ({ oidc }) =>
    oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get('login')?.checks.add(check);
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
}

const hourS = 3600;

/** The client a person's scripts and tools sign in with: it has no secret, and answers come to the person's machine. */
export const programClientId = 'flotilla-cli';

/** How a client names the operators' API when it asks for an access token (RFC 8707). */
export const apiResource = 'urn:flotilla:api';

const apiScope = 'api';

/** The console, known by its secret, and programs, known by nothing but the person who signs in with them. */
function clientsOf(config: IssuerConfig): ClientMetadata[] {
  const byCode = { grant_types: ['authorization_code'], response_types: ['code'] } as const;
  return [
    {
      client_id: config.clientId,
      client_secret: config.clientSecret,
      redirect_uris: [config.redirectUrl],
      post_logout_redirect_uris: [config.consoleUrl, `${config.consoleUrl}/`],
      ...byCode,
    },
    {
      client_id: programClientId,
      token_endpoint_auth_method: 'none',
      // Of a native client any port of the loopback address is the same redirect URL (RFC 8252).
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback'],
      ...byCode,
    },
  ];
}

/** Programs get a JWT for the API, which access verifies by itself; the console, which asks for none, gets none. */
function apiTokens(config: IssuerConfig): NonNullable<Configuration['features']>['resourceIndicators'] {
  return {
    enabled: true,
    defaultResource: (_, client) => (client.clientId === programClientId ? apiResource : []),
    useGrantedResource: () => true,
    getResourceServerInfo: (_, resource) => {
      if (resource !== apiResource) throw new errors.InvalidTarget(`the only resource here is ${apiResource}`);
      return {
        scope: apiScope,
        audience: config.apiAudience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: hourS,
        jwt: { sign: { alg: 'RS256' } },
      };
    },
  };
}

/** Makes the provider; `callback()` of it is the request handler. */
export function makeProvider(config: IssuerConfig, store: IssuerStore): Provider {
  const configuration: Configuration = {
    adapter: store.adapters,
    clients: clientsOf(config),
    jwks: store.setting('jwks', makeSigningKeys),
    cookies: { keys: store.setting('cookies', () => [randomBytes(32).toString('base64url')]) },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // The client reads the e-mail address from the ID token and never asks the user-info endpoint.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
      },
      resourceIndicators: apiTokens(config),
    },
    // Access knows people by an address the issuer has verified, until they have signed in once.
    extraTokenClaims: (_, token) => {
      const user = 'accountId' in token ? findDevelopmentUser(String(token.accountId)) : undefined;
      return user && { email: user.email, email_verified: true };
    },
    pkce: { required: () => true },
    interactions: { policy: alwaysAskWho(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: hourS, Session: 14 * 24 * hourS, Grant: 14 * 24 * hourS, IdToken: hourS, AccessToken: hourS },
    findAccount: (_, id) => {
      const user = findDevelopmentUser(id);
      const claims = user && { sub: user.email, email: user.email, email_verified: true, name: user.name };
      return claims && { accountId: user.email, claims: () => Promise.resolve(claims) };
    },
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      grant.addResourceScope(apiResource, apiScope);
      await grant.save();
      return grant;
    },
    renderError: (context, error) => {
      context.type = 'html';
      context.body = messagePage('Sign-in did not work', error.error_description ?? error.error);
    },
  };
  return new Provider(config.issuer, configuration);
}
