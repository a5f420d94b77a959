/** A device that has claimed, as its stream tells it, and whom it makes believed. Apart from the decider, because the
 * decisions about its life are made in `life.ts`, which `device.ts` asks. */
import type {
  DecommissionStepName,
  DegradedReason,
  DeviceId,
  IssuedCertificate,
  Placement,
  TrustFacts,
  TrustState,
} from '../device/events.ts';
import type { LabelPair } from '../naming/labels.ts';
import type { LifecyclePhase } from './phase.ts';
import { mayCall } from './trust.ts';

/** What a device may do after its credentials were rotated: prove one of these keys, until then. */
export type Rotation = { readonly keys: readonly string[]; readonly renewUntil: string };

/** The newest update a device was told of, and whether it is over. Fences of a device only rise. */
export type KnownUpdate = { readonly fence: number; readonly isOver: boolean };

/** A device that has claimed. */
export type KnownDevice = {
  readonly stage: 'known';
  readonly id: DeviceId;
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly name: string;
  readonly labels: readonly LabelPair[];
  readonly placement: Placement;
  /** Where its software is taken from. */
  readonly channel: string;
  /** Base64 of the key it claimed with, or renewed its identity with. */
  readonly publicKey: string;
  /** The certificate it is known to use; null until the first is issued. */
  readonly current: IssuedCertificate | null;
  /** A newer one that it has not used yet; null most of the time. */
  readonly next: IssuedCertificate | null;
  /** Set while its credentials are ended and it has not renewed its identity. */
  readonly rotation: Rotation | null;
  readonly agentVersion: string;
  readonly inventoryHash: string | null;
  /** Why it is DEGRADED; empty otherwise. */
  readonly reasons: readonly DegradedReason[];
  /** The newest update it was told of; null before the first. */
  readonly update: KnownUpdate | null;
  /** Steps of its decommission that are behind it. */
  readonly stepsDone: readonly DecommissionStepName[];
};

/** The fingerprints that are accepted from a device in this state. */
export function acceptedFingerprints(state: Pick<KnownDevice, 'trust' | 'current' | 'next'>): readonly string[] {
  if (!mayCall(state.trust)) return [];
  return [state.next, state.current].flatMap((certificate) => (certificate ? [certificate.fingerprint] : []));
}

/** The trust facts of a device in this state. */
export function trustFacts(state: KnownDevice): TrustFacts {
  return { deviceId: state.id, trust: state.trust, fingerprints: acceptedFingerprints(state) };
}
