/** Keeps the rows of accepted measurements, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { AgentMeasurementEvent } from './events.ts';

/** Writes one fact to its row. */
export async function projectAgentMeasurement(em: EntityManager, fact: Fact<AgentMeasurementEvent>): Promise<void> {
  const { tenantId, at, data } = fact;
  if (fact.type === 'AgentMeasurementDropped') {
    const sql = 'update agent_measurements set dropped_at = $3 where tenant_id = $1 and sha256 = $2';
    tell(em, sql, [tenantId, data.sha256, at]);
    return;
  }
  tell(
    em,
    `insert into agent_measurements (tenant_id, sha256, reason, accepted_at, accepted_by) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, sha256) do update set reason = excluded.reason, accepted_at = excluded.accepted_at,
       accepted_by = excluded.accepted_by, dropped_at = null`,
    [tenantId, data.sha256, data.reason, at, fact.metadata.actor],
  );
}

/** The rows of accepted measurements, for rebuilding. */
export const agentMeasurementsProjection: InlineProjection = {
  name: 'supply-chain.agent_measurements',
  mode: 'inline',
  tables: ['agent_measurements'],
  handles: ['AgentMeasurementAccepted', 'AgentMeasurementDropped'] satisfies AgentMeasurementEvent['type'][],
  project: (em, fact) => projectAgentMeasurement(em, fact as Fact<AgentMeasurementEvent>),
};
