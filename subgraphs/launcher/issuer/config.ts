/** The development issuer's variables: the same names its client, the access subgraph, is configured with. */
import { join } from 'node:path';
import { logLevel, port, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

/** What the issuer needs to know. */
export type IssuerConfig = {
  readonly issuer: string;
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  /** The audience access wants to see in bearer tokens. */
  readonly apiAudience: string;
  readonly consoleUrl: string;
  readonly directory: string;
  readonly logLevel: string;
};

/** Reads the environment. Throws `ConfigError` naming every wrong variable. */
export function readIssuerConfig(env: NodeJS.ProcessEnv = process.env): IssuerConfig {
  const read = readConfig(
    {
      FLOTILLA_DATA_DIR: z.string().default('.flotilla'),
      FLOTILLA_HOST: z.string().default('127.0.0.1'),
      FLOTILLA_ISSUER_PORT: port(4010),
      FLOTILLA_OIDC_ISSUER: url.default('http://localhost:4010'),
      FLOTILLA_OIDC_CLIENT_ID: z.string().default('flotilla-console'),
      FLOTILLA_OIDC_CLIENT_SECRET: z.string('must be set'),
      FLOTILLA_OIDC_REDIRECT_URL: url.default('http://localhost:4000/auth/callback'),
      FLOTILLA_OIDC_AUDIENCE: z.string().min(1).default('flotilla-api'),
      FLOTILLA_CONSOLE_URL: url.default('http://localhost:3000'),
      FLOTILLA_LOG_LEVEL: logLevel,
    },
    env,
  );
  return {
    issuer: read.FLOTILLA_OIDC_ISSUER,
    host: read.FLOTILLA_HOST,
    port: read.FLOTILLA_ISSUER_PORT,
    clientId: read.FLOTILLA_OIDC_CLIENT_ID,
    clientSecret: read.FLOTILLA_OIDC_CLIENT_SECRET,
    redirectUrl: read.FLOTILLA_OIDC_REDIRECT_URL,
    apiAudience: read.FLOTILLA_OIDC_AUDIENCE,
    consoleUrl: read.FLOTILLA_CONSOLE_URL,
    directory: join(read.FLOTILLA_DATA_DIR, 'issuer'),
    logLevel: read.FLOTILLA_LOG_LEVEL,
  };
}
