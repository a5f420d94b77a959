/** What every call of a device begins with: who it is by its certificate, and the refusal when that is not accepted. */
import type { TrustFacts } from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { ask } from '@flotilla/kernel/transaction';
import type { Viewer } from '@flotilla/kernel/viewer';

/** A device as its certificate names it; nothing of this comes from a body. */
export type Caller = { readonly tenantId: string; readonly deviceId: string; readonly fingerprint: string };

/** The caller of a device's request. The rule `device` has run before. */
export function callerOf(viewer: Viewer): Caller {
  const { tenantId, subject, certificateFingerprint: fingerprint } = viewer;
  invariant(viewer.kind === 'device' && tenantId && fingerprint, 'a device viewer has a tenant and a fingerprint');
  return { tenantId, deviceId: subject, fingerprint };
}

/** Every fact of the fleet that decides who is believed has this, carries the complete answer, and no other fact has it. */
const answered = 'fingerprints' satisfies keyof TrustFacts;

/**
 * Refuses a device that may not take part, by the fleet's last word on it. It is read from the log and not from the rows
 * that follow it: who was put out a moment ago must not begin with a lease from before.
 */
export async function assertTrusted(em: EntityManager, { deviceId, fingerprint }: Caller): Promise<void> {
  const [word] = await ask<TrustFacts>(
    em,
    `select e.data ->> 'trust' as trust, e.data -> 'fingerprints' as fingerprints from log.events e
     where e.stream = $1 and jsonb_exists(e.data, $2) order by e.stream_version desc limit 1`,
    [`device-${deviceId}`, answered],
  );
  if (!word) throw new Refusal('UNAVAILABLE', 'This device is not known here yet. Ask again.', { deviceId });
  const { trust, fingerprints } = word;
  if (trust !== 'TRUSTED') throw new Refusal('FORBIDDEN', `This device is ${trust} and takes no part.`, { trust });
  if (!fingerprints.includes(fingerprint)) {
    const words = 'This certificate was superseded. Use the newest one, or collect one by proof of key.';
    throw new Refusal('UNAUTHENTICATED', words, { trust, certificate: 'SUPERSEDED' });
  }
}
