/** The row of an auto-approval rule. */
import { defineEntity, p } from '@mikro-orm/core';
import type { LabelPair } from '../naming/labels.ts';

const AutoApprovalRuleSchema = defineEntity({
  name: 'AutoApprovalRuleRow',
  tableName: 'auto_approval_rules',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    labels: p.json().$type<LabelPair[]>(),
    domainId: p.uuid().nullable(),
    createdAt: p.datetime(),
    createdBy: p.text(),
    disabledAt: p.datetime().nullable(),
  },
});

/** One auto-approval rule. */
export class AutoApprovalRuleRow extends AutoApprovalRuleSchema.class {}
AutoApprovalRuleSchema.setClass(AutoApprovalRuleRow);
