/** Keeps who holds what, and the writes that lost, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { ask } from '@flotilla/kernel/transaction';
import type { AuthorityStage } from './authority.ts';
import type { AuthorityConflictDetected, AuthorityEvent, AuthorityFacts } from './events.ts';

/** Writes one fact of an authority to its row. */
export async function projectAuthority(em: EntityManager, fact: Fact<AuthorityEvent>): Promise<void> {
  switch (fact.type) {
    case 'AuthorityReleaseRequested':
      return stand(em, fact, { stage: 'RELEASING', leaseS: null, reason: fact.data.reason });
    case 'AuthorityReleased':
      return stand(em, fact, { stage: 'VACANT', leaseS: null, reason: fact.data.reason });
    case 'AuthorityTaken':
      return stand(em, fact, { stage: 'HELD', leaseS: fact.data.leaseS, reason: null });
    case 'AuthorityConflictDetected':
      return insertConflict(em, fact);
    case 'AuthorityConflictResolved': {
      const { conflictId, reason } = fact.data;
      await ask(
        em,
        `update authority_conflicts set resolved_at = $3, resolved_by = $4, resolution = $5
         where tenant_id = $1 and id = $2`,
        [fact.tenantId, conflictId, fact.at, fact.metadata.actor, reason],
      );
    }
  }
}

type Change = { readonly stage: AuthorityStage; readonly leaseS: number | null; readonly reason: string | null };

async function stand(
  em: EntityManager,
  { tenantId, at, data }: Pick<Fact, 'tenantId' | 'at'> & { readonly data: AuthorityFacts },
  { stage, leaseS, reason }: Change,
): Promise<void> {
  const { subject, id, authorityId, masterOfRecord, controllerIds, epoch } = data;
  await ask(
    em,
    `insert into authorities as a (tenant_id, subject, id, path, stage, authority_id, master_of_record, controller_ids,
       epoch, lease_s, since, reason)
     values ($1, $2, $3, (select path from domains where tenant_id = $1 and id = $3), $4, $5, $6, $7, $8,
       $9, $10, $11)
     on conflict (tenant_id, subject, id) do update set stage = excluded.stage, authority_id = excluded.authority_id,
       master_of_record = excluded.master_of_record, controller_ids = excluded.controller_ids, epoch = excluded.epoch,
       lease_s = case excluded.stage when 'HELD' then excluded.lease_s else a.lease_s end, since = excluded.since,
       reason = excluded.reason`,
    [tenantId, subject, id, stage, authorityId, masterOfRecord, controllerIds, epoch, leaseS, at, reason],
  );
}

async function insertConflict(em: EntityManager, fact: Fact<AuthorityConflictDetected>): Promise<void> {
  const { conflictId, subject, id, authorityId, epoch, currentAuthorityId, currentEpoch, what, content } = fact.data;
  await ask(
    em,
    `insert into authority_conflicts (tenant_id, id, subject, subject_id, authority_id, epoch, current_authority_id,
       current_epoch, what, content, detected_at, detected_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict do nothing`,
    [
      fact.tenantId,
      conflictId,
      subject,
      id,
      authorityId,
      epoch,
      currentAuthorityId,
      currentEpoch,
      what,
      JSON.stringify(content),
      fact.at,
      fact.metadata.actor,
    ],
  );
}

/** The rows of authorities, for rebuilding. Leases are renewed, not recorded, and not rebuilt. */
export const authoritiesProjection: InlineProjection = {
  name: 'fleet.authorities',
  mode: 'inline',
  tables: ['authorities', 'authority_conflicts'],
  handles: [
    'AuthorityReleaseRequested',
    'AuthorityReleased',
    'AuthorityTaken',
    'AuthorityConflictDetected',
    'AuthorityConflictResolved',
  ] satisfies AuthorityEvent['type'][],
  project: (em, fact) => projectAuthority(em, fact as Fact<AuthorityEvent>),
};
