/** The read of the update journal: leases with what they were for, and intents that were refused without one. */
import type { Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { LeaseStage, UpdateDirection } from '../lease/events.ts';
import { dated, ofTenant } from '../of-tenant.ts';
import type { ArtifactFacts } from '../rollout/events.ts';

/** One entry as its rows have it. */
export type JournalRow = {
  readonly id: string;
  readonly rolloutId: string;
  readonly artifact: ArtifactFacts | null;
  readonly direction: UpdateDirection;
  readonly generation: number;
  readonly leaseState: LeaseStage | null;
  readonly fence: number | null;
  readonly grantedAt: Date | null;
  readonly begunAt: Date | null;
  readonly endedAt: Date | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly steps: { readonly state: string; readonly at: Date }[];
  readonly place: string;
};

type StoredRow = Omit<JournalRow, 'steps'> & { readonly steps: { state: string; at: string }[] | null };

const moments = ['grantedAt', 'begunAt', 'endedAt'] as const;

/** A page of the journal of a device, newest first; one row more than asked tells that there is a next page. */
export async function findJournal(em: EntityManager, deviceId: string, page: Page): Promise<JournalRow[]> {
  const [at = null, id = null] = page.after ?? [];
  const rows = await ask<StoredRow>(
    em,
    `select * from (
       (select l.id, l.rollout_id as "rolloutId", h.artifact, l.direction, l.generation, l.stage as "leaseState", l.fence,
          l.granted_at as "grantedAt", l.begun_at as "begunAt", l.ended_at as "endedAt", l.code,
          coalesce(l.detail, l.override_reason) as detail, l.steps, l.granted_at::text as place, l.granted_at as placed_at
        from leases l left join intent_history h on h.tenant_id = l.tenant_id and h.device_id = l.device_id
          and h.generation = l.generation
        where ${ofTenant('l')} and l.device_id = $1
          and ($2::text is null or (l.granted_at, l.id) < ($2::text::timestamptz, $3::text::uuid))
        order by l.granted_at desc, l.id desc limit $4)
       union all
       (select h.intent_id, h.rollout_id, h.artifact, h.direction, h.generation, null, null, null, null, h.refused_at,
          h.refused_code, h.refused_detail, null, h.refused_at::text, h.refused_at
        from intent_history h
        where ${ofTenant('h')} and h.device_id = $1 and h.refused_at is not null and h.refused_lease_id is null
          and ($2::text is null or (h.refused_at, h.intent_id) < ($2::text::timestamptz, $3::text::uuid))
        order by h.refused_at desc, h.intent_id desc limit $4)
     ) j order by placed_at desc, id desc limit $4`,
    [deviceId, at, id, page.first + 1],
  );
  return dated(rows, moments).map((row) => ({
    ...row,
    steps: (row.steps ?? []).map((step) => ({ state: step.state, at: new Date(step.at) })),
  }));
}
