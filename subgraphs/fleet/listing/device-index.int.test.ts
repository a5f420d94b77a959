import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { askShaped, type SqlValue, type Transaction } from '@flotilla/kernel/transaction';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countedChange } from '../spectrum/counted-change.ts';
import { person, TestFleet } from '../testing/fleet.ts';
import { createDomain } from '../testing/journeys.ts';
import { deviceCondition } from './device-filter.ts';
import { foldTouches, touchStale } from './device-marks.ts';
import { countDevices, findDevices } from './device-page.ts';
import { deviceSort, orderBy } from './device-sort.ts';

const operator = person(randomUUID());
const tenantId = operator.tenantId ?? '';
const filters = [
  'conn:LIVE',
  '-conn:LIVE,DELAYED',
  'conn:LIVE label:role=r1',
  'label:role -label:role=r1,role=r2',
  'trust:PENDING',
  'trust:TRUSTED health:OK',
  'health:DEGRADED',
  'domain:north -kind:GATEWAY',
  'channel:canary version:1.*',
  'location:nowhere',
  '-location:nowhere',
  'name:device-1',
  'conn:DELAYED name:device-00*',
  '-name:device-0*',
  'label:own=n7',
];
const sorts = ['name', '-name', 'state', '-since', 'enrolledAt', 'lastSeen', '-lastSeen'];

/** Makes devices as the rows of a fleet say them, without their facts: thousands in a second. */
async function fill(em: EntityManager, domains: readonly string[], count: number): Promise<void> {
  await em.execute(
    countedChange(
      `insert into devices as d (tenant_id, id, name, kind, labels, channel, domain_id, trust, phase, mode, mode_since,
         state_since, enrolled_at, authority_changed_at, agent_version, public_key)
       select ?, gen_random_uuid(), 'Device-' || lpad(n::text, 6, '0'), case n % 7 when 0 then 'GATEWAY' else 'EDGE' end,
         jsonb_build_array(jsonb_build_object('key', 'own', 'value', 'n' || n),
           jsonb_build_object('key', 'role', 'value', 'r' || (n * 5 / ?))),
         case n % 20 when 0 then 'canary' else 'prod' end, case n % 3 when 0 then ?::uuid else ?::uuid end,
         case n % 50 when 9 then 'PENDING' else 'TRUSTED' end, 'ACTIVE',
         case n % 10 when 9 then 'DISCONNECTED' when 8 then 'DELAYED' else 'LIVE' end,
         now(), now() - n * interval '1 s', now() - n * interval '1 s', now(), '1.' || n % 3, 'key'
       from generate_series(1, ?) as n`,
    ),
    [tenantId, count + 1, domains[0], domains[1], count],
  );
  await em.execute(
    `insert into device_labels select d.tenant_id, l.key, l.value, d.id
     from devices d, jsonb_to_recordset(d.labels) as l (key text, value text) where d.tenant_id = ?`,
    [tenantId],
  );
  await em.execute(
    `insert into device_liveness (tenant_id, device_id, health, last_seen)
     select d.tenant_id, d.id, case d.channel when 'canary' then 'DEGRADED' else 'OK' end,
       d.state_since - case d.mode when 'LIVE' then 0 else 1 end * interval '1 day'
     from devices d where d.tenant_id = ?`,
    [tenantId],
  );
}

type Plan = { readonly [key: string]: unknown; readonly Plans?: readonly Plan[] };

/** Rows that a plan's scans of tables looked at, whether they were let through or not. */
function visited(plan: Plan): number {
  const number = (key: string): number => Number(plan[key] ?? 0);
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + visited(each), 0);
  if (plan['Relation Name'] === undefined) return below;
  const rows = number('Actual Rows') + number('Rows Removed by Filter') + number('Rows Removed by Index Recheck');
  return below + rows * number('Actual Loops');
}

/** Counts the rows that the lists of a transaction visit, by the plans that serve any values, as in service. */
function watched(em: EntityManager): { em: EntityManager; rows: () => number } {
  let rows = 0;
  const transaction = em.getTransactionContext<Transaction>() as Transaction;
  const askWatched = async (sql: string, values: readonly SqlValue[]): Promise<object[]> => {
    const [plan] = await askShaped<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      em,
      `explain (analyze, timing off, format json) ${sql}`,
      values,
    );
    rows += visited(plan?.['QUERY PLAN'][0].Plan ?? {});
    return askShaped(em, sql, values);
  };
  const eye = new Proxy(transaction, {
    get: (target, key) => (key === 'askShaped' ? askWatched : (Reflect.get(target, key) as () => void).bind(target)),
  });
  return { em: { getTransactionContext: () => eye } as unknown as EntityManager, rows: () => rows };
}

describe('the index of lists', () => {
  let fleet: TestFleet;
  let domains: string[];
  const inTenant = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> =>
    fleet.subgraph.database.inTenant(tenantId, work);
  const foldAll = async (): Promise<void> => {
    while ((await inTenant(foldTouches)) > 0);
  };

  /** Counts and pages beside what the rows themselves say. */
  async function differences(em: EntityManager): Promise<string[]> {
    const found: string[] = [];
    for (const [at, q] of filters.entries()) {
      const sort = sorts[at % sorts.length] ?? 'name';
      const { sql, values } = await deviceCondition(em, q);
      const rows = await askShaped<{ id: string }>(
        em,
        `select d.id from device_overview d where d.tenant_id = ? and ${sql} order by ${orderBy(deviceSort(sort))}`,
        [tenantId, ...values],
      );
      const ids = rows.map(({ id }) => id);
      if ((await countDevices(em, q)) !== ids.length) found.push(`count of ${q}`);
      const pages: string[] = [];
      let after: readonly string[] | null = null;
      for (const first of [3, 20]) {
        const page = (await findDevices(em, { q, sort, page: { first, after } })).slice(0, first);
        pages.push(...page.map(({ id }) => id));
        after = page.at(-1)?.cursor ?? after;
        if (page.length < first) break;
      }
      if (pages.join() !== ids.slice(0, 23).join()) found.push(`pages of ${q} by ${sort}`);
    }
    return found;
  }

  describe('of a small fleet', () => {
    beforeAll(async () => {
      fleet = await TestFleet.open();
      domains = [
        await createDomain(fleet, operator, { name: 'North', slug: 'north' }),
        await createDomain(fleet, operator, { name: 'South', slug: 'south' }),
      ];
      await inTenant((em) => fill(em, domains, 120));
    });
    afterAll(() => fleet.close());

    const changes: Readonly<Record<string, string>> = {
      rename: countedChange(`update devices d set name = 'Device-' || n.n from n where d.id = n.id`),
      move: countedChange(`update devices d set domain_id = ?::uuid from n where d.id = n.id`),
      connect: countedChange(`update devices d set mode = 'DELAYED', state_since = now() from n where d.id = n.id`),
      trust: countedChange(`update devices d set trust = 'REVOKED' from n where d.id = n.id`),
      sicken: `update device_liveness l set health = 'DEGRADED' from n where l.device_id = n.id`,
      fold: '',
    };

    /** One change to the `n`th device. */
    async function make(em: EntityManager, kind: string, n: number): Promise<void> {
      const change = changes[kind] ?? '';
      if (change === '') return void (await foldTouches(em));
      const pick = `n as (select id, ?::integer as n from devices where tenant_id = ? order by id offset ? limit 1)`;
      const sql = change.startsWith('with ') ? `with ${pick}, ${change.slice(5)}` : `with ${pick} ${change}`;
      await em.execute(sql, [n, tenantId, n % 120, ...(kind === 'move' ? [domains[n % 2]] : [])]);
    }

    test('answers every filter as the rows do, whatever changed and whenever it was brought up to date', async () => {
      expect(await inTenant(differences)).toEqual([]);
      const step = fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.nat({ max: 999 }));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          await inTenant(async (em) => {
            for (const [kind, n] of steps) await make(em, kind, n);
          });
          expect(await inTenant(differences)).toEqual([]);
        }),
        { numRuns: 8 },
      );
      await foldAll();
      expect(await inTenant(differences)).toEqual([]);
      expect(await inTenant(touchStale)).toBe(0);
    }, 60_000);

    test('a change that was not noted is found by the proof, and mended', async () => {
      await foldAll();
      await inTenant((em) =>
        em.execute(
          `update devices set trust = case trust when 'PENDING' then 'TRUSTED' else 'PENDING' end
           where id = (select id from devices order by id limit 1)`,
        ),
      );
      expect(await inTenant(differences)).toContain('count of trust:PENDING');
      expect(await inTenant(touchStale)).toBe(1);
      expect(await inTenant(touchStale)).toBe(0);
      expect(await inTenant(differences)).toEqual([]);
    });
  });

  describe('of a large fleet', () => {
    const size = 20_000;

    beforeAll(async () => {
      fleet = await TestFleet.open();
      domains = [
        await createDomain(fleet, operator, { name: 'North', slug: 'north' }),
        await createDomain(fleet, operator, { name: 'South', slug: 'south' }),
      ];
      await inTenant((em) => fill(em, domains, size));
      // As after a busy hour: the planner still believes that the whole fleet is noted.
      await inTenant((em) => em.execute('analyze device_touches'));
      await foldAll();
      await inTenant((em) => em.execute('analyze devices, device_labels, device_liveness, device_marks, device_bits'));
    }, 60_000);
    afterAll(() => fleet.close());

    async function rowsOf(work: (em: EntityManager) => Promise<unknown>): Promise<number> {
      return inTenant(async (em) => {
        const eye = watched(em);
        await work(eye.em);
        return eye.rows();
      });
    }

    test.each(filters.filter((q) => !q.includes('name:')))('counting %s visits no devices', async (q) => {
      expect(await rowsOf((em) => countDevices(em, q))).toBeLessThan(size / 100);
    });

    test.each(['conn:LIVE label:role=r4', 'conn:LIVE label:role=r0', 'label:own=n7', 'trust:PENDING', 'health:OK'])(
      'a page of %s visits little more than the narrow table once, in any order',
      async (q) => {
        for (const sort of sorts.filter((each) => !each.includes('lastSeen'))) {
          const page = { first: 50, after: null };
          expect(await rowsOf((em) => findDevices(em, { q, sort, page })), sort).toBeLessThan(1.3 * size);
        }
      },
    );

    test('a filter that few devices fit is not searched for among all', async () => {
      for (const sort of sorts) {
        const page = { first: 50, after: null };
        const rows = await rowsOf((em) => findDevices(em, { q: 'trust:PENDING label:role=r1', sort, page }));
        expect(rows, sort).toBeLessThan(3_000);
      }
    });
  });
});
