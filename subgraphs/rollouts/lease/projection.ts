/** Keeps the rows of leases, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell, type SqlValue } from '@flotilla/kernel/transaction';
import type { LeaseEvent, UpdateStep } from './events.ts';

/** Writes one fact of a lease to its row. */
export async function projectLease(em: EntityManager, fact: Fact<LeaseEvent>): Promise<void> {
  const { at } = fact;
  switch (fact.type) {
    case 'LeaseGranted':
      return insert(em, fact);
    case 'LeaseBegun':
      return change(em, fact, { stage: 'ACTIVE', begun_at: at, due_at: fact.data.dueAt });
    case 'LeaseReported':
      return change(em, fact, { stage: fact.data.outcome, ended_at: at, ...wordsOf(fact.data) });
    case 'LeaseExpired':
      return change(em, fact, { stage: 'EXPIRED', ended_at: at });
    case 'LeaseWithdrawn':
      return change(em, fact, { stage: 'ABORTED', ended_at: at, ...wordsOf(fact.data) });
    case 'LeaseSuspected':
      return change(em, fact, { stage: 'SUSPECT', suspected_at: at, suspicion: fact.data.cause });
    case 'LeaseOverrideRequested':
      return change(em, fact, { override_by: fact.data.requestedBy, override_reason: fact.data.reason });
    case 'LeaseOverridden':
      return change(em, fact, { stage: 'OVERRIDDEN', ended_at: at, override_approved_by: fact.data.approvedBy });
  }
}

/** Every fact of a lease, for what follows them. */
export const leaseFacts = [
  'LeaseGranted',
  'LeaseBegun',
  'LeaseReported',
  'LeaseExpired',
  'LeaseWithdrawn',
  'LeaseSuspected',
  'LeaseOverrideRequested',
  'LeaseOverridden',
] as const satisfies LeaseEvent['type'][];

/** The rows of leases, for rebuilding. */
export const leasesProjection: InlineProjection = {
  name: 'rollouts.leases',
  mode: 'inline',
  tables: ['leases'],
  handles: leaseFacts,
  project: (em, fact) => projectLease(em, fact as Fact<LeaseEvent>),
};

function insert(em: EntityManager, { tenantId, data, at }: Fact<LeaseEvent & { type: 'LeaseGranted' }>): void {
  const row = {
    tenant_id: tenantId,
    id: data.leaseId,
    device_id: data.deviceId,
    rollout_id: data.rolloutId,
    wave: data.wave,
    direction: data.direction,
    fence: data.fence,
    stage: 'GRANTED',
    intent_digest: data.intentDigest,
    generation: data.generation,
    scopes: data.scopes,
    granted_at: at,
    begin_before: data.beginBefore,
    deadline_s: data.deadlineS,
  };
  const sql = 'insert into leases select * from jsonb_populate_record(null::leases, $1::jsonb)';
  tell(em, sql, [JSON.stringify(row)]);
}

function change(
  em: EntityManager,
  { tenantId, data }: Fact<LeaseEvent>,
  columns: Readonly<Record<string, SqlValue>>,
): void {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 3}`);
  const sql = `update leases set ${assignments.join(', ')} where tenant_id = $1 and id = $2`;
  tell(em, sql, [tenantId, data.leaseId, ...Object.values(columns)]);
}

function wordsOf({
  code,
  detail,
  steps,
}: {
  readonly code: string | null;
  readonly detail: string | null;
  readonly steps?: readonly UpdateStep[];
}) {
  return { code, detail, steps: steps === undefined ? null : JSON.stringify(steps) };
}
