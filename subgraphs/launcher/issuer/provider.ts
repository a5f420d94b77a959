/**
 * The development OpenID provider: authorization code with PKCE for one client, people from `users.ts`. It stands in
 * for a real identity provider and asks nobody for consent. Any other issuer is configuration, not code.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { interactionPolicy, type Configuration, type JWKS } from 'oidc-provider';
import type { IssuerConfig } from './config.ts';
import { messagePage, signOutPage } from './login-page.ts';
import type { IssuerStore } from './store.ts';
import { findDevelopmentUser } from './users.ts';

function makeSigningKeys(): JWKS {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty = 'RSA', ...key } = privateKey.export({ format: 'jwk' });
  return { keys: [{ ...key, kty, use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }] };
}

/** Asks who somebody is at every sign-in: whoever signs out of the console wants to come back as somebody else. */
function alwaysAskWho(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const check = new Check('development', 'every sign-in asks', ({ oidc }) =>
    oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get('login')?.checks.add(check);
  return policy;
}

const hourS = 3600;

/** Makes the provider; `callback()` of it is the request handler. */
export function makeProvider(config: IssuerConfig, store: IssuerStore): Provider {
  const configuration: Configuration = {
    adapter: store.adapters,
    clients: [
      {
        client_id: config.clientId,
        client_secret: config.clientSecret,
        redirect_uris: [config.redirectUrl],
        post_logout_redirect_uris: [config.consoleUrl, `${config.consoleUrl}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
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
