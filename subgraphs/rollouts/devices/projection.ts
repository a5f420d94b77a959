/** Follows what the fleet says of devices, domains and places, as far as rollouts depend on it. */
import type {
  ConnectivityChanged,
  DeviceEvent,
  DeviceTrustEvent,
  DomainCreated,
  LocationCreated,
  RelayRegistered,
  RelayRemoved,
} from '@flotilla/fleet/events';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { tell, type SqlValue } from '@flotilla/kernel/transaction';

/** Every fact of the fleet that rollouts follow. */
export type FleetFact =
  | Extract<
      DeviceEvent,
      | DeviceTrustEvent
      | {
          type:
            | 'DeviceRenamed'
            | 'DeviceRelabelled'
            | 'DeviceMoved'
            | 'DeviceChannelChanged'
            | 'DeviceDegraded'
            | 'DeviceRecovered';
        }
    >
  | ConnectivityChanged
  | DomainCreated
  | LocationCreated
  | RelayRegistered
  | RelayRemoved;

const reachable: readonly string[] = ['LIVE', 'DELAYED', 'EDGE_CACHED'];

/** Devices as rollouts know them. */
export const devicesProjection: AsyncProjection = {
  name: 'rollouts.devices',
  mode: 'async',
  tables: ['devices', 'domains', 'locations'],
  handles: [
    'DeviceClaimed',
    'DeviceApproved',
    'DeviceDenied',
    'DeviceRevoked',
    'DeviceCertificateIssued',
    'DeviceCertificateConfirmed',
    'DeviceQuarantined',
    'DeviceReleased',
    'DeviceRetired',
    'DeviceCredentialsRotated',
    'DeviceRenamed',
    'DeviceRelabelled',
    'DeviceMoved',
    'DeviceChannelChanged',
    'DeviceDegraded',
    'DeviceRecovered',
    'ConnectivityChanged',
    'DomainCreated',
    'LocationCreated',
    'RelayRegistered',
    'RelayRemoved',
  ] satisfies FleetFact['type'][],
  project: (em, event) => projectFact(em, event as Recorded<FleetFact>),
};

async function projectFact(em: EntityManager, fact: Recorded<FleetFact>): Promise<void> {
  const { tenantId, at } = fact;
  switch (fact.type) {
    case 'DomainCreated':
      return insertDomain(em, fact);
    case 'LocationCreated': {
      const { locationId, name, timeZone, natGroup } = fact.data;
      const sql = `insert into locations (tenant_id, id, name, time_zone, nat_group) values ($1, $2, $3, $4, $5)
        on conflict do nothing`;
      return tell(em, sql, [tenantId, locationId, name, timeZone, natGroup]);
    }
    case 'DeviceClaimed':
      return insertDevice(em, fact);
    case 'DeviceRenamed':
      return change(em, fact, fact.data.deviceId, { name: fact.data.name });
    case 'DeviceRelabelled':
      return change(em, fact, fact.data.deviceId, { labels: JSON.stringify(fact.data.labels) });
    case 'DeviceMoved': {
      const { deviceId, domainId, locationId } = fact.data;
      return change(em, fact, deviceId, { domain_id: domainId, location_id: locationId });
    }
    case 'DeviceChannelChanged':
      return change(em, fact, fact.data.deviceId, { channel: fact.data.channel });
    case 'DeviceDegraded':
      return change(em, fact, fact.data.deviceId, { is_degraded: true });
    case 'DeviceRecovered':
      return change(em, fact, fact.data.deviceId, { is_degraded: false });
    case 'RelayRegistered':
      return change(em, fact, fact.data.relayId, { is_relay: true });
    case 'RelayRemoved':
      return change(em, fact, fact.data.relayId, { is_relay: false });
    case 'ConnectivityChanged':
      return hear(em, fact, at);
    default: {
      const { deviceId, trust, fingerprints } = fact.data;
      return change(em, fact, deviceId, { trust, fingerprints });
    }
  }
}

function insertDomain(em: EntityManager, { tenantId, data }: Recorded<DomainCreated>): void {
  const { domainId, name, parentId } = data;
  tell(
    em,
    `insert into domains (tenant_id, id, name, around)
     select $1, $2, $3, array[$2]::uuid[] || coalesce(
       (select around from domains where tenant_id = $1 and id = $4), array[]::uuid[])
     on conflict do nothing`,
    [tenantId, domainId, name, parentId],
  );
}

function insertDevice(em: EntityManager, fact: Recorded<FleetFact & { type: 'DeviceClaimed' }>): void {
  const { deviceId, name, kind, labels, channel, domainId, locationId, trust, fingerprints } = fact.data;
  tell(
    em,
    `insert into devices (tenant_id, id, name, kind, labels, channel, domain_id, location_id, trust, fingerprints, mode,
       is_reachable, is_relay, is_degraded, heard_since, reachable_changed_at, reachable_ms, away_ms)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, null, false, false, false, null, $11, 0, 0)
     on conflict do nothing`,
    [
      fact.tenantId,
      deviceId,
      name,
      kind,
      JSON.stringify(labels),
      channel,
      domainId,
      locationId,
      trust,
      fingerprints,
      fact.at,
    ],
  );
}

function hear(em: EntityManager, { tenantId, data }: Recorded<ConnectivityChanged>, at: string): void {
  tell(
    em,
    `update devices set mode = $3, is_reachable = $4, heard_since = coalesce(heard_since, $5),
       reachable_ms = reachable_ms + case when heard_since is not null and is_reachable
         then extract(epoch from $5::timestamptz - reachable_changed_at) * 1000 else 0 end,
       away_ms = away_ms + case when heard_since is not null and not is_reachable
         then extract(epoch from $5::timestamptz - reachable_changed_at) * 1000 else 0 end,
       reachable_changed_at = $5
     where tenant_id = $1 and id = $2`,
    [tenantId, data.deviceId, data.mode, reachable.includes(data.mode), at],
  );
}

function change(
  em: EntityManager,
  { tenantId }: Recorded<FleetFact>,
  deviceId: string,
  columns: Readonly<Record<string, SqlValue>>,
): void {
  const assignments = Object.keys(columns).map(
    (column, index) => `${column} = $${index + 3}${column === 'labels' ? '::jsonb' : ''}`,
  );
  const sql = `update devices set ${assignments.join(', ')} where tenant_id = $1 and id = $2`;
  tell(em, sql, [tenantId, deviceId, ...Object.values(columns)]);
}
