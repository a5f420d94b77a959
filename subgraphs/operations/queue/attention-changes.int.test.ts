import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestOperations } from '../testing/operations.ts';
import { Town } from '../testing/town.ts';

const document = `subscription ($scope: AttentionScopeInput) { attentionChanged(scope: $scope) {
  seq openCount hasMore items { id key state } } }`;
const acknowledge = `mutation ($input: AttentionItemInput!) { acknowledgeAttention(input: $input) { id } }`;

let operations: TestOperations;

beforeAll(async () => {
  operations = await TestOperations.open();
  await operations.tail.start();
  await operations.subgraph.start?.();
});
afterAll(async () => {
  await operations.subgraph.stop?.();
  await operations.tail.stop();
  await operations.close();
});

describe('a subscription to the queue', () => {
  test('hears of what comes, of verdicts and of what ends, in its scope and tenant only', async () => {
    const town = await Town.build(operations, 6);
    const viewer = person(town.tenantId);
    const mine = await operations.subscribe(viewer, document, { scope: { domainId: town.regionId } });
    const elsewhere = await operations.subscribe(viewer, document, { scope: { domainId: town.elsewhereId } });
    const stranger = await operations.subscribe(person(randomUUID()), document);
    const strangers: unknown[] = [];
    void stranger.next().then((heard) => strangers.push(heard));
    await new Promise((done) => setTimeout(done, 400));

    await town.silence(town.deviceIds[0]!);
    const first = (await mine.next()).attentionChanged;
    expect(first).toMatchObject({ seq: 1, openCount: 1, hasMore: false, items: [{ state: 'OPEN' }] });
    expect((await elsewhere.next()).attentionChanged).toMatchObject({ openCount: 0, items: [] });

    await operations.run(viewer, acknowledge, { input: { itemId: first.items[0].id } });
    expect((await mine.next()).attentionChanged).toMatchObject({ seq: 2, items: [{ state: 'ACKNOWLEDGED' }] });

    await town.hear(town.deviceIds[0]!);
    expect((await mine.next()).attentionChanged).toMatchObject({
      seq: 3,
      openCount: 0,
      items: [{ state: 'RESOLVED' }],
    });
    expect(strangers).toEqual([]);
    for (const each of [mine, elsewhere, stranger]) await each.close();
  });

  test('is refused before its first message to whoever may not listen, and for a scope that does not exist', async () => {
    const town = await Town.build(operations, 1);
    const nobody = { ...person(town.tenantId), roles: [] };
    await expect(operations.subscribe(nobody, document)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const scope = { domainId: randomUUID() };
    const lost = operations.subscribe(person(town.tenantId), document, { scope });
    await expect(lost).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
