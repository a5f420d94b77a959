/** What every call of a device begins with: who it is by its certificate, and the refusal when that is not accepted. */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { ask } from '@flotilla/kernel/transaction';
import type { Viewer } from '@flotilla/kernel/viewer';
import { ofTenant } from '../of-tenant.ts';

/** A device as its certificate names it; nothing of this comes from a body. */
export type Caller = { readonly tenantId: string; readonly deviceId: string; readonly fingerprint: string };

/** The caller of a device's request. The rule `device` has run before. */
export function callerOf(viewer: Viewer): Caller {
  const { tenantId, subject, certificateFingerprint: fingerprint } = viewer;
  invariant(viewer.kind === 'device' && tenantId && fingerprint, 'a device viewer has a tenant and a fingerprint');
  return { tenantId, deviceId: subject, fingerprint };
}

/** Refuses a device that may not take part, as far as the fleet's facts have come here. */
export async function assertTrusted(em: EntityManager, { deviceId, fingerprint }: Caller): Promise<void> {
  const [row] = await ask<{ trust: string; isAccepted: boolean }>(
    em,
    `select d.trust, $2 = any(d.fingerprints) as "isAccepted" from devices d where ${ofTenant('d')} and d.id = $1`,
    [deviceId, fingerprint],
  );
  if (!row) throw new Refusal('UNAVAILABLE', 'This device is not known here yet. Ask again.', { deviceId });
  const { trust, isAccepted } = row;
  if (trust !== 'TRUSTED') throw new Refusal('FORBIDDEN', `This device is ${trust} and takes no part.`, { trust });
  if (!isAccepted) {
    const words = 'This certificate was superseded. Use the newest one, or collect one by proof of key.';
    throw new Refusal('UNAUTHENTICATED', words, { trust, certificate: 'SUPERSEDED' });
  }
}
