/**
 * The statements behind the projection of devices. Each names its row by key and carries all it knows, so nobody waits
 * for its answer: the statements of a fact leave with the fact itself.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import { tell } from '@flotilla/kernel/transaction';
import type { LabelPair } from '../../naming/labels.ts';
import { countedChange } from '../../spectrum/counted-change.ts';
import type { DeviceClaimed, DeviceEvent, DeviceInventoryReported, IssuedCertificate } from '../events.ts';

/** Facts that nobody's authority is behind. */
const byItself = new Set<string>([
  'DeviceActivated',
  'DeviceAgentChanged',
  'DeviceDegraded',
  'DeviceRecovered',
  'DeviceUpdateStarted',
  'DeviceUpdateEnded',
]);

/** Writes the rows of a device that has just claimed: itself, what it says of its life, its labels. */
export function insertDevice(em: EntityManager, fact: Fact<DeviceClaimed>): void {
  const { tenantId, data, at } = fact;
  const labels = JSON.stringify(data.labels);
  tell(
    em,
    countedChange(
      `insert into devices as d (tenant_id, id, name, kind, labels, channel, domain_id, location_id, trust, phase, mode,
         mode_since, state_since, enrolled_at, authority_changed_at, agent_version, public_key)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'PENDING', 'PROVISIONING', 'DISCONNECTED', $9, $9, $9, $9, $10, $11)`,
    ),
    [
      tenantId,
      data.deviceId,
      data.name,
      data.kind,
      labels,
      data.channel,
      data.domainId,
      data.locationId,
      at,
      data.agentVersion,
      data.publicKey,
    ],
  );
  tell(
    em,
    `with heard as (
       insert into device_liveness (tenant_id, device_id, boot_id, agent_version) values ($1, $2, $3, $4)
       on conflict do nothing
     )
     insert into device_labels (tenant_id, device_id, key, value)
     select $1, $2, l.key, l.value from jsonb_to_recordset($5) as l (key text, value text)`,
    [tenantId, data.deviceId, data.bootId, data.agentVersion, labels],
  );
}

/** Sets columns of a device's row, and when an authority last changed it if one stands behind the fact. */
export function changeDevice(
  em: EntityManager,
  fact: Fact<DeviceEvent>,
  columns: Readonly<Record<string, string | null>>,
): void {
  const all = byItself.has(fact.type) ? columns : { ...columns, authority_changed_at: fact.at };
  const assignments = Object.keys(all).map((column, index) => `${column} = $${index + 3}`);
  const sql = countedChange(`update devices d set ${assignments.join(', ')} where d.tenant_id = $1 and d.id = $2`);
  tell(em, sql, [fact.tenantId, fact.data.deviceId, ...Object.values(all)]);
}

/** Puts other labels in the place of those a device has. */
export function replaceLabels(em: EntityManager, fact: Fact<DeviceEvent>, labels: readonly LabelPair[]): void {
  const key = [fact.tenantId, fact.data.deviceId];
  tell(em, 'delete from device_labels where tenant_id = $1 and device_id = $2', key);
  tell(
    em,
    `insert into device_labels (tenant_id, device_id, key, value)
     select $1, $2, l.key, l.value from jsonb_to_recordset($3) as l (key text, value text)`,
    [...key, JSON.stringify(labels)],
  );
}

/** Accepts a certificate from now on, in the place of a newer one that was never used. */
export function insertCertificate(em: EntityManager, fact: Fact<DeviceEvent>, certificate: IssuedCertificate): void {
  const { fingerprint, serial, notBefore, notAfter, pem, publicKey } = certificate;
  tell(
    em,
    `with accepted as (
       update devices d set current_fingerprint = coalesce(d.current_fingerprint, $3),
         next_fingerprint = case when d.current_fingerprint is null then null else $3 end,
         public_key = case when d.current_fingerprint is null then $8 else d.public_key end
       where d.tenant_id = $1 and d.id = $2
       returning old.next_fingerprint as unused
     ), forgotten as (
       delete from device_certificates c using accepted a where c.tenant_id = $1 and c.fingerprint = a.unused
     )
     insert into device_certificates
       (tenant_id, device_id, fingerprint, serial, not_before, not_after, pem, public_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [fact.tenantId, fact.data.deviceId, fingerprint, serial, notBefore, notAfter, pem, publicKey],
  );
}

/** Forgets the certificate that the one in use has followed. */
export function confirmCertificate(em: EntityManager, fact: Fact<DeviceEvent>): void {
  tell(
    em,
    `with confirmed as (
       update devices d set current_fingerprint = d.next_fingerprint, next_fingerprint = null
       where d.tenant_id = $1 and d.id = $2
       returning old.current_fingerprint as superseded
     )
     delete from device_certificates c using confirmed f where c.tenant_id = $1 and c.fingerprint = f.superseded`,
    [fact.tenantId, fact.data.deviceId],
  );
}

/**
 * Writes inventories of any number of devices, set by set. As arrays, whose length the planner guesses low enough to
 * look devices up by key also where reading all of a small fleet would seem as cheap.
 */
export function writeInventories(em: EntityManager, facts: readonly Fact<DeviceInventoryReported>[]): void {
  tell(
    em,
    `with reported as (
       select * from unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::text[], $5::timestamptz[])
         as r (tenant_id, device_id, inventory, content_hash, changed_at)
     ), kept as (
       insert into device_inventories as i (tenant_id, device_id, inventory, changed_at)
       select tenant_id, device_id, inventory, changed_at from reported
       on conflict (tenant_id, device_id) do update set inventory = excluded.inventory, changed_at = excluded.changed_at
     )
     update devices d set inventory_hash = r.content_hash
     from reported r where d.tenant_id = r.tenant_id and d.id = r.device_id`,
    [
      facts.map(({ tenantId }) => tenantId),
      facts.map(({ data }) => data.deviceId),
      facts.map(({ data }) => JSON.stringify(data.inventory)),
      facts.map(({ data }) => data.contentHash),
      facts.map(({ at }) => at),
    ],
  );
}
