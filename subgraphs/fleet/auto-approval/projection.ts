/** Keeps the rows of auto-approval rules, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { AutoApprovalRuleEvent } from './events.ts';
import { AutoApprovalRuleRow } from './row.ts';

/** Writes one fact of a rule to its row. */
export async function projectAutoApprovalRule(em: EntityManager, fact: Fact<AutoApprovalRuleEvent>): Promise<void> {
  const { tenantId } = fact;
  const at = new Date(fact.at);
  switch (fact.type) {
    case 'AutoApprovalRuleCreated': {
      const { ruleId, name, labels, domainId } = fact.data;
      const createdBy = fact.metadata.actor;
      const row = { tenantId, id: ruleId, name, labels: [...labels], domainId, createdAt: at, createdBy };
      await em.insert(AutoApprovalRuleRow, row);
      return;
    }
    case 'AutoApprovalRuleDisabled':
      await em.nativeUpdate(AutoApprovalRuleRow, { tenantId, id: fact.data.ruleId }, { disabledAt: at });
  }
}

/** The rows of auto-approval rules, for rebuilding. */
export const autoApprovalRulesProjection: InlineProjection = {
  name: 'fleet.auto_approval_rules',
  mode: 'inline',
  tables: ['auto_approval_rules'],
  handles: ['AutoApprovalRuleCreated', 'AutoApprovalRuleDisabled'] satisfies AutoApprovalRuleEvent['type'][],
  project: (em, fact) => projectAutoApprovalRule(em, fact as Fact<AutoApprovalRuleEvent>),
};
