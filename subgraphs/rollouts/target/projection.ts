/** Keeps one row per device of a rollout: which wave it is in, and how far it has come, from the facts of both. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell, type SqlValue } from '@flotilla/kernel/transaction';
import type { DeviceUpdateRefused } from '../intent/events.ts';
import type { LeaseEvent } from '../lease/events.ts';
import { leaseFacts } from '../lease/projection.ts';
import type { RolloutEvent } from '../rollout/events.ts';
import type { TargetStage } from '../wave/buckets.ts';

/** How a device says that it can never do what it was told: it is not counted as failed then. */
export const incapable = 'INCAPABLE';

/** Writes what a fact of a rollout means for its devices. */
export async function projectTargets(em: EntityManager, fact: Fact<RolloutEvent>): Promise<void> {
  const { tenantId, at } = fact;
  if (fact.type === 'TargetsJoined') {
    const { rolloutId, wave, deviceIds, installed, troubled } = fact.data;
    tell(
      em,
      `insert into targets (tenant_id, rollout_id, device_id, wave, direction, stage, since, attempts, was_troubled)
       select $1, $2, id, $3, 'FORWARD', case when id = any($5::uuid[]) then 'ALREADY_INSTALLED' else 'PENDING' end,
         $7, 0, id = any($6::uuid[])
       from unnest($4::uuid[]) as id on conflict do nothing`,
      [tenantId, rolloutId, wave, deviceIds, installed, troubled, at],
    );
  }
  if (fact.type === 'TargetsRetried') {
    tell(
      em,
      `update targets set stage = 'PENDING', since = $4, code = null, detail = null
       where tenant_id = $1 and rollout_id = $2 and device_id = any($3::uuid[])
         and stage in ('FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN', 'INCAPABLE')`,
      [tenantId, fact.data.rolloutId, fact.data.deviceIds, at],
    );
  }
  if (fact.type === 'TargetsReversed') {
    const { rolloutId, deviceIds, without } = fact.data;
    tell(
      em,
      `update targets set direction = 'BACK', since = $5, detail = null,
         stage = case when device_id = any($4::uuid[]) then 'INCAPABLE' else 'PENDING' end,
         code = case when device_id = any($4::uuid[]) then 'NO_PREVIOUS' end
       where tenant_id = $1 and rollout_id = $2 and device_id = any($3::uuid[]) and direction = 'FORWARD'`,
      [tenantId, rolloutId, [...deviceIds, ...without], without, at],
    );
  }
}

/** Writes what it means for the device that it refused its intent: it failed, as if it had tried. */
export async function projectTargetRefusal(em: EntityManager, fact: Fact<DeviceUpdateRefused>): Promise<void> {
  const { deviceId, rolloutId, direction, code, detail } = fact.data;
  tell(
    em,
    `update targets set stage = case $5 when '${incapable}' then $5 else 'ABORTED' end, since = $7, code = $5, detail = $6
     where tenant_id = $1 and rollout_id = $2 and device_id = $3 and direction = $4 and stage in ('PENDING', 'GRANTED')`,
    [fact.tenantId, rolloutId, deviceId, direction, code, detail, fact.at],
  );
}

/** Writes what a fact of a lease means for the device. */
export async function projectTargetLease(em: EntityManager, fact: Fact<LeaseEvent>): Promise<void> {
  const { at } = fact;
  switch (fact.type) {
    case 'LeaseGranted':
      tell(
        em,
        `update targets set stage = 'GRANTED', since = $4, lease_id = $5, attempts = attempts + 1, code = null, detail = null
         where tenant_id = $1 and rollout_id = $2 and device_id = $3`,
        [fact.tenantId, fact.data.rolloutId, fact.data.deviceId, at, fact.data.leaseId],
      );
      return;
    case 'LeaseBegun':
      return change(em, fact, { stage: 'ACTIVE', since: at });
    case 'LeaseSuspected':
      return change(em, fact, { stage: 'SUSPECT', since: at });
    case 'LeaseExpired':
      return change(em, fact, { stage: 'PENDING', since: at });
    case 'LeaseWithdrawn':
      // What was refused has failed already, by the fact of the refusal; who only lost the permission waits again.
      return change(em, fact, { stage: 'PENDING', since: at }, 'GRANTED');
    case 'LeaseOverridden':
      return change(em, fact, { stage: 'OVERRIDDEN', since: at, detail: fact.data.reason });
    case 'LeaseReported': {
      const { outcome, code, detail } = fact.data;
      const stage = outcome === 'ABORTED' && code === incapable ? incapable : outcome;
      return change(em, fact, { stage, since: at, code, detail });
    }
    case 'LeaseOverrideRequested':
      return undefined;
  }
}

/** The rows of targets, for rebuilding. */
export const targetsProjection: InlineProjection = {
  name: 'rollouts.targets',
  mode: 'inline',
  tables: ['targets'],
  handles: ['TargetsJoined', 'TargetsRetried', 'TargetsReversed', 'DeviceUpdateRefused', ...leaseFacts],
  async project(em, fact) {
    if (fact.type.startsWith('Targets')) await projectTargets(em, fact as Fact<RolloutEvent>);
    else if (fact.type === 'DeviceUpdateRefused') await projectTargetRefusal(em, fact as Fact<DeviceUpdateRefused>);
    else await projectTargetLease(em, fact as Fact<LeaseEvent>);
  },
};

function change(
  em: EntityManager,
  { tenantId, data }: Fact<LeaseEvent>,
  columns: Readonly<Record<string, SqlValue>>,
  onlyAt: TargetStage | null = null,
): void {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 6}`);
  const sql = `update targets set ${assignments.join(', ')}
    where tenant_id = $1 and rollout_id = $2 and device_id = $3 and lease_id = $4 and ($5::text is null or stage = $5)`;
  tell(em, sql, [tenantId, data.rolloutId, data.deviceId, data.leaseId, onlyAt, ...Object.values(columns)]);
}
