/**
 * Past moments in SQL: pieces that say what a device was at a moment `m.p`, whatever became of it since. Each look-up
 * goes to the one interval that began last before it, so it costs the same for a young history and for an old one.
 */
import type { Machine } from './history.ts';

/** The interval of a machine that holds at the moment, as a lateral table. */
export function held(machine: Machine): string {
  return `lateral (
      select h.state, h.value, h.reason, h.from_at from device_history h
      where h.tenant_id = m.tenant_id and h.device_id = m.device_id and h.machine = '${machine}' and h.from_at <= m.p
      order by h.from_at desc, h.position desc limit 1
    )`;
}

/** Who held the authority at the moment: its own, or the nearest domain's. Needs `place`; makes `authority`. */
export const heldAuthority = `left join ${held('AUTHORITY')} own on true
  left join ${held('EPOCH_BASE')} base on true
  left join lateral (
    select dh.value, dh.reason, dh.from_at from domains here
    join domains up on up.tenant_id = here.tenant_id and (up.path = here.path or starts_with(here.path, up.path || '/'))
    join lateral (
      select x.value, x.reason, x.from_at from domain_history x
      where x.tenant_id = up.tenant_id and x.domain_id = up.id and x.machine = 'AUTHORITY' and x.from_at <= m.p
      order by x.from_at desc, x.position desc limit 1
    ) dh on true
    where own.state is null and here.tenant_id = m.tenant_id and here.id = (place.value ->> 'domainId')::uuid
    order by length(up.path) desc limit 1
  ) above on true
  cross join lateral (
    select coalesce(own.value ->> 'stage', above.value ->> 'stage', 'HELD') as stage,
      coalesce(own.value ->> 'authorityId', above.value ->> 'authorityId', 'global') as authority_id,
      coalesce(own.value ->> 'masterOfRecord', above.value ->> 'masterOfRecord', 'GLOBAL') as master_of_record,
      coalesce(own.value -> 'controllerIds', above.value -> 'controllerIds', '[]') as controller_ids,
      case when own.state is not null then (own.value ->> 'epoch')::integer
        else coalesce((above.value ->> 'epoch')::integer, 1) + coalesce(base.state::integer, 0) end as epoch,
      coalesce(own.reason, above.reason) as reason,
      coalesce(own.from_at, greatest(above.from_at, base.from_at), place.from_at) as since
  ) authority`;

/** Every moment of a window at which one of these machines of a device went over, and the beginning of the window. */
export function momentsOf(machines: readonly Machine[]): string {
  const list = machines.map((machine) => `'${machine}'`).join(', ');
  return `select distinct h.tenant_id, h.device_id, greatest(h.from_at, w.from_at) as p from device_history h cross join w
    where h.machine in (${list}) and h.from_at < w.to_at and h.to_at > w.from_at`;
}

/** Every moment of a window at which the authority of a domain changed, for each device that was in or below it then. */
export const momentsOfDomains = `select h.tenant_id, h.device_id, dh.from_at as p from device_history h cross join w
    join domains here on here.tenant_id = h.tenant_id and here.id = (h.value ->> 'domainId')::uuid
    join domains up on up.tenant_id = here.tenant_id and (up.path = here.path or starts_with(here.path, up.path || '/'))
    join domain_history dh on dh.tenant_id = up.tenant_id and dh.domain_id = up.id and dh.machine = 'AUTHORITY'
    where h.machine = 'PLACE' and dh.from_at >= greatest(h.from_at, w.from_at) and dh.from_at < least(h.to_at, w.to_at)`;
