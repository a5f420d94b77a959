/** What access reads from the environment: the issuer that vouches for people, and how long a session lives. */
import { createHmac } from 'node:crypto';
import { ConfigError, fileText, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An issuer is trusted for every identity, so it may be reached without TLS on this machine only. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}

const shape = {
  FLOTILLA_OIDC_ISSUER: z
    .url('must be an absolute URL')
    .refine(isSafeIssuer, 'must be an https URL; http is accepted on loopback only')
    .default('http://localhost:4010'),
  FLOTILLA_OIDC_CLIENT_ID: z.string().default('flotilla-console'),
  FLOTILLA_OIDC_CLIENT_SECRET: z.string().optional(),
  FLOTILLA_OIDC_REDIRECT_URL: url.default('http://localhost:4000/auth/callback'),
  FLOTILLA_OIDC_AUDIENCE: z.string().default('flotilla-api'),
  FLOTILLA_CONSOLE_URL: url.default('http://localhost:3000'),
  FLOTILLA_MASTER_KEY_FILE: fileText,
  FLOTILLA_SESSION_TTL_HOURS: z.coerce.number().min(1, 'must be 1 to 2160').max(2160, 'must be 1 to 2160').default(168),
  FLOTILLA_SESSION_IDLE_HOURS: z.coerce.number().min(0.1, 'must be 0.1 to 2160').max(2160).default(24),
};

/** The configuration of access, in the words its code uses. */
export type AccessConfig = {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client, which then proves itself by PKCE alone. */
  readonly clientSecret: string | undefined;
  readonly redirectUrl: string;
  /** The audience a bearer JWT must name. */
  readonly audience: string;
  readonly consoleUrl: string;
  /** 256 bits, for the cookie of a sign-in under way and nothing else. */
  readonly cookieKey: Uint8Array;
  readonly sessionTtlS: number;
  readonly sessionIdleS: number;
};

/** Reads the configuration. Throws `ConfigError` with a line per wrong variable. */
export function readAccessConfig(env: NodeJS.ProcessEnv): AccessConfig {
  const config = readConfig(shape, env);
  if (config.FLOTILLA_OIDC_AUDIENCE === config.FLOTILLA_OIDC_CLIENT_ID) {
    // An ID token names the client as its audience and must never pass for an access token.
    throw new ConfigError('FLOTILLA_OIDC_AUDIENCE: must differ from FLOTILLA_OIDC_CLIENT_ID');
  }
  return {
    issuer: config.FLOTILLA_OIDC_ISSUER,
    clientId: config.FLOTILLA_OIDC_CLIENT_ID,
    clientSecret: config.FLOTILLA_OIDC_CLIENT_SECRET,
    redirectUrl: config.FLOTILLA_OIDC_REDIRECT_URL,
    audience: config.FLOTILLA_OIDC_AUDIENCE,
    consoleUrl: config.FLOTILLA_CONSOLE_URL,
    cookieKey: createHmac('sha256', config.FLOTILLA_MASTER_KEY_FILE.trim()).update('access sign-in cookie').digest(),
    sessionTtlS: config.FLOTILLA_SESSION_TTL_HOURS * 3600,
    sessionIdleS: config.FLOTILLA_SESSION_IDLE_HOURS * 3600,
  };
}
