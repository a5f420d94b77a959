import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autoApproval, ruleFor, type AutoApprovalRuleCommand } from './auto-approval.ts';
import type { AutoApprovalRuleEvent } from './events.ts';

const create: AutoApprovalRuleCommand = {
  type: 'CreateAutoApprovalRule',
  ruleId: 'r',
  name: 'kiosks',
  labels: [
    {
      key: 'site',
      value: 'rtm',
    },
  ],
  domainId: null,
};
const disable: AutoApprovalRuleCommand = { type: 'DisableAutoApprovalRule', ruleId: 'r' };

describe('an auto-approval rule', () => {
  test('needs a label or a domain', () => {
    expect(() => autoApproval.decide({ ...create, labels: [] }, autoApproval.initialState)).toThrow(/every device/);
    expect(autoApproval.decide({ ...create, labels: [], domainId: 'd' }, { stage: 'absent' })).toHaveLength(1);
  });

  test('approves a device that has all of its labels, in its subtree only', () => {
    const labels = [{ key: 'site', value: 'rtm' }];
    const rules = [{ id: '1', name: 'b', labels, domainPath: 'retail/nl' }];
    const device = { labels: [...labels, { key: 'role', value: 'till' }], domainPath: 'retail/nl/rtm' };
    expect(ruleFor(rules, device)?.id).toBe('1');
    expect(ruleFor(rules, { ...device, domainPath: 'retail/nl' })?.id).toBe('1');
    expect(ruleFor(rules, { ...device, domainPath: 'retail/nlx' })).toBeNull();
    expect(ruleFor(rules, { ...device, labels: [{ key: 'site', value: 'ams' }] })).toBeNull();
    expect(ruleFor([{ id: '2', name: 'a', labels, domainPath: null }, ...rules], device)?.id).toBe('2');
  });

  test('any sequence of accepted commands replays to the same state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(create, disable), { maxLength: 8 }), (commands) => {
        const events: AutoApprovalRuleEvent[] = [];
        let live = autoApproval.initialState;
        for (const command of commands) {
          try {
            const decided = autoApproval.decide(command, live);
            events.push(...decided);
            live = replay({ ...autoApproval, initialState: live }, decided);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
          }
        }
        expect(replay(autoApproval, events)).toEqual(live);
      }),
    );
  });
});
