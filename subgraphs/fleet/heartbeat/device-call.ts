/** What every call of a device begins with: who it is by its certificate, and the refusal when that is not accepted. */
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { TrustState } from '../device/events.ts';
import { rotatedAway } from '../lifecycle/life.ts';

/** A device as its certificate names it; nothing of this comes from a body. */
export type Caller = { readonly tenantId: string; readonly deviceId: string; readonly fingerprint: string };

/** The caller of a device's request. The rule `device` has run before. */
export function callerOf(viewer: Viewer): Caller {
  const { tenantId, subject, certificateFingerprint: fingerprint } = viewer;
  invariant(viewer.kind === 'device' && tenantId && fingerprint, 'a device viewer has a tenant and a fingerprint');
  return { tenantId, deviceId: subject, fingerprint };
}

/** Why a call is not heard: the device's trust, or a certificate that is over. Null trust: unknown device. */
export function unheard(trust: TrustState | null, isRotated = false): Refusal {
  switch (trust) {
    case null:
      return new Refusal('FORBIDDEN', 'This device is not known. Enroll it again.', { trust: 'UNKNOWN' });
    case 'REVOKED':
      return new Refusal('FORBIDDEN', 'This device was revoked.', { trust });
    case 'PENDING':
      return new Refusal('FORBIDDEN', 'This device waits for approval.', { trust });
    case 'TRUSTED':
    case 'QUARANTINED': {
      if (isRotated) return rotatedAway();
      const words = 'This certificate was superseded. Use the newest one, or collect one by proof of key.';
      return new Refusal('UNAUTHENTICATED', words, { trust, certificate: 'SUPERSEDED' });
    }
  }
}
