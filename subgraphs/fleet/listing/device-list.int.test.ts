import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { person, stranger, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, createToken, claim, enroll } from '../testing/journeys.ts';

type Shown = {
  id: string;
  name: string;
  kind: string;
  trust: string;
  labels: { key: string; value: string }[];
  domain: { path: string };
  connectivity: { mode: string; lastSeenAt: string | null };
  enrolledAt: string;
  stateSince: string;
};

const listDocument = `query ($first: Int!, $after: String, $q: String, $sort: String) {
  devices(first: $first, after: $after, q: $q, sort: $sort) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node {
      id name kind trust labels { key value } domain { path } connectivity { mode lastSeenAt } enrolledAt stateSince
    } }
  }
}`;

describe('the list of devices', () => {
  let fleet: TestFleet;
  const operator = person(randomUUID());
  const neighbour = person(randomUUID());
  let everything: Shown[];
  let foreignId: string;

  beforeAll(async () => {
    fleet = await TestFleet.open();
    const retail = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    const rtm = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: retail });
    const mining = await createDomain(fleet, operator, { name: 'Mining', slug: 'mining' });
    for (let n = 0; n < 24; n += 1) {
      const domainId = [retail, rtm, mining][n % 3]!;
      const labels = [
        { key: 'site', value: n % 2 ? 'rtm' : 'ams' },
        ...(n % 4 === 0 ? [{ key: 'role', value: 'till' }] : []),
      ];
      const name = `${n % 5 === 0 ? 'Till' : 'kiosk'} ${n % 7}`;
      if (n % 6 === 5)
        await claim(fleet, operator, { token: await createToken(fleet, operator, { domainId, labels }), name });
      else {
        const device = await enroll(fleet, operator, { domainId, labels, name });
        if (n % 2 === 0) await beat(fleet, device);
      }
    }
    const foreign = await createDomain(fleet, neighbour, { name: 'Foreign', slug: 'retail' });
    foreignId = (await enroll(fleet, neighbour, { domainId: foreign, name: 'kiosk 0' })).id;
    everything = await list({});
  });
  afterAll(() => fleet.close());

  /** All pages of a list, two rows each unless told otherwise. */
  async function list(options: { q?: string; sort?: string; first?: number }): Promise<Shown[]> {
    const nodes: Shown[] = [];
    let after: string | null = null;
    for (;;) {
      const { devices }: Answer = await fleet.run(operator, listDocument, { first: 2, ...options, after });
      nodes.push(...devices.edges.map((edge: { node: Shown }) => edge.node));
      expect(devices.pageInfo.hasPreviousPage).toBe(after !== null);
      if (!devices.pageInfo.hasNextPage) {
        expect(devices.totalCount).toBe(nodes.length);
        return nodes;
      }
      after = devices.pageInfo.endCursor;
    }
  }

  test('pages cover every device of the tenant once, and none of another', () => {
    expect(everything).toHaveLength(24);
    expect(new Set(everything.map(({ id }) => id)).size).toBe(24);
    expect(everything.map(({ id }) => id)).not.toContain(foreignId);
  });

  const has = (device: Shown, key: string, value?: string) =>
    device.labels.some((label) => label.key === key && (value === undefined || label.value === value));
  const state = (device: Shown) => (device.trust === 'TRUSTED' ? device.connectivity.mode : device.trust);

  test.each<[string, (device: Shown) => boolean]>([
    ['conn:LIVE', (device) => state(device) === 'LIVE'],
    ['conn:live,DISCONNECTED', (device) => ['LIVE', 'DISCONNECTED'].includes(state(device))],
    ['-conn:LIVE', (device) => state(device) !== 'LIVE'],
    ['trust:PENDING', (device) => device.trust === 'PENDING'],
    ['-trust:PENDING label:site=rtm', (device) => device.trust !== 'PENDING' && has(device, 'site', 'rtm')],
    ['label:role', (device) => has(device, 'role')],
    ['-label:role=till', (device) => !has(device, 'role', 'till')],
    ['label:site=rtm,role=till', (device) => has(device, 'site', 'rtm') || has(device, 'role', 'till')],
    ['domain:retail', (device) => device.domain.path.startsWith('retail')],
    ['domain:retail/rtm', (device) => device.domain.path === 'retail/rtm'],
    ['-domain:retail', (device) => !device.domain.path.startsWith('retail')],
    ['domain:nowhere', () => false],
    ['name:till*', (device) => device.name.toLowerCase().startsWith('till')],
    ['name:sk', (device) => device.name.includes('sk')],
    ['"Kiosk 3"', (device) => device.name === 'kiosk 3'],
    ['kind:EDGE phase:PROVISIONING', (device) => device.trust === 'PENDING'],
    ['location:nowhere', () => false],
    ['-location:nowhere', () => true],
    ['version:1.0*', () => true],
    ['health:OK', (device) => device.connectivity.lastSeenAt !== null],
    [
      'domain:retail conn:LIVE label:site=ams name:kiosk',
      (device) =>
        device.domain.path.startsWith('retail') &&
        state(device) === 'LIVE' &&
        has(device, 'site', 'ams') &&
        device.name.includes('kiosk'),
    ],
  ])('the filter %s means what the naive model says', async (q, model) => {
    const expected = everything.filter(model).map(({ id }) => id);
    expect((await list({ q, first: 5 })).map(({ id }) => id)).toEqual(expected);
  });

  test.each<[string, (device: Shown) => string]>([
    ['name', (device) => device.name.toLowerCase()],
    ['state', (device) => `${state(device)} ${device.name.toLowerCase()}`],
    ['since', (device) => device.stateSince],
    ['lastSeen', (device) => device.connectivity.lastSeenAt ?? ''],
    ['enrolledAt', (device) => device.enrolledAt],
  ])('the order %s is total, and its reverse is its mirror', async (sort, key) => {
    const forward = await list({ sort, first: 5 });
    const keys = forward.map(key);
    expect(keys).toEqual([...keys].sort());
    expect((await list({ sort: `-${sort}`, first: 7 })).map(({ id }) => id)).toEqual(
      forward.map(({ id }) => id).reverse(),
    );
  });

  test.each([
    [{ first: 0 }, /first/],
    [{ first: 201 }, /first/],
    [{ first: 5, q: 'colour:red' }, /colour/],
    [{ first: 5, q: 'conn:SOMETIMES' }, /SOMETIMES/],
    [{ first: 5, sort: 'colour' }, /colour/],
    [{ first: 5, after: 'garbage' }, /after/],
  ])('%o is refused by name', async (variables, words) => {
    const refusal = await fleet.refusal(operator, listDocument, variables);
    expect(refusal.code).toBe('INVALID_INPUT');
    expect(refusal.message).toMatch(words);
  });

  test('a cursor of another order is refused', async () => {
    const { devices } = await fleet.run(operator, listDocument, { first: 2 });
    const variables = { first: 2, sort: '-since', after: devices.pageInfo.endCursor };
    expect(await fleet.refusal(operator, listDocument, variables)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('text that tries to be SQL is only text', async () => {
    for (const q of [`name:"' or 1=1 --"`, `label:"site=x' or '1'='1"`, 'name:"a?b"', 'domain:"%"']) {
      expect(await list({ q })).toEqual([]);
    }
  });

  test('nobody reaches a device or domain of another tenant: by id, by command, or as an entity', async () => {
    const [foreign] = await fleet.sql(`select domain_id from devices where id = ?`, [foreignId]);
    const entities = `query ($device: ID!, $domain: ID!) {
      _entities(representations: [{ __typename: "Device", id: $device }, { __typename: "Domain", id: $domain }]) {
        ... on Device { name } ... on Domain { slug }
      }
    }`;
    const ids = { device: foreignId, domain: foreign?.['domain_id'] };
    const document = entities
      .replace('($device: ID!, $domain: ID!)', '($representations: [_Any!]!)')
      .replace(/representations: \[.*\]\)/, 'representations: $representations)');
    const representations = [
      { __typename: 'Device', id: ids.device },
      { __typename: 'Domain', id: ids.domain },
    ];
    expect(await fleet.run(operator, document, { representations })).toEqual({ _entities: [null, null] });
    expect(await fleet.run(neighbour, document, { representations })).toEqual({
      _entities: [{ name: 'kiosk 0' }, { slug: 'retail' }],
    });
    await expect(fleet.run(stranger, document, { representations })).rejects.toThrow();
    const direct = 'query ($device: ID!, $domain: ID!) { device(id: $device) { id } domain(id: $domain) { id } }';
    expect(await fleet.run(operator, direct, ids)).toEqual({ device: null, domain: null });
    const commands = [
      'renameDevice(input: { deviceId: $id, name: "mine" })',
      'approveDevice(input: { deviceId: $id })',
      'revokeDevice(input: { deviceId: $id, reason: "mine now" })',
      'relabelDevice(input: { deviceId: $id, labels: [] })',
    ];
    for (const command of commands) {
      const refusal = await fleet.refusal(operator, `mutation ($id: ID!) { ${command} { id } }`, { id: foreignId });
      expect(refusal.code, command).toBe('NOT_FOUND');
    }
    const use = 'mutation ($id: ID!) { createEnrollmentToken(input: { domainId: $id }) { token } }';
    expect(await fleet.refusal(operator, use, { id: ids.domain })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await fleet.run(operator, '{ spectrum { total } }')).toEqual({ spectrum: { total: 20 } });
  });

  test('row-level security hides other tenants even from a query that forgets its tenant', async () => {
    const tables = await fleet.sql<{ name: string; secured: boolean; forced: boolean }>(
      `select relname as name, relrowsecurity as secured, relforcerowsecurity as forced from pg_class
       where relnamespace = 'fleet'::regnamespace and relkind = 'r' and relname <> 'migrations'`,
    );
    expect(tables.length).toBeGreaterThan(12);
    expect(tables.filter(({ secured, forced }) => !secured || !forced)).toEqual([]);
    const seen = await fleet.subgraph.database.inTenant(operator.tenantId ?? '', async (em) => {
      const rows: string[] = [];
      for (const { name } of tables) {
        const columns = await em.execute<Record<string, string>[]>(`select * from ${name}`);
        rows.push(...columns.map((row) => row['tenant_id'] ?? name));
      }
      return new Set(rows);
    });
    expect([...seen]).toEqual([operator.tenantId]);
  });

  test('a slug is taken once per tenant, a missing parent is named', async () => {
    const create = 'mutation ($input: CreateDomainInput!) { createDomain(input: $input) { id } }';
    expect(await fleet.refusal(operator, create, { input: { name: 'Again', slug: 'rtm' } })).toMatchObject({
      code: 'CONFLICT',
    });
    const orphan = { name: 'Orphan', slug: 'orphan', parentId: randomUUID() };
    expect(await fleet.refusal(operator, create, { input: orphan })).toMatchObject({ code: 'NOT_FOUND' });
    const location = 'mutation ($input: CreateLocationInput!) { createLocation(input: $input) { timeZone } }';
    expect(await fleet.refusal(operator, location, { input: { name: 'X', timeZone: 'Mars' } })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    await fleet.run(operator, location, { input: { name: 'X', timeZone: 'Europe/Amsterdam' } });
    expect(await fleet.refusal(operator, location, { input: { name: 'X', timeZone: 'UTC' } })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('the status board shows strangers the counts of those who publish, and nothing else', async () => {
    await fleet.sql('insert into tenant_names (tenant_id, name) values (?, ?), (?, ?)', [
      operator.tenantId,
      'Harbour Retail',
      neighbour.tenantId,
      'Northwind Mining',
    ]);
    const board = '{ statusBoard { tenantName spectrum { total } } }';
    const publish = 'mutation ($published: Boolean!) { publishStatusBoard(input: { published: $published }) }';
    expect(await fleet.run(stranger, board)).toEqual({ statusBoard: [] });
    expect(await fleet.refusal(operator, publish, { published: true })).toMatchObject({ code: 'FORBIDDEN' });
    const admin = person(operator.tenantId ?? '', 'TENANT_ADMIN');
    expect(await fleet.run(admin, publish, { published: true })).toEqual({ publishStatusBoard: true });
    expect(await fleet.run(stranger, board)).toEqual({
      statusBoard: [{ tenantName: 'Harbour Retail', spectrum: { total: 20 } }],
    });
    expect(await fleet.run(admin, publish, { published: false })).toEqual({ publishStatusBoard: false });
    expect(await fleet.run(stranger, board)).toEqual({ statusBoard: [] });
  });
});
