/** Keeps the newest suspicion of each device, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { CloneEvent } from './events.ts';

/** Writes one fact to the case of its device. */
export async function projectClone(em: EntityManager, fact: Fact<CloneEvent>): Promise<void> {
  const { tenantId, at } = fact;
  switch (fact.type) {
    case 'CloneSuspected':
      await em.execute(
        `insert into clone_cases (tenant_id, device_id, suspected_at, instances) values (?, ?, ?, ?::jsonb)
         on conflict (tenant_id, device_id) do update set suspected_at = excluded.suspected_at,
           instances = excluded.instances, resolved_at = null, kept_boot_id = null`,
        [tenantId, fact.data.deviceId, at, JSON.stringify(fact.data.instances)],
      );
      return;
    case 'CloneResolved':
      await em.execute(
        'update clone_cases set resolved_at = ?, kept_boot_id = ? where tenant_id = ? and device_id = ?',
        [at, fact.data.keptBootId, tenantId, fact.data.deviceId],
      );
  }
}

/** The cases, for rebuilding. The runs themselves are what heartbeats left behind, and not rebuilt. */
export const cloneCasesProjection: InlineProjection = {
  name: 'fleet.clone_cases',
  mode: 'inline',
  tables: ['clone_cases'],
  handles: ['CloneSuspected', 'CloneResolved'] satisfies CloneEvent['type'][],
  project: (em, fact) => projectClone(em, fact as Fact<CloneEvent>),
};
