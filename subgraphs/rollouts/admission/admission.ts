/**
 * Whether one more device may be leased now. Everything that decides is given: how many hold a slot in each of its
 * scopes, how many are away beside those, and who else serves where the device does.
 */
import type { BudgetLimits } from '../budget/events.ts';

/** One scope of a candidate, as it is under the lock. */
export type Slot = BudgetLimits & {
  readonly scope: string;
  /** Open leases. */
  readonly used: number;
  /** Devices that are away and hold no lease, the candidate not among them. */
  readonly away: number;
};

/** How many others serve in a role that the area of the candidate cannot be without. */
export type Service = { readonly role: string; readonly othersServing: number };

/** Why a device cannot be leased now. */
export type Shortage =
  | {
      readonly kind: 'PARALLEL' | 'UNAVAILABLE';
      readonly scope: string;
      readonly used: number;
      readonly limit: number;
    }
  | { readonly kind: 'LAST_OF_ROLE'; readonly scope: string; readonly used: 0; readonly limit: 1 };

/** The first thing in the way of a grant, or null. A device that is leased is about to be away: it counts as such. */
export function shortageAtGrant(slots: readonly Slot[], services: readonly Service[]): Shortage | null {
  for (const { scope, used, away, parallelMax, unavailableMax } of slots) {
    if (parallelMax !== null && used + 1 > parallelMax) return { kind: 'PARALLEL', scope, used, limit: parallelMax };
    if (unavailableMax !== null && used + away + 1 > unavailableMax) {
      return { kind: 'UNAVAILABLE', scope, used: used + away, limit: unavailableMax };
    }
  }
  return lastOfRole(services);
}

/** The same when the device asks to start: its own lease is among the used ones. */
export function shortageAtBegin(slots: readonly Slot[], services: readonly Service[]): Shortage | null {
  for (const { scope, used, away, unavailableMax } of slots) {
    if (unavailableMax !== null && used + away > unavailableMax) {
      return { kind: 'UNAVAILABLE', scope, used: used + away - 1, limit: unavailableMax };
    }
  }
  return lastOfRole(services);
}

function lastOfRole(services: readonly Service[]): Shortage | null {
  const last = services.find(({ othersServing }) => othersServing === 0);
  return last ? { kind: 'LAST_OF_ROLE', scope: `role:${last.role}`, used: 0, limit: 1 } : null;
}
