/** How the use of budgets follows from the facts of leases: one up with a grant, one down with whatever ends it. */
import type { LeaseEvent } from '../lease/events.ts';

/** Open leases by scope. A scope that nobody uses is absent. */
export type SlotUse = ReadonlyMap<string, number>;

/** By how much a fact of a lease changes the use of each of its scopes. */
export function slotStep(event: LeaseEvent): 1 | 0 | -1 {
  switch (event.type) {
    case 'LeaseGranted':
      return 1;
    case 'LeaseReported':
    case 'LeaseExpired':
    case 'LeaseWithdrawn':
    case 'LeaseOverridden':
      return -1;
    case 'LeaseBegun':
    case 'LeaseSuspected':
    case 'LeaseOverrideRequested':
      return 0;
  }
}

/** The use after one more fact. */
export function slotsAfter(use: SlotUse, event: LeaseEvent): SlotUse {
  const step = slotStep(event);
  if (step === 0) return use;
  const next = new Map(use);
  for (const scope of event.data.scopes) {
    const used = (next.get(scope) ?? 0) + step;
    if (used === 0) next.delete(scope);
    else next.set(scope, used);
  }
  return next;
}
