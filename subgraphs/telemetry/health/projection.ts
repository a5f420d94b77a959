/** Follows the fleet's facts about where devices belong and how domains nest. */
import type { DeviceClaimed, DeviceMoved, DomainCreated } from '@flotilla/fleet/events';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';

type PlaceEvent = DeviceClaimed | DeviceMoved | DomainCreated;

/** The places of devices and the paths of domains. */
export const placesProjection: AsyncProjection = {
  name: 'telemetry.places',
  mode: 'async',
  tables: ['device_places', 'domain_paths'],
  handles: ['DeviceClaimed', 'DeviceMoved', 'DomainCreated'] satisfies PlaceEvent['type'][],
  async project(em, event) {
    const fact = event as Recorded<PlaceEvent>;
    const { tenantId, data } = fact;
    if (fact.type === 'DomainCreated') {
      await em.execute(
        'insert into domain_paths (tenant_id, domain_id, path) values (?, ?, ?) on conflict do nothing',
        [tenantId, data.domainId, fact.data.path],
      );
      return;
    }
    await em.execute(
      `insert into device_places (tenant_id, device_id, domain_id) values (?, ?, ?)
       on conflict (tenant_id, device_id) do update set domain_id = excluded.domain_id`,
      [tenantId, fact.data.deviceId, data.domainId],
    );
  },
};
