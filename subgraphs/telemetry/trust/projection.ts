/**
 * Keeps telemetry's own answer to "may this device send": the newest trust facts of each device. Beside them, every key
 * the device has proved to hold, old ones too: what it signed with one may lie in its queue for long.
 */
import type { DeviceTrustEvent } from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { ask } from '@flotilla/kernel/transaction';
import { trustEventTypes, trustProjectionName } from './trust-events.ts';

/** Follows the fleet's facts into `device_trust`. */
export const trustProjection: AsyncProjection = {
  name: trustProjectionName,
  mode: 'async',
  tables: ['device_trust'],
  handles: trustEventTypes,
  project: (em, event) => digest(em, [event as Recorded<DeviceTrustEvent>]),
  projectBatch: (em, events) => digest(em, events as readonly Recorded<DeviceTrustEvent>[]),
};

/** One statement for many facts: each carries the complete answer, so of one device the last one counts, and all keys. */
async function digest(em: EntityManager, facts: readonly Recorded<DeviceTrustEvent>[]): Promise<void> {
  const rows = [...Map.groupBy(facts, ({ tenantId, data }) => `${tenantId}/${data.deviceId}`).values()].flatMap(
    (own) => {
      const last = own.at(-1);
      if (!last) return [];
      const { tenantId, data } = last;
      return [{ t: tenantId, d: data.deviceId, trust: data.trust, f: data.fingerprints, k: own.flatMap(keysIn) }];
    },
  );
  await ask(em, sql, [JSON.stringify(rows)]);
}

const sql = `insert into device_trust (tenant_id, device_id, trust, fingerprints, public_keys)
  select t, d, trust, f, array(select distinct key from unnest(k) as key order by key)
  from jsonb_to_recordset($1::jsonb) as r (t uuid, d uuid, trust text, f text[], k text[])
  order by t, d
  on conflict (tenant_id, device_id) do update
    set trust = excluded.trust, fingerprints = excluded.fingerprints, public_keys = array(
      select distinct key from unnest(device_trust.public_keys || excluded.public_keys) as key order by key)`;

/** The keys a fact tells of, base64 of the SubjectPublicKeyInfo. */
function keysIn(fact: DeviceTrustEvent): string[] {
  if (fact.type === 'DeviceClaimed') return [fact.data.publicKey];
  return fact.type === 'DeviceCertificateIssued' ? [fact.data.certificate.publicKey] : [];
}
