/**
 * The one way to insert or update rows of `devices`: the same statement writes down which counts the change moves, and
 * that the device changed, so counts, the index of lists and rows cannot disagree. A rebuild works on a copy in another
 * schema and moves neither.
 */

/** Makes a counting statement of an `insert into devices as d …` or `update devices d …` without its `returning`. */
export function countedChange(change: string): string {
  return `with changed as (
      ${change}
      returning new.tenant_id, new.id, old.domain_id as old_domain, old.display_state as old_state,
        new.domain_id as new_domain, new.display_state as new_state
    ), touched as (
      insert into device_touches (tenant_id, device_id)
      select tenant_id, id from changed where current_schema() = 'fleet'
    )
    insert into spectrum_deltas (tenant_id, domain_id, state, delta)
    select tenant_id, domain_id, state, sum(delta) from (
      select tenant_id, old_domain as domain_id, old_state as state, -1 as delta from changed where old_state is not null
      union all
      select tenant_id, new_domain, new_state, 1 from changed
    ) as moved
    where current_schema() = 'fleet'
    group by tenant_id, domain_id, state having sum(delta) <> 0`;
}
