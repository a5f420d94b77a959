import { randomUUID } from 'node:crypto';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestOperations } from '../testing/operations.ts';
import { Story, tenantId as storyTenant } from '../testing/story.ts';
import { Town } from '../testing/town.ts';
import { attentionProjection } from './projection.ts';

let operations: TestOperations;

beforeAll(async () => {
  operations = await TestOperations.open();
});
afterAll(async () => operations.close());

async function rebuilt(): Promise<unknown[]> {
  const { adminUrl, url } = operations.postgres;
  const parts = { adminUrl, url, schema: 'operations', entities: [], isApplied: false, onProgress: () => undefined };
  const { tables } = await rebuild({ ...parts, projection: attentionProjection });
  return tables.filter(({ onlyLive, onlyRebuilt }) => onlyLive + onlyRebuilt > 0);
}

/** What the tables hold of a tenant, in the terms of the working set. */
async function itemsOf(tenantId: string) {
  return operations.sql<{ key: string; is_active: boolean; score: number; occurrence: number }>(
    'select key, is_active, score, occurrence from items where tenant_id = ? order by key',
    [tenantId],
  );
}

describe('the projection of attention', () => {
  test('gives the same rows however its events are batched, and the same as a rebuild', async () => {
    const step = fc.record({ n: fc.nat(7), isSilent: fc.boolean(), endsBatch: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const town = await Town.build(operations, 8);
        for (const { n, isSilent, endsBatch } of steps) {
          const [mode, previousMode] = isSilent ? ['DISCONNECTED', 'LIVE'] : ['LIVE', 'DISCONNECTED'];
          const data = { deviceId: town.deviceIds[n]!, mode, previousMode, gapMs: 1, intervalMs: 1 };
          await operations.append(town.tenantId, [{ type: 'ConnectivityChanged', data }]);
          if (endsBatch) await operations.follow();
        }
        await operations.follow();
        expect(await rebuilt()).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  test('differs from a rebuild when a row was changed behind its back: the planted fault is found', async () => {
    const town = await Town.build(operations, 3);
    await town.silence(town.deviceIds[0]!);
    const { tenantId } = town;
    await operations.sql('update items set score = score + 1 where tenant_id = ?', [tenantId]);
    expect(await rebuilt()).toMatchObject([{ table: 'items', onlyLive: 1, onlyRebuilt: 1 }]);
    await operations.sql('update items set score = score - 1 where tenant_id = ?', [tenantId]);
    expect(await rebuilt()).toEqual([]);
  });

  test('stores what the fold in memory says, for facts of every kind', async () => {
    const story = new Story().domain(1).domain(2, 1).location(1).live([1, 2, 3, 4], { domain: 2, location: 1 });
    story.claim(5, { domain: 2 }).connect(1, 'AUTONOMOUS').connect(2, 'DISCONNECTED').connect(3, 'DISCONNECTED');
    story.connect(4, 'DISCONNECTED').connect(4, 'LIVE');
    const device = (n: number) => ({ deviceId: [...story.ledger.devices.values()][n - 1]!.id });
    story.tell('DeviceDegraded', { ...device(1), reasons: [{ code: 'CLOCK_SKEW', detail: '' }] });
    const withdrawn = { code: 'SOFTWARE_WITHDRAWN', isViolation: true, subject: 'till', detail: 'It was withdrawn.' };
    story.tell('DeviceSupplyChainJudged', { ...device(1), verdict: 'VIOLATION', reasons: [withdrawn] });
    story.tell('DeviceSupplyChainJudged', { ...device(4), verdict: 'VIOLATION', reasons: [withdrawn] });
    story.tell('DeviceSupplyChainJudged', { ...device(4), verdict: 'TRUSTED', reasons: [] });
    story.tell('CloneSuspected', { ...device(4), instances: [{}, {}] });
    story.tell('RelayRegistered', {
      relayId: device(4).deviceId,
      domainId: [...story.ledger.devices.values()][0]!.domainId,
      locationId: null,
    });
    story.tell('DeviceRouteChanged', { ...device(2), relayId: device(4).deviceId });
    const conflict = { conflictId: 'x', subject: 'DEVICE', id: device(1).deviceId, what: 'move it' };
    story.tell('AuthorityConflictDetected', conflict);
    story.tell('AuthorityConflictDetected', { ...conflict, conflictId: 'y' });
    story.tell('AuthorityConflictResolved', conflict);
    story.tell('CommandFailed', { ...device(1), commandId: 'c', batchId: randomUUID() });
    await operations.append(
      storyTenant,
      story.events.map(({ type, data }) => ({ type, data })),
    );
    await operations.follow();
    const expected = [...story.ledger.items.values()]
      .map(({ key, isActive, score, occurrence }) => ({ key, is_active: isActive, score, occurrence }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect((await itemsOf(storyTenant)).toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(expected);
    expect(await rebuilt()).toEqual([]);
  });
});
