/** Keeps the rows of runbooks' versions, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { RunbookEvent } from './events.ts';

/** Writes one fact of a runbook to the row of the version it is about. */
export async function projectRunbook(em: EntityManager, fact: Fact<RunbookEvent>): Promise<void> {
  const { tenantId, at } = fact;
  const { runbookId, version } = fact.data;
  const key = [tenantId, runbookId, version];
  const ofVersion = 'where tenant_id = $1 and runbook_id = $2 and version = $3';
  switch (fact.type) {
    case 'RunbookRegistered': {
      const { name, definition, contentHash, signature, author } = fact.data;
      tell(
        em,
        `insert into runbook_versions
           (tenant_id, runbook_id, version, name, definition, content_hash, signature, stage, author, registered_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'DRAFT', $8, $9)`,
        [...key, name, JSON.stringify(definition), contentHash, signature, author, at],
      );
      return;
    }
    case 'RunbookApproved': {
      const sql = `update runbook_versions set stage = 'APPROVED', approved_by = $4, approved_at = $5 ${ofVersion}`;
      tell(em, sql, [...key, fact.data.approvedBy, at]);
      return;
    }
    case 'RunbookRetired': {
      const sql = `update runbook_versions set stage = 'RETIRED', retired_at = $4, retire_reason = $5 ${ofVersion}`;
      tell(em, sql, [...key, at, fact.data.reason]);
    }
  }
}

/** The rows of runbooks, for rebuilding. */
export const runbooksProjection: InlineProjection = {
  name: 'fleet.runbooks',
  mode: 'inline',
  tables: ['runbook_versions'],
  handles: ['RunbookRegistered', 'RunbookApproved', 'RunbookRetired'] satisfies RunbookEvent['type'][],
  project: (em, fact) => projectRunbook(em, fact as Fact<RunbookEvent>),
};
