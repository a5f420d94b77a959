/** What a simulation reads: every device of the tenant, who holds a slot, who is away, who serves. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { Room, standingColumns, standingJoins, type Standee } from '../desk/room.ts';
import { databaseNow, ofTenant } from '../of-tenant.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import type { SimulatedDevice, SimulationWorld } from './simulate.ts';

/** A place with what it needs to be shown. */
export type Place = { readonly id: string; readonly name: string; readonly timeZone: string };

type Row = Standee & SimulatedDevice;

/** Reads the world as it is now. */
export async function readWorld(
  em: EntityManager,
  plan: RolloutPlan,
  { rolloutId, channels }: { readonly rolloutId: string; readonly channels: readonly string[] },
): Promise<SimulationWorld> {
  const { artifact } = plan;
  const devices = await ask<Row>(
    em,
    `select ${standingColumns}, d.labels, d.channel, coalesce(p.time_zone, 'UTC') as "timeZone",
       d.is_reachable and d.trust = 'TRUSTED' as "isReachable", coalesce(s.digest = $2, false) as "isInstalled",
       s.digest is not null and s.digest <> $2 as "hasOther", d.channel = any($3::text[]) as "isPromoted",
       case when d.heard_since is null or n.online + n.away <= 0 then 1 else n.online / (n.online + n.away) end
         as "onlineShare"
     from devices d ${standingJoins}
     left join installed s on s.tenant_id = d.tenant_id and s.device_id = d.id and s.name = $1
     cross join lateral (select
       d.reachable_ms + case when d.is_reachable then extract(epoch from now() - d.reachable_changed_at) * 1000 else 0 end
         as online,
       d.away_ms + case when d.is_reachable then 0 else extract(epoch from now() - d.reachable_changed_at) * 1000 end
         as away) n
     where ${ofTenant('d')} and d.trust = 'TRUSTED'`,
    [artifact.name, artifact.digest, [...channels]],
  );
  const room = await Room.read(em);
  const limits = { id: rolloutId, parallelMax: plan.parallelMax };
  const known = devices.map((device) => ({ ...device, onlineShare: Number(device.onlineShare) }));
  const standees = new Map<string, Standee>(known.map((device) => [device.id, device]));
  const [used, away] = [new Map<string, number>(), new Map<string, number>()];
  for (const device of known) {
    for (const { scope, ...slot } of room.slotsOf(device, limits)) {
      used.set(scope, slot.used);
      if (slot.unavailableMax !== null && !away.has(scope)) away.set(scope, slot.away);
    }
  }
  return {
    devices: known,
    limitsOf: (scope) => room.limitsOf(scope, limits),
    used,
    away,
    servicesOf(device) {
      const standee = standees.get(device.id);
      return standee ? room.servicesOf(standee) : [];
    },
    now: await databaseNow(em),
  };
}

/** The places of the tenant by id. */
export async function readPlaces(em: EntityManager): Promise<ReadonlyMap<string, Place>> {
  const sql = `select p.id, p.name, p.time_zone as "timeZone" from locations p where ${ofTenant('p')}`;
  return new Map((await ask<Place>(em, sql, [])).map((place) => [place.id, place]));
}
