/** What an action on devices means before it happens: how many, which, what goes dark, and whether one person is enough. */
import type { EntityManager } from '@flotilla/kernel/database';
import { settingsOf } from '../../domain-settings/queries.ts';
import type { ApprovalReason, BatchAction, BlastRadius } from '../events.ts';
import { targetHashOf, type Target } from './targets.ts';

/** Changes of the life of a device; all other actions are commands to it. */
export const lifeActions = ['QUARANTINE', 'RELEASE', 'REVOKE', 'DECOMMISSION'] as const;

/** Whether an action is a change of a device's life. */
export function isLifeAction(action: BatchAction): action is (typeof lifeActions)[number] {
  return lifeActions.some((each) => each === action);
}

const stopsRelays: readonly BatchAction[] = ['QUARANTINE', 'REVOKE', 'DECOMMISSION', 'DRAIN', 'CORDON'];
const reachable: readonly string[] = ['LIVE', 'DELAYED'];

/** The blast radius of an action. */
export function radiusOf(targets: readonly Target[], action: BatchAction): BlastRadius {
  const isLater = ({ state }: Target) => !reachable.includes(state);
  return {
    targetHash: targetHashOf(targets.map(({ id }) => id)),
    devices: targets.length,
    byState: counted(targets, ({ state }) => state).map(([state, count]) => ({ state, count })),
    byDomain: counted(targets, ({ domainId }) => domainId).map(([domainId, count]) => ({ domainId, count })),
    relaysCutOff: stopsRelays.includes(action) ? targets.filter(({ isRelay }) => isRelay).length : 0,
    // A change of its life happens here, whether the device can be reached or not.
    actLater: isLifeAction(action) ? 0 : targets.filter(isLater).length,
  };
}

/**
 * Why a second person is needed; empty where one is enough. A share counts from two devices on: in a domain of three,
 * every single one would be a third.
 */
export async function approvalOf(
  em: EntityManager,
  about: { readonly tenantId: string; readonly radius: BlastRadius; readonly ofRunbook: number | null },
): Promise<ApprovalReason[]> {
  const { tenantId, radius, ofRunbook } = about;
  const ids = radius.byDomain.map(({ domainId }) => domainId);
  const settings = await settingsOf(em, tenantId, ids);
  const sizes = await domainSizes(em, tenantId, ids);
  const reasons: ApprovalReason[] = [];
  const most = Math.min(...ids.map((id) => settings.get(id)?.fourEyesAboveDevices ?? 0));
  if (ids.length > 0 && radius.devices > most) {
    const detail = `${radius.devices} devices are more than the ${most} that one person may act on.`;
    reasons.push({ rule: 'DEVICES', domainId: ids.length === 1 ? (ids[0] ?? null) : null, detail });
  }
  for (const { domainId, count } of radius.byDomain) {
    const pct = (100 * count) / Math.max(1, sizes.get(domainId) ?? 0);
    const allowed = settings.get(domainId)?.fourEyesAbovePct ?? 0;
    if (count < 2 || pct <= allowed) continue;
    const detail = `${count} of ${sizes.get(domainId) ?? 0} devices of a domain are more than ${allowed} %.`;
    reasons.push({ rule: 'SHARE', domainId, detail });
  }
  if (ofRunbook !== null && radius.devices > ofRunbook) {
    const detail = `${radius.devices} devices are more than the ${ofRunbook} that the runbook lets one person act on.`;
    reasons.push({ rule: 'RUNBOOK', domainId: null, detail });
  }
  return reasons;
}

async function domainSizes(
  em: EntityManager,
  tenantId: string,
  domainIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await em.execute<{ id: string; devices: number }[]>(
    `select d.domain_id as id, count(*)::integer as devices from devices d
     where d.tenant_id = ? and d.domain_id = any(array(select jsonb_array_elements_text(?::jsonb))::uuid[])
       and d.trust in ('TRUSTED', 'QUARANTINED') and d.phase <> 'RETIRED' group by d.domain_id`,
    [tenantId, JSON.stringify(domainIds)],
  );
  return new Map(rows.map(({ id, devices }) => [id, devices]));
}

function counted(targets: readonly Target[], by: (target: Target) => string): [string, number][] {
  const groups = Map.groupBy(targets, by);
  return [...groups].map(([key, group]): [string, number] => [key, group.length]).toSorted((a, b) => b[1] - a[1]);
}
