/**
 * Whether a device may take part, as the fleet's last word on it says. It is read from the log at every pull: pulls are
 * rare and large, and a revocation must count from the next one on.
 */
import type { TrustFacts } from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { ask } from '@flotilla/kernel/transaction';
import type { Viewer } from '@flotilla/kernel/viewer';

/** Every fact of the fleet that decides who is believed has this, carries the complete answer, and no other fact has it. */
const answered = 'fingerprints' satisfies keyof TrustFacts;

/** Refuses with FORBIDDEN unless the device is trusted, and its certificate is one that speaks for it. */
export async function assertTrusted(em: EntityManager, { subject, certificateFingerprint }: Viewer): Promise<void> {
  const [word] = await ask<{ trust: string; fingerprints: readonly string[] }>(
    em,
    `select e.data ->> 'trust' as trust, e.data -> 'fingerprints' as fingerprints from log.events e
     where e.stream = $1 and jsonb_exists(e.data, $2) order by e.stream_version desc limit 1`,
    [`device-${subject}`, answered],
  );
  const trust = word?.trust ?? 'UNKNOWN';
  if (trust !== 'TRUSTED') {
    throw new Refusal('FORBIDDEN', `This device is ${trust}, and only trusted devices are served.`, { trust });
  }
  if (certificateFingerprint === null || !word?.fingerprints.includes(certificateFingerprint)) {
    throw new Refusal('FORBIDDEN', 'This certificate does not speak for the device any more.', { trust: 'REPLACED' });
  }
}
