/**
 * Keeps the index that lists are found by. Whoever changes a device only notes its id, so that no two writers meet in
 * a row of the index; housekeeping takes the notes in and flips the bits that differ. Readers ask the devices that are
 * noted themselves, so that they see the same before and after.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { chunkSize, noBits, termsOfDevice } from './device-terms.ts';

/** Notes taken in by one statement at most. */
export const foldMax = 2_000;

/**
 * Takes notes in: one statement, so that the notes it removes and the rows it reads are of one moment. A change that
 * commits later leaves a note of its own. Answers how many there were.
 */
export async function foldTouches(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ taken: number }[]>(foldSql, [foldMax]);
  return row?.taken ?? 0;
}

const bitOf = `bit_or(set_bit(${noBits}, ordinal % ${chunkSize}, 1))`;

const foldSql = `with taken as (
    delete from device_touches where (tenant_id, id) in (select tenant_id, id from device_touches order by id limit ?)
    returning tenant_id, device_id
  ), fresh as (
    select d.tenant_id, d.id, d.name_key, d.display_state, d.state_since, d.enrolled_at, ${termsOfDevice} as terms
    from (select distinct tenant_id, device_id from taken) t
    join device_overview d on d.tenant_id = t.tenant_id and d.id = t.device_id
  ), ends as (
    select tenant_id, max(ordinal) + 1 as next from device_marks
    where tenant_id in (select tenant_id from fresh) group by tenant_id
  ), placed as (
    select f.*, coalesce(m.ordinal, coalesce(e.next, 0)
      + (row_number() over (partition by f.tenant_id, m.ordinal is null order by f.id) - 1)::integer) as ordinal
    from fresh f
    left join device_marks m on m.tenant_id = f.tenant_id and m.id = f.id
    left join ends e on e.tenant_id = f.tenant_id
  ), marked as (
    insert into device_marks as m (tenant_id, id, ordinal, name_key, display_state, state_since, enrolled_at)
    select tenant_id, id, ordinal, name_key, display_state, state_since, enrolled_at from placed
    on conflict (tenant_id, id) do update set name_key = excluded.name_key, display_state = excluded.display_state,
      state_since = excluded.state_since, enrolled_at = excluded.enrolled_at
  ), named as (
    insert into device_terms as t (tenant_id, ordinal, terms) select tenant_id, ordinal, terms from placed
    on conflict (tenant_id, ordinal) do update set terms = excluded.terms where t.terms <> excluded.terms
    returning t.tenant_id, t.ordinal, coalesce(old.terms, '{}') as before, new.terms as after
  ), flipped as (
    select tenant_id, ordinal, u.term from named, unnest(before) as u (term) where u.term <> all (after)
    union all select tenant_id, ordinal, u.term from named, unnest(after) as u (term) where u.term <> all (before)
  ), written as (
    insert into device_bits as b (tenant_id, term, chunk, bits)
    select tenant_id, term, ordinal / ${chunkSize}, ${bitOf} from flipped group by 1, 2, 3
    on conflict (tenant_id, term, chunk) do update set bits = b.bits # excluded.bits
  )
  select count(*)::integer as taken from taken`;

/** Forgets rows of the index that have no device any more. */
export async function forgetEmptyBits(em: EntityManager): Promise<void> {
  await em.execute(`delete from device_bits where bits = ${noBits}`);
}

/**
 * Notes every device whose marks are not what its row says, as after a rebuild of the rows, unless it is noted already.
 * Answers how many: without a rebuild anything but 0 is a bug worth a line.
 */
export async function touchStale(em: EntityManager): Promise<number> {
  const stale = await em.execute<unknown[]>(
    `insert into device_touches (tenant_id, device_id)
     select d.tenant_id, d.id from device_overview d
     left join device_marks m on m.tenant_id = d.tenant_id and m.id = d.id
     left join device_terms t on t.tenant_id = m.tenant_id and t.ordinal = m.ordinal
     where (m.name_key, m.display_state, m.state_since, m.enrolled_at, t.terms)
       is distinct from (d.name_key, d.display_state, d.state_since, d.enrolled_at, ${termsOfDevice} collate "C")
       and not exists (select 1 from device_touches n where n.tenant_id = d.tenant_id and n.device_id = d.id)
     returning 1`,
  );
  return stale.length;
}
