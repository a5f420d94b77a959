/**
 * Keeps the rows of devices, in the transaction that records the fact. What comes by the hundred, connectivity and
 * inventory, is written set by set; what people cause is written one by one.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { projectConnectivity } from '../connectivity/projection.ts';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import type { LabelPair } from '../naming/labels.ts';
import { countedChange } from '../spectrum/counted-change.ts';
import type { DeviceClaimed, DeviceEvent, DeviceInventoryReported, IssuedCertificate } from './events.ts';

/** Writes one fact of a device to its rows. */
export async function projectDevice(em: EntityManager, fact: Fact<DeviceEvent>): Promise<void> {
  switch (fact.type) {
    case 'DeviceClaimed':
      return insertDevice(em, fact);
    case 'DeviceApproved': {
      const { approvedBy } = fact.data;
      const columns = { trust: 'TRUSTED', phase: 'ENROLLED', approved_at: fact.at, approved_by: approvedBy };
      return changeDevice(em, fact, { ...columns, state_since: fact.at, state_reason: `approved by ${approvedBy}` });
    }
    case 'DeviceDenied':
    case 'DeviceRevoked': {
      const ended = { trust: 'REVOKED', current_fingerprint: null, next_fingerprint: null };
      return changeDevice(em, fact, { ...ended, state_since: fact.at, state_reason: fact.data.reason });
    }
    case 'DeviceCertificateIssued':
      return insertCertificate(em, fact, fact.data.certificate);
    case 'DeviceCertificateConfirmed':
      return confirmCertificate(em, fact);
    case 'DeviceActivated':
      return changeDevice(em, fact, { phase: 'ACTIVE', state_since: fact.at, state_reason: 'first heartbeat' });
    case 'DeviceAgentChanged':
      return changeDevice(em, fact, { agent_version: fact.data.agentVersion });
    case 'DeviceRenamed':
      return changeDevice(em, fact, { name: fact.data.name });
    case 'DeviceRelabelled':
      await changeDevice(em, fact, { labels: JSON.stringify(fact.data.labels) });
      return replaceLabels(em, fact, fact.data.labels);
    case 'DeviceMoved': {
      const { domainId, locationId } = fact.data;
      return changeDevice(em, fact, { domain_id: domainId, location_id: locationId });
    }
    case 'DeviceInventoryReported':
      return projectInventories(em, [fact]);
  }
}

/** Writes inventories of any number of devices, set by set. */
export async function projectInventories(
  em: EntityManager,
  facts: readonly Fact<DeviceInventoryReported>[],
): Promise<void> {
  const rows = JSON.stringify(
    facts.map(({ tenantId, data, at }) => ({
      tenant_id: tenantId,
      device_id: data.deviceId,
      inventory: data.inventory,
      content_hash: data.contentHash,
      changed_at: at,
    })),
  );
  await em.execute(
    `with reported as (
       select * from jsonb_to_recordset(?::jsonb)
         as r (tenant_id uuid, device_id uuid, inventory jsonb, content_hash text, changed_at timestamptz)
     ), kept as (
       insert into device_inventories as i (tenant_id, device_id, inventory, changed_at)
       select tenant_id, device_id, inventory, changed_at from reported
       on conflict (tenant_id, device_id) do update set inventory = excluded.inventory, changed_at = excluded.changed_at
     )
     update devices d set inventory_hash = r.content_hash
     from reported r where d.tenant_id = r.tenant_id and d.id = r.device_id`,
    [rows],
  );
}

/** The rows of devices, for rebuilding. What heartbeats wrote is no fact and is not rebuilt. */
export const devicesProjection: InlineProjection = {
  name: 'fleet.devices',
  mode: 'inline',
  tables: ['devices', 'device_labels', 'device_certificates', 'device_inventories'],
  handles: [
    'DeviceClaimed',
    'DeviceApproved',
    'DeviceDenied',
    'DeviceRevoked',
    'DeviceCertificateIssued',
    'DeviceCertificateConfirmed',
    'DeviceActivated',
    'DeviceAgentChanged',
    'DeviceRenamed',
    'DeviceRelabelled',
    'DeviceMoved',
    'DeviceInventoryReported',
    'ConnectivityChanged',
  ] satisfies (DeviceEvent | ConnectivityEvent)['type'][],
  project: (em, fact) =>
    fact.type === 'ConnectivityChanged'
      ? projectConnectivity(em, [fact as Fact<ConnectivityEvent>])
      : projectDevice(em, fact as Fact<DeviceEvent>),
};

async function insertDevice(em: EntityManager, fact: Fact<DeviceClaimed>): Promise<void> {
  const { tenantId, data, at } = fact;
  await em.execute(
    countedChange(
      `insert into devices as d (tenant_id, id, name, kind, labels, channel, domain_id, location_id, trust, phase, mode,
         mode_since, state_since, enrolled_at, authority_changed_at, agent_version, public_key)
       select ?, ?, ?, ?, ?::jsonb, ?, ?, ?, 'PENDING', 'PROVISIONING', 'DISCONNECTED', now.at, now.at, now.at, now.at, ?, ?
       from (select ?::timestamptz as at) as now`,
    ),
    [
      tenantId,
      data.deviceId,
      data.name,
      data.kind,
      JSON.stringify(data.labels),
      data.channel,
      data.domainId,
      data.locationId,
      data.agentVersion,
      data.publicKey,
      at,
    ],
  );
  await em.execute(
    'insert into device_liveness (tenant_id, device_id, boot_id, agent_version) values (?, ?, ?, ?) on conflict do nothing',
    [tenantId, data.deviceId, data.bootId, data.agentVersion],
  );
  await replaceLabels(em, fact, data.labels);
}

async function changeDevice(
  em: EntityManager,
  fact: Fact<DeviceEvent>,
  columns: Readonly<Record<string, string | null>>,
): Promise<void> {
  const isOperators = fact.type !== 'DeviceActivated' && fact.type !== 'DeviceAgentChanged';
  const all = isOperators ? { ...columns, authority_changed_at: fact.at } : columns;
  const assignments = Object.keys(all).map((column) => `${column} = ?`);
  await em.execute(countedChange(`update devices d set ${assignments.join(', ')} where d.tenant_id = ? and d.id = ?`), [
    ...Object.values(all),
    fact.tenantId,
    fact.data.deviceId,
  ]);
}

async function replaceLabels(em: EntityManager, fact: Fact<DeviceEvent>, labels: readonly LabelPair[]): Promise<void> {
  const key = [fact.tenantId, fact.data.deviceId];
  if (fact.type !== 'DeviceClaimed') {
    await em.execute('delete from device_labels where tenant_id = ? and device_id = ?', key);
  }
  if (labels.length === 0) return;
  await em.execute(
    `insert into device_labels (tenant_id, device_id, key, value)
     select ?, ?, l.key, l.value from jsonb_to_recordset(?::jsonb) as l (key text, value text)`,
    [...key, JSON.stringify(labels)],
  );
}

async function insertCertificate(
  em: EntityManager,
  fact: Fact<DeviceEvent>,
  certificate: IssuedCertificate,
): Promise<void> {
  const { tenantId, data } = fact;
  const { fingerprint, serial, notBefore, notAfter, pem, publicKey } = certificate;
  const key = [tenantId, data.deviceId];
  await em.execute(
    `delete from device_certificates c using devices d
     where d.tenant_id = ? and d.id = ? and c.tenant_id = d.tenant_id and c.fingerprint = d.next_fingerprint`,
    key,
  );
  await em.execute(
    `insert into device_certificates
       (tenant_id, device_id, fingerprint, serial, not_before, not_after, pem, public_key) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [...key, fingerprint, serial, notBefore, notAfter, pem, publicKey],
  );
  await em.execute(
    `update devices set current_fingerprint = coalesce(current_fingerprint, ?),
       next_fingerprint = case when current_fingerprint is null then null else ? end
     where tenant_id = ? and id = ?`,
    [fingerprint, fingerprint, ...key],
  );
}

async function confirmCertificate(em: EntityManager, fact: Fact<DeviceEvent>): Promise<void> {
  const key = [fact.tenantId, fact.data.deviceId];
  await em.execute(
    `delete from device_certificates c using devices d
     where d.tenant_id = ? and d.id = ? and c.tenant_id = d.tenant_id and c.fingerprint = d.current_fingerprint`,
    key,
  );
  await em.execute(
    `update devices set current_fingerprint = next_fingerprint, next_fingerprint = null where tenant_id = ? and id = ?`,
    key,
  );
}
