/** Keeps the rows of batches, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { BatchEvent } from './events.ts';

/** Writes one fact of a batch to its row. */
export async function projectBatch(em: EntityManager, fact: Fact<BatchEvent>): Promise<void> {
  const { at } = fact;
  switch (fact.type) {
    case 'BatchPlanned': {
      const { batchId, plannedBy, expiresAt } = fact.data;
      tell(
        em,
        `insert into batches (tenant_id, id, stage, plan, planned_by, planned_at, expires_at)
         values ($1, $2, 'PLANNED', $3, $4, $5, $6)`,
        [fact.tenantId, batchId, JSON.stringify(fact.data), plannedBy, at, expiresAt],
      );
      return;
    }
    case 'BatchSubmitted': {
      const { reason, submittedBy, expiresAt } = fact.data;
      const columns = { reason, started_by: submittedBy, expires_at: expiresAt };
      return change(em, fact, { stage: 'AWAITING_APPROVAL', ...columns });
    }
    case 'BatchApproved':
      return change(em, fact, { approved_by: fact.data.approvedBy });
    case 'BatchStarted': {
      const { reason, startedBy } = fact.data;
      return change(em, fact, { stage: 'RUNNING', reason, started_by: startedBy, started_at: at });
    }
    case 'BatchStopped':
      return change(em, fact, { stage: 'STOPPED', ended_at: at, end_reason: fact.data.reason });
    case 'BatchFinished':
      return change(em, fact, { stage: 'FINISHED', ended_at: at });
  }
}

/** The rows of batches, for rebuilding. */
export const batchesProjection: InlineProjection = {
  name: 'fleet.batches',
  mode: 'inline',
  tables: ['batches'],
  handles: [
    'BatchPlanned',
    'BatchSubmitted',
    'BatchApproved',
    'BatchStarted',
    'BatchStopped',
    'BatchFinished',
  ] satisfies BatchEvent['type'][],
  project: (em, fact) => projectBatch(em, fact as Fact<BatchEvent>),
};

function change(em: EntityManager, fact: Fact<BatchEvent>, columns: Readonly<Record<string, string | null>>): void {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 3}`);
  const sql = `update batches set ${assignments.join(', ')} where tenant_id = $1 and id = $2`;
  tell(em, sql, [fact.tenantId, fact.data.batchId, ...Object.values(columns)]);
}
