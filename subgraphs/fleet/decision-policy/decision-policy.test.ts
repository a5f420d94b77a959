import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decisionPolicy, type SetDecisionPolicy } from './decision-policy.ts';
import type { DecisionPolicyEvent } from './events.ts';

const word = fc.constantFrom('restart_service', 'buffer', 'Not one', '', 'cache_served');
const command: fc.Arbitrary<SetDecisionPolicy> = fc.record({
  type: fc.constant('SetDecisionPolicy' as const),
  domainId: fc.constant('d'),
  allowed: fc.option(fc.array(word, { maxLength: 4 })),
});

test('any sequence of accepted commands replays to the same state, and a repeated one changes nothing', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      const events: DecisionPolicyEvent[] = [];
      for (const each of commands) {
        const state = replay(decisionPolicy, events);
        try {
          events.push(...decisionPolicy.decide(each, state));
          expect(decisionPolicy.decide(each, replay(decisionPolicy, events))).toEqual([]);
        } catch (thrown) {
          if (!isRefusal(thrown)) throw thrown;
          expect(each.allowed?.some((one) => !/^[a-z_]+$/.test(one))).toBe(true);
        }
      }
    }),
  );
});
