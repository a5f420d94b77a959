import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '@flotilla/kernel/logger';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { person, TestOperations } from '../testing/operations.ts';
import { Town } from '../testing/town.ts';
import { Ticker } from '../ticker/ticker.ts';

const queueDocument = `query ($scope: AttentionScopeInput, $state: AttentionState, $first: Int, $after: String) {
  attentionQueue(scope: $scope, state: $state, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    edges { node { id key kind title score severity devices state occurrence since ageS nextAction { words kind target }
      terms { name weight value contribution } scope { domainId deviceId locationId device { id } }
      evidence { label kind ref at } owner { id } snoozedUntil reason
      members(first: 50) { edges { node { key kind } } } } } } }`;
const fields = '{ id state owner { id } snoozedUntil reason mergedInto { id } }';
const verdict = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) ${fields} }`;
const acknowledge = verdict('acknowledgeAttention', 'AttentionItemInput');
const snooze = verdict('snoozeAttention', 'SnoozeAttentionInput');
const assign = verdict('assignAttention', 'AssignAttentionInput');
const merge = verdict('mergeAttention', 'MergeAttentionInput');
const dismiss = verdict('dismissAttention', 'DismissAttentionInput');
const resolve = verdict('resolveAttention', 'AttentionItemInput');

let operations: TestOperations;

beforeAll(async () => {
  operations = await TestOperations.open();
});
afterAll(async () => operations.close());

async function queueOf(viewer: Viewer, variables: Record<string, unknown> = {}) {
  const { attentionQueue } = await operations.run(viewer, queueDocument, variables);
  return attentionQueue.edges.map(({ node }: { node: unknown }) => node);
}

async function member(tenantId: string): Promise<Viewer> {
  const viewer = person(tenantId);
  const user = { userId: viewer.subject, email: 'a@b.test', name: 'A', roles: [] };
  await operations.record(tenantId, { type: 'UserAdded', data: user });
  return viewer;
}

describe('the attention queue', () => {
  test('shows a dead site as one item with its devices as members, explained term by term', async () => {
    const town = await Town.build(operations, 6);
    const viewer = person(town.tenantId, 'VIEWER');
    await town.silence(...town.deviceIds.slice(0, 5));
    const [site, ...others] = await queueOf(viewer);
    expect(others).toEqual([]);
    expect(site).toMatchObject({
      kind: 'SITE_DOWN',
      title: 'Site Rotterdam 07 is dark: 5 of 6 devices away',
      devices: 5,
      state: 'OPEN',
      scope: { domainId: town.domainId, locationId: town.locationId, deviceId: null },
      nextAction: { kind: 'OPEN_LOCATION', target: town.locationId },
    });
    expect(site.members.edges).toHaveLength(5);
    const sum = site.terms.reduce((total: number, term: { contribution: number }) => total + term.contribution, 0);
    expect(site.score).toBe(Math.round(sum));
    await town.hear(...town.deviceIds.slice(0, 4));
    expect(await queueOf(viewer)).toMatchObject([{ kind: 'SILENT', scope: { device: { id: town.deviceIds[4] } } }]);
    expect(await queueOf(viewer, { state: 'RESOLVED' })).toHaveLength(5);
  });

  test('is paged by cursor, by score and then key, with everything once', async () => {
    const town = await Town.build(operations, 20);
    await town.silence(...town.deviceIds.slice(0, 7));
    const viewer = person(town.tenantId);
    const whole = (await queueOf(viewer, { first: 200 })).map(({ key }: { key: string }) => key);
    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const { attentionQueue: page }: Answer = await operations.run(viewer, queueDocument, { first: 3, after });
      expect(page.totalCount).toBe(7);
      paged.push(...page.edges.map(({ node }: { node: { key: string } }) => node.key));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(paged).toEqual(whole);
  });

  test('of a domain holds what is in it and below, and of another domain nothing', async () => {
    const town = await Town.build(operations, 3);
    await town.silence(town.deviceIds[0]!);
    const viewer = person(town.tenantId);
    for (const domainId of [town.regionId, town.domainId]) {
      expect(await queueOf(viewer, { scope: { domainId } })).toHaveLength(1);
    }
    expect(await queueOf(viewer, { scope: { domainId: town.elsewhereId } })).toEqual([]);
    const refusal = await operations.refusal(viewer, queueDocument, { scope: { domainId: randomUUID() } });
    expect(refusal.code).toBe('NOT_FOUND');
  });

  test('of a tenant is nobody else’s, neither to read nor to decide on', async () => {
    const town = await Town.build(operations, 3);
    await town.silence(town.deviceIds[0]!);
    const [item] = await queueOf(person(town.tenantId));
    const stranger = person(randomUUID(), 'TENANT_ADMIN');
    expect(await queueOf(stranger)).toEqual([]);
    expect(
      await operations.run(stranger, 'query ($id: ID!) { attentionItem(id: $id) { id } }', { id: item.id }),
    ).toEqual({
      attentionItem: null,
    });
    expect((await operations.refusal(stranger, resolve, { input: { itemId: item.id } })).code).toBe('NOT_FOUND');
    const entities = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on AttentionItem { id } } }';
    const of = [{ __typename: 'AttentionItem', id: item.id }];
    const nobody = { ...person(town.tenantId), roles: [] };
    expect(await operations.run(person(town.tenantId), entities, { of })).toEqual({ _entities: [{ id: item.id }] });
    for (const each of [stranger, nobody]) {
      expect(await operations.run(each, entities, { of })).toEqual({ _entities: [null] });
    }
    const scope = { domainId: town.domainId };
    expect((await operations.refusal(stranger, queueDocument, { scope })).code).toBe('NOT_FOUND');
    const rows = await operations.subgraph.database.inTenant(stranger.tenantId!, (em) =>
      em.execute<unknown[]>('select 1 from items union all select 1 from devices union all select 1 from scopes'),
    );
    expect(rows).toEqual([]);
  });
});

describe('a verdict', () => {
  test('is seen by whoever gave it, and takes the item out of the queue when it is final', async () => {
    const town = await Town.build(operations, 9);
    const viewer = await member(town.tenantId);
    await town.silence(...town.deviceIds.slice(0, 5));
    const items = await queueOf(viewer);
    expect(items).toHaveLength(5);
    const [a, b, c, d, e] = items.map(({ id: itemId }: { id: string }) => ({ itemId }));
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const answers = [
      await operations.run(viewer, assign, { input: a }),
      await operations.run(viewer, snooze, { input: { ...b, until } }),
      await operations.run(viewer, merge, { input: { ...c, intoId: a.itemId } }),
      await operations.run(viewer, dismiss, { input: { ...d, reason: 'a drill' } }),
      await operations.run(viewer, resolve, { input: e }),
    ];
    expect(answers.map((answer) => Object.values(answer)[0])).toMatchObject([
      { state: 'ASSIGNED', owner: { id: viewer.subject } },
      { state: 'SNOOZED', snoozedUntil: new Date(until) },
      { state: 'MERGED', mergedInto: { id: a.itemId } },
      { state: 'DISMISSED', reason: 'a drill' },
      { state: 'RESOLVED' },
    ]);
    expect(await queueOf(viewer)).toMatchObject([{ id: a.itemId, members: { edges: [{ node: { kind: 'SILENT' } }] } }]);
    expect((await operations.refusal(viewer, acknowledge, { input: d })).code).toBe('CONFLICT');
  });

  test('does not outlive its occurrence, and none is taken once the cause has ended', async () => {
    const town = await Town.build(operations, 3);
    const [viewer, deviceId] = [person(town.tenantId), town.deviceIds[0]!];
    await town.silence(deviceId);
    const [first] = await queueOf(viewer);
    await operations.run(viewer, dismiss, { input: { itemId: first.id, reason: 'known' } });
    await town.hear(deviceId);
    await town.silence(deviceId);
    const [second] = await queueOf(viewer);
    expect(second).toMatchObject({ key: first.key, state: 'OPEN', occurrence: 2 });
    await town.hear(deviceId);
    expect((await operations.refusal(viewer, acknowledge, { input: { itemId: second.id } })).code).toBe('CONFLICT');
    expect((await operations.refusal(viewer, acknowledge, { input: { itemId: first.id } })).code).toBe('NOT_FOUND');
  });

  test('needs the role for it; a viewer and FinOps only look', async () => {
    const town = await Town.build(operations, 3);
    await town.silence(town.deviceIds[0]!);
    const [{ id: itemId }] = await queueOf(person(town.tenantId, 'VIEWER'));
    for (const role of ['VIEWER', 'FINOPS'] as const) {
      const refusal = await operations.refusal(person(town.tenantId, role), acknowledge, { input: { itemId } });
      expect(refusal.code).toBe('FORBIDDEN');
    }
    for (const role of ['OPERATOR', 'SECURITY_ANALYST', 'TENANT_ADMIN'] as const) {
      const answer = await operations.run(person(town.tenantId, role), acknowledge, { input: { itemId } });
      expect(answer.acknowledgeAttention.state).toBe('ACKNOWLEDGED');
    }
  });

  test('assigns to active people of the tenant only', async () => {
    const town = await Town.build(operations, 3);
    const viewer = await member(town.tenantId);
    const other = await member(randomUUID());
    await town.silence(town.deviceIds[0]!);
    const [{ id: itemId }] = await queueOf(viewer);
    const input = { itemId, ownerId: other.subject };
    expect((await operations.refusal(viewer, assign, { input })).code).toBe('NOT_FOUND');
    await operations.record(town.tenantId, { type: 'UserSuspended', data: { userId: viewer.subject, reason: 'x' } });
    expect((await operations.refusal(viewer, assign, { input: { itemId } })).code).toBe('NOT_FOUND');
  });
});

describe('the clock', () => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const tick = async () => {
    const { database } = operations.subgraph;
    await new Ticker({ database, tail: operations.tail, logger }).tick();
    await operations.follow();
  };

  test('brings a snoozed item back when its time is over, and when it grew much worse', async () => {
    const town = await Town.build(operations, 9);
    const viewer = person(town.tenantId);
    await town.silence(...town.deviceIds.slice(0, 3));
    const [a, b] = await queueOf(viewer);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    for (const { id: itemId } of [a, b]) await operations.run(viewer, snooze, { input: { itemId, until } });
    await tick();
    expect(await queueOf(viewer)).toHaveLength(1);
    await operations.sql(`update verdicts set snoozed_until = now() where item_id = ?`, [a.id]);
    await operations.sql(`update verdicts set snoozed_score = snoozed_score - 15 where item_id = ?`, [b.id]);
    await tick();
    expect(await queueOf(viewer)).toHaveLength(3);
    const causes = await operations.sql<{ cause: string }>(
      `select data ->> 'cause' as cause from log.events where type = 'AttentionWoken' and tenant_id = ? order by 1`,
      [town.tenantId],
    );
    expect(causes.map(({ cause }) => cause)).toEqual(['TIME', 'WORSE']);
  });

  test('tells a deadline once, however often it looks before the projection follows', async () => {
    const town = await Town.build(operations, 3);
    await town.silence(town.deviceIds[0]!);
    await operations.sql(`update deadlines set due_at = now() - interval '1 s' where tenant_id = ?`, [town.tenantId]);
    const { database } = operations.subgraph;
    const ticker = new Ticker({ database, tail: operations.tail, logger });
    for (let round = 0; round < 3; round += 1) await ticker.tick();
    await operations.follow();
    const told = await operations.sql(
      `select 1 from log.events where type = 'AttentionDeadlinePassed' and tenant_id = ?`,
      [town.tenantId],
    );
    expect(told).toHaveLength(1);
  });
});
