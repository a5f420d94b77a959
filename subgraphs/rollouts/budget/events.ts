/** What people said about how many devices may be busy or away at once, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** How many at once, over all rollouts; null is no limit. */
export type BudgetLimits = {
  /** Open leases at most. */
  readonly parallelMax: number | null;
  /** Devices that are away, or about to be because of a lease, at most. */
  readonly unavailableMax: number | null;
};

/** A budget was set, or set anew. `scope` without an id, e.g. `site`, is for each one that has none of its own. */
export type BudgetSet = Event<'BudgetSet', BudgetLimits & { readonly scope: string }>;

/** A budget of its own is no more; what is for each one holds again. */
export type BudgetRemoved = Event<'BudgetRemoved', { readonly scope: string }>;

/** Every fact of the stream `budget-<tenantId>`. */
export type BudgetEvent = BudgetSet | BudgetRemoved;
