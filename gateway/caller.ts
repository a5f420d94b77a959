/**
 * Who stands at a door, before a request makes a `Viewer` of them. A caller outlives its requests: a socket and a
 * TLS connection keep theirs, and subscriptions compare it with what access says now.
 */
import type { Role, Viewer, ViewerKind } from '@flotilla/kernel/viewer';

/** The secret a caller showed; kept to ask access again, never logged. */
export type Credential = { readonly sessionToken: string } | { readonly bearer: string };

/** A caller whose identity was verified at a door. */
export type Caller = {
  readonly kind: ViewerKind;
  readonly subject: string;
  readonly tenantId: string | null;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  readonly sessionId: string | null;
  readonly certificateFingerprint: string | null;
  readonly credential: Credential | null;
  /** When the credential is over, in milliseconds since 1970; infinite where nothing says so. */
  readonly expiresAtMs: number;
};

/** Somebody without a credential. */
export const anonymous: Caller = {
  kind: 'anonymous',
  subject: '',
  tenantId: null,
  roles: [],
  scopes: [],
  sessionId: null,
  certificateFingerprint: null,
  credential: null,
  expiresAtMs: Number.POSITIVE_INFINITY,
};

/** The gateway itself, when it calls internal routes. */
export const gatewayItself: Caller = { ...anonymous, kind: 'gateway', subject: 'gateway' };

/** Whether it is a person or a service account, as opposed to anybody. */
export function isSignedIn(caller: Caller): boolean {
  return caller.kind === 'user' || caller.kind === 'service';
}

/** The viewer that a subgraph is told about for one request of this caller. */
export function viewerOf(caller: Caller, requestId: string): Viewer {
  const { credential: _secret, expiresAtMs: _end, ...verified } = caller;
  return { ...verified, requestId };
}

/**
 * The viewer in whose name a shared subscription runs: what its subscribers have in common and nothing of any one of
 * them. A field that depends on the person therefore answers nothing to a shared subscription, instead of one
 * person's data to all.
 */
export function audienceOf(caller: Caller, requestId: string): Viewer {
  return { ...viewerOf(caller, requestId), subject: '', sessionId: null };
}
