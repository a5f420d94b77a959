/** May the device take part? Decided by people and rules. */
import type { TrustState } from '../device/events.ts';
import type { TransitionTable } from './transition.ts';

/** Every legal change of trust. REVOKED is final: a device that comes back claims as a new one. */
export const trustTransitions: TransitionTable<TrustState> = {
  PENDING: ['TRUSTED', 'REVOKED'],
  TRUSTED: ['QUARANTINED', 'REVOKED'],
  QUARANTINED: ['TRUSTED', 'REVOKED'],
  REVOKED: [],
};

/** All trust states. */
export const trustStates = Object.keys(trustTransitions) as readonly TrustState[];

/** Whether a device of this trust is heard at all: a quarantined one stays visible, a pending one has no certificate. */
export function mayCall(trust: TrustState): boolean {
  return trust === 'TRUSTED' || trust === 'QUARANTINED';
}
