/**
 * The second wall: what the database itself refuses to show or take, whatever the code in front of it forgets. And
 * the proof that the rows are nothing but the log: replayed into empty tables they come out the same.
 */
import { randomUUID } from 'node:crypto';
import { handle } from '@flotilla/kernel/handle';
import { readStream } from '@flotilla/kernel/log/read';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { Viewer } from '@flotilla/kernel/viewer';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userAggregate } from './aggregates.ts';
import { serviceAccountsProjection } from './service-account/projection.ts';
import { sessionsProjection } from './session/projection.ts';
import { tenantsProjection } from './tenant/projection.ts';
import { addServiceAccount, addUser, startSession, viewerNamed } from './testing/people.ts';
import { startAccess, type AccessStack } from './testing/stack.ts';
import { usersProjection } from './user/projection.ts';

const tables = ['tenants', 'users', 'sessions', 'service_accounts', 'activity'];
let access: AccessStack;
let harbour: Viewer;
let northwind: Viewer;
let application: pg.Client;

beforeAll(async () => {
  access = await startAccess(() => Promise.resolve({}));
  harbour = await viewerNamed(access, 'admin@harbour.test');
  northwind = await viewerNamed(access, 'admin@northwind.test');
  for (const viewer of [harbour, northwind]) {
    const { token } = await startSession(access, viewer);
    await access.internal('/internal/introspect', { sessionToken: token });
    await addServiceAccount(access, viewer.tenantId);
    await addUser(access, viewer.tenantId);
  }
  application = new pg.Client({ connectionString: access.test.url, options: '-c search_path=access' });
  await application.connect();
});
afterAll(async () => {
  await application?.end();
  await access?.stop();
});

const tenantsIn = async (table: string) => {
  const { rows } = await application.query<{ tenant_id: string }>(`select distinct tenant_id from ${table}`);
  return rows.map((row) => row.tenant_id);
};

describe('the database', () => {
  test('has every table of access behind row-level security, the owner included', async () => {
    const { rows } = await application.query<{ relname: string }>(
      `select relname from pg_class where relnamespace = 'access'::regnamespace and relkind = 'r'
       and relname <> 'migrations' and relrowsecurity and relforcerowsecurity order by 1`,
    );
    expect(rows.map((row) => row.relname)).toEqual([...tables].sort());
  });

  test.each(tables)('shows nothing of %s to who names no tenant', async (table) => {
    await application.query(`set flotilla.tenant = ''`);
    expect(await tenantsIn(table)).toEqual([]);
  });

  test.each(tables)('shows of %s only the tenant that was named', async (table) => {
    await application.query(`set flotilla.tenant = '${harbour.tenantId ?? ''}'`);
    expect(await tenantsIn(table)).toEqual([harbour.tenantId]);
  });

  test('takes no row for another tenant', async () => {
    await application.query(`set flotilla.tenant = '${harbour.tenantId ?? ''}'`);
    const insert = application.query('insert into activity values ($1, $2, now())', [northwind.tenantId, randomUUID()]);
    await expect(insert).rejects.toThrow(/row-level security/);
    const update = await application.query('update users set name = $1 where tenant_id = $2', [
      'x',
      northwind.tenantId,
    ]);
    expect(update.rowCount).toBe(0);
  });

  test('narrows its view again after each lookup across tenants', async () => {
    await application.query(`set flotilla.tenant = '${harbour.tenantId ?? ''}'`);
    await application.query('begin');
    const { rows } = await application.query('select * from find_memberships($1, $2, $3)', [
      '',
      '',
      'admin@northwind.test',
    ]);
    expect(rows).toHaveLength(1);
    expect(await tenantsIn('users')).toEqual([harbour.tenantId]);
    await application.query('rollback');
    await application.query(`select * from find_session('x', '1 h')`);
    expect(await tenantsIn('users')).toEqual([harbour.tenantId]);
  });
});

test('the rows are what the log says, and nothing else', async () => {
  const changed = await addUser(access, harbour.tenantId);
  const by = { userId: null, isPlatformAdmin: true };
  const change = (command: Parameters<typeof userAggregate.decide>[0]) =>
    handle(access.database, userAggregate, { id: changed.subject, viewer: changed, command });
  await change({ type: 'SetUserRoles', roles: ['FINOPS', 'OPERATOR'], by });
  await change({ type: 'BindIdentity', issuer: 'https://issuer.test', subject: 's' });
  await change({ type: 'SuspendUser', reason: 'left', by });
  await change({ type: 'ReinstateUser', by });
  const projections: InlineProjection[] = [
    tenantsProjection,
    usersProjection,
    sessionsProjection,
    serviceAccountsProjection,
  ];
  for (const projection of projections) {
    const [table = ''] = projection.tables;
    const tenantId = harbour.tenantId ?? '';
    const { live, rebuilt } = await access.database.inTenant(tenantId, async (em) => {
      const rows = () =>
        em.execute<object[]>(`select * from ${table} order by tenant_id, ${table === 'tenants' ? 'slug' : 'id'}`);
      const before = await rows();
      await em.execute(`delete from ${table}`);
      const streams = await em.execute<{ stream: string }[]>(
        "select stream from log.events where type = any (string_to_array(?, ',')) group by stream order by min(position)",
        [projection.handles.join(',')],
      );
      for (const { stream } of streams) {
        for (const event of await readStream(em, stream)) await projection.project(em, event);
      }
      return { live: before, rebuilt: await rows() };
    });
    expect(live.length).toBeGreaterThan(0);
    expect(rebuilt).toEqual(live);
  }
});
