/**
 * The gateway's word about a caller, as a signed token that lives 30 seconds and names one audience and one
 * body. Subgraphs believe this token and nothing else. EdDSA over JWS compact form (RFC 8037), by `node:crypto`
 * directly because both sides handle one per request on the hot path.
 */
import { createHash, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { Refusal } from './errors.ts';
import { roles, viewerKinds, type Role, type Viewer, type ViewerKind } from './viewer.ts';

/** The HTTP header, and the key in a subscription's extensions, that carries the token. */
export const identityHeader = 'x-flotilla-identity';

/** Seconds a token is valid. */
export const identityTtlS = 30;

/** Clock difference between gateway and subgraph that is tolerated, in seconds. */
export const skewS = 5;

const protectedHeader = base64url(JSON.stringify({ alg: 'EdDSA', typ: 'JWT' }));

/** What a token asserts, besides who signed it. */
export type IdentityClaims = {
  readonly viewer: Viewer;
  /** Name of the subgraph the request goes to. */
  readonly audience: string;
  /** Digest of the exact body, from `bodyHash`. */
  readonly bodyHash: string;
  /** Unix time of issue, in seconds. */
  readonly issuedAtS: number;
};

/** base64url of the SHA-256 of an HTTP body, or of a subscription's `JSON.stringify([query, variables ?? {}])`. */
export function bodyHash(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}

/**
 * What takes the place of a body's digest where the body is streamed and nobody can know its digest in advance: the
 * method and the path after the subgraph's name, with the query.
 */
export function streamHash(method: string, path: string): string {
  return bodyHash(`stream ${method} ${path}`);
}

/** Makes the token the gateway sends along with one request. */
export function signIdentity(claims: IdentityClaims, privateKey: KeyObject): string {
  const payload = {
    iss: 'flotilla-gateway',
    aud: claims.audience,
    iat: claims.issuedAtS,
    exp: claims.issuedAtS + identityTtlS,
    bh: claims.bodyHash,
    ...claimsOf(claims.viewer),
  };
  const signed = `${protectedHeader}.${base64url(JSON.stringify(payload))}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

/**
 * The caller a token speaks of. Refuses with UNAUTHENTICATED when the signature, audience, age or body do not
 * match; the message does not say which, the cause does.
 */
export function verifyIdentity(
  token: string,
  expected: { readonly audience: string; readonly bodyHash: string; readonly nowS: number },
  publicKey: KeyObject,
): Viewer {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header !== protectedHeader || !payload || !signature || rest.length > 0) throw untrusted('not our token');
  const isOurs = verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
  if (!isOurs) throw untrusted('bad signature');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  if (claims['iss'] !== 'flotilla-gateway') throw untrusted('other issuer');
  if (claims['aud'] !== expected.audience) throw untrusted('other audience');
  if (typeof claims['exp'] !== 'number' || claims['exp'] + skewS < expected.nowS) throw untrusted('expired');
  if (typeof claims['iat'] !== 'number' || claims['iat'] - skewS > expected.nowS) throw untrusted('not yet valid');
  if (!sameText(String(claims['bh']), expected.bodyHash)) throw untrusted('other body');
  return viewerOf(claims);
}

/** A viewer as claims, for whoever proves by other means that they are the gateway's. */
export function claimsOf(viewer: Viewer): Record<string, unknown> {
  return {
    sub: viewer.subject,
    kind: viewer.kind,
    tenant: viewer.tenantId,
    roles: viewer.roles,
    scopes: viewer.scopes,
    sid: viewer.sessionId,
    fpr: viewer.certificateFingerprint,
    rid: viewer.requestId,
  };
}

/** The viewer that proven claims speak of. Refuses with UNAUTHENTICATED a kind of caller that cannot come this way. */
export function viewerOf(claims: Readonly<Record<string, unknown>>): Viewer {
  const kind = claims['kind'];
  if (!viewerKinds.includes(kind as ViewerKind) || kind === 'system') throw untrusted('unknown kind of caller');
  return {
    kind: kind as ViewerKind,
    subject: textOr(claims['sub'], ''),
    tenantId: textOr(claims['tenant'], null),
    roles: texts(claims['roles']).filter((role): role is Role => roles.includes(role as Role)),
    scopes: texts(claims['scopes']),
    sessionId: textOr(claims['sid'], null),
    certificateFingerprint: textOr(claims['fpr'], null),
    requestId: textOr(claims['rid'], ''),
  };
}

function textOr<Fallback>(value: unknown, fallback: Fallback): string | Fallback {
  return typeof value === 'string' ? value : fallback;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Why something is not believed; the caller is not told which of the reasons it was. */
export function untrusted(cause: string): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The request does not come through the gateway.', {}, { cause });
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
