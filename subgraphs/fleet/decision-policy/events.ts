/** What devices of a domain may decide on their own, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** A person changed what the devices of a domain may decide on their own; null goes back to what is inherited. */
export type DecisionPolicyChanged = Event<
  'DecisionPolicyChanged',
  { readonly domainId: string; readonly allowed: readonly string[] | null }
>;

/** Every fact of the stream `decision_policy-<domainId>`. */
export type DecisionPolicyEvent = DecisionPolicyChanged;
