/** Keeps what domains list, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { ask } from '@flotilla/kernel/transaction';
import type { DecisionPolicyEvent } from './events.ts';

/** Writes one fact to the row of its domain; a domain that inherits has a row without a list. */
export async function projectDecisionPolicy(em: EntityManager, fact: Fact<DecisionPolicyEvent>): Promise<void> {
  const { tenantId, data, at } = fact;
  await ask(
    em,
    `insert into decision_policies (tenant_id, domain_id, allowed, changed_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, domain_id) do update set allowed = excluded.allowed, changed_at = excluded.changed_at`,
    [tenantId, data.domainId, data.allowed, at],
  );
}

/** The lists of domains, for rebuilding. */
export const decisionPoliciesProjection: InlineProjection = {
  name: 'fleet.decision_policies',
  mode: 'inline',
  tables: ['decision_policies'],
  handles: ['DecisionPolicyChanged'] satisfies DecisionPolicyEvent['type'][],
  project: (em, fact) => projectDecisionPolicy(em, fact as Fact<DecisionPolicyEvent>),
};
