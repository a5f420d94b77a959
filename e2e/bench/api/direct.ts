/**
 * Asking a subgraph as the gateway would, with an identity signed by the gateway's key, to tell what the gateway
 * itself costs. The format of the token is the contract of `subgraphs/kernel/identity.ts`, written down once more here
 * because the bench stands outside.
 */
import { createHash, createPrivateKey, randomUUID, sign, type KeyObject } from 'node:crypto';
import { Wire } from './wire.ts';

/** In whose name a call is made. */
export type DirectCaller = {
  readonly kind: 'device' | 'service';
  readonly subject: string;
  readonly tenantId: string;
  readonly scopes?: readonly string[];
  readonly fingerprint?: string;
};

const protectedHeader = base64url(JSON.stringify({ alg: 'EdDSA', typ: 'JWT' }));
const audience = 'fleet';

/** The fleet's own listener. */
export class DirectFleet {
  readonly #wire: Wire;
  readonly #key: KeyObject;

  constructor(subgraphsUrl: string, options: { readonly gatewayKeyPem: string; readonly sockets: number }) {
    this.#wire = new Wire(`${subgraphsUrl}/${audience}/graphql`, { sockets: options.sockets });
    this.#key = createPrivateKey(options.gatewayKeyPem);
  }

  /** Asks in somebody's name. Throws `Refused` with the first error. */
  async ask<Data>(caller: DirectCaller, query: string, variables: object): Promise<Data> {
    const body = JSON.stringify({ query, variables });
    return this.#wire.ask<Data>(body, { 'x-flotilla-identity': this.#token(caller, body) });
  }

  /** Closes the kept connections. */
  close(): void {
    this.#wire.close();
  }

  #token({ kind, subject, tenantId, scopes = [], fingerprint }: DirectCaller, body: string): string {
    const issuedAtS = Math.floor(Date.now() / 1_000);
    const payload = {
      iss: 'flotilla-gateway',
      aud: audience,
      iat: issuedAtS,
      exp: issuedAtS + 30,
      bh: createHash('sha256').update(body).digest('base64url'),
      sub: subject,
      kind,
      tenant: tenantId,
      roles: [],
      scopes,
      sid: null,
      fpr: fingerprint ?? null,
      rid: randomUUID(),
    };
    const signed = `${protectedHeader}.${base64url(JSON.stringify(payload))}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
