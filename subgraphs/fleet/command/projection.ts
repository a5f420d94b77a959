/** Keeps the rows of commands, in the transaction that records the fact. Many are queued at once, in one statement. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { CommandEvent, CommandQueued, CommandReport } from './events.ts';

/** Writes one fact of a command to its row. */
export async function projectCommand(em: EntityManager, fact: Fact<CommandEvent>): Promise<void> {
  const { at } = fact;
  switch (fact.type) {
    case 'CommandQueued':
      return projectQueued(em, [fact]);
    case 'CommandDelivered': {
      const { attempt, againAt, dueAt, busyUntil } = fact.data;
      const times = { delivered_at: at, again_at: againAt, due_at: dueAt, busy_until: busyUntil };
      return change(em, fact, { stage: 'DELIVERED', attempts: attempt, ...times });
    }
    case 'CommandAcknowledged': {
      const { dueAt, busyUntil } = fact.data;
      const times = { acknowledged_at: at, again_at: null, due_at: dueAt, busy_until: busyUntil };
      return change(em, fact, { stage: 'ACKED', ...times });
    }
    case 'CommandApplied':
      return end(em, fact, { stage: 'APPLIED', stage_reason: null, report: reportOf(fact.data) });
    case 'CommandFailed':
      return end(em, fact, { stage: 'FAILED', stage_reason: fact.data.reason, report: reportOf(fact.data) });
    case 'CommandExpired':
      return end(em, fact, { stage: 'EXPIRED', stage_reason: fact.data.reason });
    case 'CommandCancelRequested':
      return change(em, fact, { cancel_requested_at: at, stage_reason: fact.data.reason, again_at: null });
    case 'CommandCancelled': {
      const { reason, report } = fact.data;
      return end(em, fact, { stage: 'CANCELLED', stage_reason: reason, report: report && reportOf(report) });
    }
    case 'CommandReportedLate': {
      const late = JSON.stringify({ ...JSON.parse(reportOf(fact.data)), outcome: fact.data.outcome });
      return change(em, fact, { late_report: late });
    }
  }
}

/** Writes the rows of any number of commands that were just queued. */
export function projectQueued(em: EntityManager, facts: readonly Fact<CommandQueued>[]): void {
  const rows = facts.map(({ tenantId, data, at, metadata }) => ({
    tenant_id: tenantId,
    id: data.commandId,
    device_id: data.deviceId,
    domain_id: data.domainId,
    batch_id: data.batchId,
    runbook_id: data.runbookId,
    kind: data.kind,
    payload: data.payload,
    delivery: data.delivery,
    idempotency_key: data.idempotencyKey,
    authority_id: data.authorityId,
    authority_epoch: data.authorityEpoch,
    reason: data.reason,
    issued_by: metadata.actor,
    stage: 'QUEUED',
    queued_at: at,
    expires_at: data.expiresAt,
    due_at: data.expiresAt,
    attempts: 0,
  }));
  const sql = 'insert into commands select * from jsonb_populate_recordset(null::commands, $1)';
  tell(em, sql, [JSON.stringify(rows)]);
}

/** The rows of commands, for rebuilding. */
export const commandsProjection: InlineProjection = {
  name: 'fleet.commands',
  mode: 'inline',
  tables: ['commands'],
  handles: [
    'CommandQueued',
    'CommandDelivered',
    'CommandAcknowledged',
    'CommandApplied',
    'CommandFailed',
    'CommandExpired',
    'CommandCancelRequested',
    'CommandCancelled',
    'CommandReportedLate',
  ] satisfies CommandEvent['type'][],
  project: (em, fact) => projectCommand(em, fact as Fact<CommandEvent>),
};

type Columns = Readonly<Record<string, string | number | null>>;

function end(em: EntityManager, fact: Fact<CommandEvent>, columns: Columns): void {
  change(em, fact, { ...columns, ended_at: fact.at, again_at: null, busy_until: null });
}

function change(em: EntityManager, { tenantId, data }: Fact<CommandEvent>, columns: Columns): void {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 3}`);
  const sql = `update commands set ${assignments.join(', ')} where tenant_id = $1 and id = $2`;
  tell(em, sql, [tenantId, data.commandId, ...Object.values(columns)]);
}

function reportOf(report: CommandReport): string {
  const { exitCode, outputHash, outputBytes, outputTruncated, partial, startedAtMs, finishedAtMs } = report;
  return JSON.stringify({ exitCode, outputHash, outputBytes, outputTruncated, partial, startedAtMs, finishedAtMs });
}
