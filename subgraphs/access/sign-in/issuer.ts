/**
 * The OpenID issuer that vouches for people. Discovered when it is first needed, so that access starts without it;
 * a failed discovery is tried again by the next caller, a good one is kept for an hour.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import type { AccessConfig } from '../config.ts';
import type { Attempt } from './attempt.ts';

/** Who somebody is, by the issuer's word. */
export type Identity = {
  readonly issuer: string;
  readonly subject: string;
  /** In lower case; null unless the issuer has verified that the address is the person's. */
  readonly verifiedEmail: string | null;
};

type Discovered = {
  readonly configuration: oidc.Configuration;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  readonly issuer: string;
  readonly until: number;
};

const discoveryTtlMs = 3_600_000;
const timeoutS = 5;
const bearerAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'];

/** One issuer and our registration with it. */
export class Issuer {
  readonly #config: AccessConfig;
  #discovered: Discovered | undefined;
  #discovering: Promise<Discovered> | undefined;

  constructor(config: AccessConfig) {
    this.#config = config;
  }

  /** The page of the issuer where the person proves who they are. Refuses with UNAVAILABLE without an issuer. */
  async authorizationUrl(attempt: Attempt, options: { readonly mustAskAgain: boolean }): Promise<URL> {
    const { configuration } = await this.#discover();
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#config.redirectUrl,
      scope: 'openid email profile',
      response_type: 'code',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...(options.mustAskAgain && { prompt: 'login' }),
    });
  }

  /** Exchanges the code the issuer sent along for the identity. Refuses when the issuer, state or nonce do not fit. */
  async exchange(search: string, attempt: Attempt): Promise<Identity> {
    const { configuration, issuer } = await this.#discover();
    const callback = new URL(this.#config.redirectUrl);
    callback.search = search;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('the issuer sent no ID token');
      if (claims['email'] !== undefined) return identityOf(issuer, claims);
      // Issuers may keep the address out of the ID token; the subject binds this answer to that token.
      return identityOf(issuer, await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub));
    } catch (thrown) {
      throw refusalOf(thrown);
    }
  }

  /** The identity and expiry in a JWT that this issuer made for our API, or null when it is anything else. */
  async identify(jwt: string): Promise<{ readonly identity: Identity; readonly expiresAt: Date } | null> {
    const { keys, issuer } = await this.#discover();
    try {
      const { payload } = await jwtVerify(jwt, keys, {
        issuer,
        audience: this.#config.audience,
        algorithms: bearerAlgorithms,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 5,
      });
      return { identity: identityOf(issuer, payload), expiresAt: new Date((payload.exp ?? 0) * 1000) };
    } catch (thrown) {
      // Only a failure to get the keys is the issuer's fault; everything else is the token's.
      if (isUnreachable(thrown)) throw unavailable(thrown);
      return null;
    }
  }

  /** Where the browser can end its session with the issuer as well; null when the issuer has no such page or is away. */
  async endSessionUrl(): Promise<URL | null> {
    const discovered = await this.#discover().catch(() => null);
    if (!discovered?.configuration.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(discovered.configuration, { post_logout_redirect_uri: this.#config.consoleUrl });
  }

  async #discover(): Promise<Discovered> {
    if (this.#discovered && this.#discovered.until > Date.now()) return this.#discovered;
    this.#discovering ??= this.#fetchMetadata().finally(() => (this.#discovering = undefined));
    try {
      this.#discovered = await this.#discovering;
      return this.#discovered;
    } catch (thrown) {
      // What was discovered an hour ago is most likely still true; a stale answer is better than none.
      if (this.#discovered) return this.#discovered;
      throw unavailable(thrown);
    }
  }

  async #fetchMetadata(): Promise<Discovered> {
    const { issuer, clientId, clientSecret } = this.#config;
    const isPlain = new URL(issuer).protocol === 'http:';
    const configuration = await oidc.discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      clientAuthentication(clientSecret),
      { timeout: timeoutS, ...(isPlain && { execute: [oidc.allowInsecureRequests] }) },
    );
    const metadata = configuration.serverMetadata();
    if (!metadata.jwks_uri) throw new Error('the issuer names no keys');
    return {
      configuration,
      keys: createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: timeoutS * 1000 }),
      issuer: metadata.issuer,
      until: Date.now() + discoveryTtlMs,
    };
  }
}

/** How we prove to be the client: by the method every issuer must know, unless it says that it does not. */
function clientAuthentication(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...request) => {
    const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const prove = known.includes('client_secret_basic') ? basic : post;
    prove(server, ...request);
  };
}

function identityOf(issuer: string, claims: JWTPayload): Identity {
  const { sub, email, email_verified: isVerified } = claims as Record<string, unknown>;
  const hasEmail = typeof email === 'string' && (isVerified === true || isVerified === 'true');
  return { issuer, subject: String(sub), verifiedEmail: hasEmail ? email.trim().toLowerCase() : null };
}

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof oidc.AuthorizationResponseError && thrown.error === 'access_denied') {
    return new Refusal('FORBIDDEN', 'Sign-in was cancelled at the sign-in service.', {}, { cause: thrown });
  }
  if (isUnreachable(thrown)) return unavailable(thrown);
  const words = 'The sign-in service did not confirm this sign-in. Start again.';
  return new Refusal('UNAUTHENTICATED', words, {}, { cause: thrown });
}

/** Whether the issuer could not be asked, as opposed to having said no. */
function isUnreachable(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = (error as { code?: unknown }).code;
    if (error instanceof TypeError && error.message === 'fetch failed') return true;
    if (error.name === 'TimeoutError' || code === 'ERR_JWKS_TIMEOUT' || code === 'OAUTH_TIMEOUT') return true;
    if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'ERR_JOSE_GENERIC') return true;
  }
  return false;
}

function unavailable(cause: unknown): Refusal {
  const words = 'The sign-in service does not answer. Try again in a moment.';
  return new Refusal('UNAVAILABLE', words, {}, { cause, retryAfterMs: 2000 });
}
