/** Where is the device in its life? */
import type { TransitionTable } from './transition.ts';

/** The coarse stages of a device's life. */
export type LifecyclePhase =
  'PROVISIONING' | 'ENROLLED' | 'ACTIVE' | 'UPDATING' | 'DEGRADED' | 'QUARANTINED' | 'DECOMMISSIONING' | 'RETIRED';

/** Every legal change of phase. RETIRED is final; the row and its evidence stay. */
export const phaseTransitions: TransitionTable<LifecyclePhase> = {
  PROVISIONING: ['ENROLLED'],
  ENROLLED: ['ACTIVE'],
  ACTIVE: ['UPDATING', 'DEGRADED', 'DECOMMISSIONING'],
  UPDATING: ['ACTIVE', 'DEGRADED'],
  DEGRADED: ['ACTIVE', 'UPDATING', 'QUARANTINED'],
  QUARANTINED: ['ACTIVE', 'DECOMMISSIONING'],
  DECOMMISSIONING: ['RETIRED'],
  RETIRED: [],
};

/** All phases. */
export const lifecyclePhases = Object.keys(phaseTransitions) as readonly LifecyclePhase[];
