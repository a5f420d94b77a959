/**
 * The only answer to "who asks". A viewer is made from a verified gateway token and from nothing else:
 * never from an id in a body or an argument.
 */

/** The six roles a person can hold in a tenant. */
export const roles = ['VIEWER', 'OPERATOR', 'SECURITY_ANALYST', 'FINOPS', 'TENANT_ADMIN', 'PLATFORM_ADMIN'] as const;

/** One of the six roles. */
export type Role = (typeof roles)[number];

/** What sort of caller it is. `claimant` is a device without a certificate; `gateway` is the gateway itself. */
export const viewerKinds = ['user', 'service', 'device', 'claimant', 'anonymous', 'gateway', 'system'] as const;

/** One of the sorts of caller. */
export type ViewerKind = (typeof viewerKinds)[number];

/** A verified caller and everything authorisation may depend on. */
export type Viewer = {
  readonly kind: ViewerKind;
  /** Id of the user, service account or device; empty for anonymous callers. */
  readonly subject: string;
  /** The tenant every read and write of this caller is confined to; null when there is none. */
  readonly tenantId: string | null;
  readonly roles: readonly Role[];
  /** Scopes of a service account, e.g. `fleet:read`. */
  readonly scopes: readonly string[];
  readonly sessionId: string | null;
  /** SHA-256 of the client certificate in lower-case hex; devices only. */
  readonly certificateFingerprint: string | null;
  readonly requestId: string;
};

/** The caller that start-up work and seeds act as. */
export function systemViewer(tenantId: string | null, requestId = 'system'): Viewer {
  return {
    kind: 'system',
    subject: 'system',
    tenantId,
    roles: [],
    scopes: [],
    sessionId: null,
    certificateFingerprint: null,
    requestId,
  };
}

/** How events name a caller: `user:<id>`, `device:<id>`, `service:<id>`, or the bare kind when it has no id. */
export function actorOf(viewer: Viewer): string {
  return viewer.kind === 'system' || viewer.subject === '' ? viewer.kind : `${viewer.kind}:${viewer.subject}`;
}

const implied: Readonly<Record<Role, readonly Role[]>> = {
  VIEWER: ['VIEWER'],
  OPERATOR: ['OPERATOR', 'VIEWER'],
  SECURITY_ANALYST: ['SECURITY_ANALYST', 'VIEWER'],
  FINOPS: ['FINOPS', 'VIEWER'],
  TENANT_ADMIN: ['TENANT_ADMIN', 'OPERATOR', 'SECURITY_ANALYST', 'FINOPS', 'VIEWER'],
  PLATFORM_ADMIN: [...roles],
};

/** Whether a caller holds a role, directly or because a role it holds includes it. */
export function holdsRole(viewer: Viewer, role: Role): boolean {
  return viewer.roles.some((held) => implied[held].includes(role));
}
