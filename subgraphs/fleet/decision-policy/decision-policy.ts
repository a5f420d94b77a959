/**
 * What the devices of a domain may decide on their own while nobody can be asked. A domain lists it or inherits the list
 * of the domain above; the list of the top, where nobody wrote one, is in `journal/verdict.ts`. Pure.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { DecisionPolicyEvent } from './events.ts';

const decisionsMax = 100;
const shape = /^[a-z][a-z0-9_]{0,63}$/;

/** What one domain lists itself; null where it inherits. */
export type DecisionPolicyState = { readonly allowed: readonly string[] | null };

/** List what may be decided, all of it; null inherits. */
export type SetDecisionPolicy = {
  readonly type: 'SetDecisionPolicy';
  readonly domainId: string;
  readonly allowed: readonly string[] | null;
};

/** The decider of the stream `decision_policy-<domainId>`. */
export const decisionPolicy: Decider<DecisionPolicyState, SetDecisionPolicy, DecisionPolicyEvent> & {
  category: string;
} = {
  category: 'decision_policy',
  initialState: { allowed: null },
  decide({ domainId, allowed: wanted }, state) {
    const allowed = wanted === null ? null : checked(wanted);
    if (JSON.stringify(allowed) === JSON.stringify(state.allowed)) return [];
    return [{ type: 'DecisionPolicyChanged', data: { domainId, allowed } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DecisionPolicyChanged':
        return { allowed: event.data.allowed };
      default:
        return state;
    }
  },
};

function checked(wanted: readonly string[]): readonly string[] {
  const wrong = wanted.find((word) => !shape.test(word));
  if (wrong !== undefined || wanted.length > decisionsMax) {
    const words =
      wrong === undefined
        ? `At most ${decisionsMax} decisions are listed.`
        : `"${wrong.slice(0, 64)}" is no decision: small letters, digits and underscores, as in restart_service.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'allowed' });
  }
  return [...new Set(wanted)].toSorted();
}
