/**
 * Rules that approve pending devices by themselves. A rule names labels that a device must have, all of them, and
 * may be confined to a domain's subtree. Labels come from the token an operator made, never from the device.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedLabels, includesLabels, type LabelPair } from '../naming/labels.ts';
import { checkedName } from '../naming/words.ts';
import type { AutoApprovalRuleEvent } from './events.ts';

/** One rule as its stream tells it. */
export type AutoApprovalRuleState =
  { readonly stage: 'absent' } | { readonly stage: 'active' } | { readonly stage: 'disabled' };

/** Create a rule. It needs at least one label or a domain: a rule that approves everybody is refused. */
export type CreateAutoApprovalRule = {
  readonly type: 'CreateAutoApprovalRule';
  readonly ruleId: string;
  readonly name: string;
  readonly labels: readonly LabelPair[];
  readonly domainId: string | null;
};

/** End a rule. */
export type DisableAutoApprovalRule = { readonly type: 'DisableAutoApprovalRule'; readonly ruleId: string };

/** Every command of a rule. */
export type AutoApprovalRuleCommand = CreateAutoApprovalRule | DisableAutoApprovalRule;

/** The decider of the stream `auto_approval-<id>`. */
export const autoApproval: Decider<AutoApprovalRuleState, AutoApprovalRuleCommand, AutoApprovalRuleEvent> & {
  category: string;
} = {
  category: 'auto_approval',
  initialState: { stage: 'absent' },
  decide(command, state) {
    switch (command.type) {
      case 'CreateAutoApprovalRule':
        return [create(command, state)];
      case 'DisableAutoApprovalRule': {
        if (state.stage === 'absent') throw new Refusal('NOT_FOUND', 'This auto-approval rule does not exist.');
        if (state.stage === 'disabled') throw new Refusal('CONFLICT', 'This auto-approval rule is disabled already.');
        return [{ type: 'AutoApprovalRuleDisabled', data: { ruleId: command.ruleId } }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AutoApprovalRuleCreated':
        return { stage: 'active' };
      case 'AutoApprovalRuleDisabled':
        return { stage: 'disabled' };
      default:
        return state;
    }
  },
};

/** What the choice of a rule depends on. `domainPath` is null when the rule holds in every domain. */
export type ActiveRule = {
  readonly id: string;
  readonly name: string;
  readonly labels: readonly LabelPair[];
  readonly domainPath: string | null;
};

/** The first rule, by name, that approves a device; null when a person has to. */
export function ruleFor<Rule extends ActiveRule>(
  rules: readonly Rule[],
  device: { readonly labels: readonly LabelPair[]; readonly domainPath: string },
): Rule | null {
  const approves = (rule: ActiveRule) =>
    includesLabels(device.labels, rule.labels) &&
    (rule.domainPath === null || `${device.domainPath}/`.startsWith(`${rule.domainPath}/`));
  return [...rules].sort((a, b) => (a.name < b.name ? -1 : 1)).find(approves) ?? null;
}

function create(command: CreateAutoApprovalRule, state: AutoApprovalRuleState): AutoApprovalRuleEvent {
  if (state.stage !== 'absent') throw new Refusal('CONFLICT', 'This auto-approval rule exists already.');
  const name = checkedName('name', command.name);
  const labels = checkedLabels(command.labels);
  if (labels.length === 0 && command.domainId === null) {
    const words = 'A rule needs a label or a domain: without either it would approve every device.';
    throw new Refusal('INVALID_INPUT', words, { element: 'labels' });
  }
  return {
    type: 'AutoApprovalRuleCreated',
    data: { ruleId: command.ruleId, name, labels, domainId: command.domainId },
  };
}
