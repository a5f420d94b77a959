/** Keeps who may sign deliveries, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { HookSecretEvent } from './events.ts';

/** Writes one fact of secrets. */
export async function projectHookSecret(em: EntityManager, fact: Fact<HookSecretEvent>): Promise<void> {
  const { tenantId, data, at, metadata } = fact;
  if (fact.type === 'RolloutHookSecretRevoked') {
    tell(em, 'delete from hook_secrets where tenant_id = $1 and id = $2', [tenantId, data.secretId]);
    return;
  }
  const sql = 'insert into hook_secrets (tenant_id, id, name, issued_at, issued_by) values ($1, $2, $3, $4, $5)';
  tell(em, sql, [tenantId, data.secretId, data.name, at, metadata.actor]);
}

/** Who may sign, for rebuilding. */
export const hookSecretsProjection: InlineProjection = {
  name: 'rollouts.hook_secrets',
  mode: 'inline',
  tables: ['hook_secrets'],
  handles: ['RolloutHookSecretIssued', 'RolloutHookSecretRevoked'] satisfies HookSecretEvent['type'][],
  project: (em, fact) => projectHookSecret(em, fact as Fact<HookSecretEvent>),
};
