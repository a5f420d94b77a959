/** The people of the demo tenants as callers, and the machines and devices a test needs beside them. */
import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { handle } from '@flotilla/kernel/handle';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { serviceAccountAggregate, sessionAggregate, userAggregate } from '../aggregates.ts';
import { hashSecret, newSecret, printServiceToken } from '../secrets.ts';
import { UserRow } from '../user/row.ts';
import { anonymous, type AccessStack } from './stack.ts';

/** A user of a demo tenant, as the gateway would introduce them; of a person of several tenants, the first one made. */
export async function viewerNamed(access: AccessStack, email: string): Promise<Viewer> {
  const row = await access.database.inTenant(everyTenant, (em) =>
    em.findOneOrFail(UserRow, { email }, { orderBy: { createdAt: 'asc' } }),
  );
  return { ...anonymous, kind: 'user', subject: row.id, tenantId: row.tenantId, roles: row.roles };
}

/** A machine with scopes; it has no account of its own unless the test makes one. */
export function serviceWith(tenantId: string | null, scopes: readonly string[]): Viewer {
  return { ...anonymous, kind: 'service', subject: randomUUID(), tenantId, scopes };
}

/** Starts a session for a user and answers its id and token. */
export async function startSession(
  access: AccessStack,
  viewer: Viewer,
): Promise<{ readonly sessionId: string; readonly token: string }> {
  const [sessionId, token] = [randomUUID(), newSecret()];
  await handle(access.database, sessionAggregate, {
    id: sessionId,
    viewer,
    command: {
      type: 'StartSession',
      sessionId,
      userId: viewer.subject,
      tokenHash: hashSecret(token),
      userAgent: 'TestBrowser/1.0',
      now: new Date().toISOString(),
      ttlS: 3600,
    },
  });
  return { sessionId, token };
}

/** Adds a user nobody else uses to a tenant. */
export async function addUser(access: AccessStack, tenantId: string | null): Promise<Viewer> {
  const userId = randomUUID();
  const viewer = systemViewer(tenantId);
  const by = { userId: null, isPlatformAdmin: true };
  await handle(access.database, userAggregate, {
    id: userId,
    viewer,
    command: { type: 'AddUser', userId, email: `${userId}@some.test`, name: 'Somebody', roles: ['VIEWER'], by },
  });
  return { ...anonymous, kind: 'user', subject: userId, tenantId, roles: ['VIEWER'] };
}

/** Creates a service account of a tenant and answers its id and token. */
export async function addServiceAccount(
  access: AccessStack,
  tenantId: string | null,
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, secret] = [randomUUID(), newSecret()];
  await handle(access.database, serviceAccountAggregate, {
    id,
    viewer: systemViewer(tenantId),
    command: {
      type: 'CreateServiceAccount',
      serviceAccountId: id,
      name: 'exporter',
      scopes: ['fleet:read'],
      ttlHours: 1,
      secretHash: hashSecret(secret),
      now: new Date().toISOString(),
      grantable: ['fleet:read'],
    },
  });
  return { id, token: printServiceToken(id, secret) };
}
