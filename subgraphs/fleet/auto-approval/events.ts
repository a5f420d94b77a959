/** What can happen to a rule that approves devices by itself, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** A rule was made: pending devices with all of its labels, in its domain's subtree if it names one, are approved. */
export type AutoApprovalRuleCreated = Event<
  'AutoApprovalRuleCreated',
  {
    readonly ruleId: string;
    readonly name: string;
    readonly labels: readonly { readonly key: string; readonly value: string }[];
    readonly domainId: string | null;
  }
>;

/** The rule approves nobody any more. Devices it approved stay as they are. */
export type AutoApprovalRuleDisabled = Event<'AutoApprovalRuleDisabled', { readonly ruleId: string }>;

/** Every fact of the stream `auto_approval-<id>`. */
export type AutoApprovalRuleEvent = AutoApprovalRuleCreated | AutoApprovalRuleDisabled;
