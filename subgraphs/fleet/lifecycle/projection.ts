/** Keeps what people and rules did with the life of a device, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { DeviceEvent, DeviceRetired } from '../device/events.ts';

/** How long what is known of a retired device is kept, in days. */
const retentionDays = { STANDARD: 365, EVIDENCE: 7 * 365 } as const;

const noQuarantine = {
  quarantined_at: null,
  quarantine_reason: null,
  quarantine_cause: null,
  quarantine_evidence: null,
} as const;

/** Writes one fact to the row of the device's life; facts of other kinds pass by. */
export async function projectLife(em: EntityManager, fact: Fact<DeviceEvent>): Promise<void> {
  switch (fact.type) {
    case 'DeviceQuarantined': {
      const { reason, cause, evidence } = fact.data;
      const columns = { quarantined_at: fact.at, quarantine_reason: reason, quarantine_cause: cause };
      return changeLife(em, fact, { ...columns, quarantine_evidence: evidence, reasons: '[]' });
    }
    case 'DeviceReleased':
      return changeLife(em, fact, noQuarantine);
    case 'DeviceRevoked':
      return endQuarantine(em, fact);
    case 'DeviceDegraded':
      return changeLife(em, fact, { reasons: JSON.stringify(fact.data.reasons) });
    case 'DeviceRecovered':
      return changeLife(em, fact, { reasons: '[]' });
    case 'DeviceCredentialsRotated':
      return changeLife(em, fact, { renew_until: fact.data.renewUntil });
    case 'DeviceDecommissionStarted': {
      const { reason } = fact.data;
      return changeLife(em, fact, {
        decommission_started_at: fact.at,
        decommission_reason: reason,
        decommission_steps: '[]',
      });
    }
    case 'DeviceDecommissionAdvanced': {
      const { step, outcome, detail } = fact.data;
      await em.execute(
        `update device_lives set decommission_steps = decommission_steps || ?::jsonb where tenant_id = ? and device_id = ?`,
        [JSON.stringify([{ name: step, state: outcome, at: fact.at, detail }]), fact.tenantId, fact.data.deviceId],
      );
      return;
    }
    case 'DeviceRetired':
      await archive(em, fact);
      return endQuarantine(em, fact);
    default:
  }
}

/** Who is out is not in quarantine any more; that it was stays in its history, and in its archive. */
async function endQuarantine(em: EntityManager, fact: Fact<DeviceEvent>): Promise<void> {
  const sets = Object.keys(noQuarantine).map((name) => `${name} = null`);
  await em.execute(`update device_lives set ${sets.join(', ')} where tenant_id = ? and device_id = ?`, [
    fact.tenantId,
    fact.data.deviceId,
  ]);
}

async function changeLife(
  em: EntityManager,
  fact: Fact<DeviceEvent>,
  columns: Readonly<Record<string, string | null>>,
): Promise<void> {
  const names = Object.keys(columns);
  const sets = names.map((name) => `${name} = excluded.${name}`).join(', ');
  await em.execute(
    `insert into device_lives (tenant_id, device_id, ${names.join(', ')})
     values (?, ?, ${names.map((name) => (name === 'reasons' || name.endsWith('steps') ? '?::jsonb' : '?')).join(', ')})
     on conflict (tenant_id, device_id) do update set ${sets}`,
    [fact.tenantId, fact.data.deviceId, ...Object.values(columns)],
  );
}

/** Everything that the facts told of the device, in one document that stays readable after its rows are tidied away. */
async function archive(em: EntityManager, fact: Fact<DeviceRetired>): Promise<void> {
  const { deviceId, retentionClass, reason } = fact.data;
  await em.execute(
    `update device_lives l set retired_at = r.at, retention_class = ?,
       retain_until = r.at + ? * interval '1 day', archive = jsonb_build_object(
         'deviceId', d.id, 'name', d.name, 'kind', d.kind, 'labels', d.labels, 'channel', d.channel,
         'domainId', d.domain_id, 'locationId', d.location_id, 'agentVersion', d.agent_version,
         'publicKey', d.public_key, 'enrolledAt', d.enrolled_at, 'approvedAt', d.approved_at,
         'approvedBy', d.approved_by, 'inventory', i.inventory, 'decommissionReason', l.decommission_reason,
         'decommissionSteps', l.decommission_steps, 'retirementReason', ?::text)
     from (select ?::timestamptz as at) r, devices d
     left join device_inventories i on i.tenant_id = d.tenant_id and i.device_id = d.id
     where d.tenant_id = l.tenant_id and d.id = l.device_id and l.tenant_id = ? and l.device_id = ?`,
    [retentionClass, retentionDays[retentionClass], reason, fact.at, fact.tenantId, deviceId],
  );
}
