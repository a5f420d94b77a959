/**
 * Keeps the counts small and their history: folds deltas into counts, takes a picture of every domain each minute,
 * forgets pictures after a week, and proves now and then that counts equal rows. Runs in one process at a time.
 */
import type { EntityManager } from '@flotilla/kernel/database';

const keptDays = 7;

/** Folds deltas into counts. Readers see the same sums before and after. */
export async function foldDeltas(em: EntityManager): Promise<void> {
  await em.execute(
    `with folded as (delete from spectrum_deltas returning tenant_id, domain_id, state, delta)
     insert into spectrum_counts as c (tenant_id, domain_id, state, count)
     select tenant_id, domain_id, state, sum(delta) from folded group by tenant_id, domain_id, state
     on conflict (tenant_id, domain_id, state) do update set count = c.count + excluded.count`,
  );
}

/** Takes the picture of the current minute unless it exists. */
export async function keepMinute(em: EntityManager): Promise<void> {
  const count = (state: string) => `coalesce(sum(s.n) filter (where s.state = '${state}'), 0)`;
  await em.execute(
    `insert into spectrum_minutes
     select s.tenant_id, date_trunc('minute', now()), s.domain_id, ${count('LIVE')}, ${count('DELAYED')},
       ${count('EDGE_CACHED')}, ${count('AUTONOMOUS')}, ${count('RETURNING')}, ${count('REPLAYING')},
       ${count('DISCONNECTED')}, ${count('QUARANTINED')}
     from (
       select tenant_id, domain_id, state, count as n from spectrum_counts
       union all select tenant_id, domain_id, state, delta from spectrum_deltas
     ) s
     where not exists (select 1 from spectrum_minutes m where m.at = date_trunc('minute', now()) and m.tenant_id = s.tenant_id)
     group by s.tenant_id, s.domain_id
     on conflict do nothing`,
  );
}

/** Lets the planner know how many devices there are by now. */
export async function refreshStatistics(em: EntityManager): Promise<void> {
  const ofDevices = ['labels', 'liveness', 'marks', 'bits', 'history', 'certificates', 'inventories'];
  await em.execute(`analyze devices, ${ofDevices.map((name) => `device_${name}`).join(', ')}`);
}

/** Forgets pictures older than a week. */
export async function forgetOldMinutes(em: EntityManager): Promise<void> {
  await em.execute(`delete from spectrum_minutes where at < now() - interval '${keptDays} days'`);
}

/**
 * Counts the rows, and writes a delta wherever counts and rows differ. All in one statement, so that nobody's change
 * falls between counting and comparing. Answers how many counts were wrong: anything but 0 is a bug worth a line.
 */
export async function proveCounts(em: EntityManager): Promise<number> {
  const wrong = await em.execute<unknown[]>(
    `insert into spectrum_deltas (tenant_id, domain_id, state, delta)
     select tenant_id, domain_id, state, sum(n) from (
       select tenant_id, domain_id, display_state as state, count(*) as n from devices group by 1, 2, 3
       union all select tenant_id, domain_id, state, -count from spectrum_counts
       union all select tenant_id, domain_id, state, -delta from spectrum_deltas
     ) as difference
     group by tenant_id, domain_id, state having sum(n) <> 0 returning 1`,
  );
  return wrong.length;
}
