/** The way back on a real PostgreSQL: ring by ring, under the same budgets, with a stop of its own. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { presetGates } from '../gate/gate.ts';
import type { WavePlan } from '../rollout/events.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { explainRollout } from '../target/explain.ts';
import { Installation, type Worker } from '../testing/installation.ts';
import { letDevicesWork, runToRest } from '../testing/virtual-devices.ts';

let installation: Installation;
let worker: Worker;
let tenantId: string;
let rolloutId: string;

beforeAll(async () => {
  installation = await Installation.open();
  worker = await installation.worker();
});
afterAll(() => installation.close());

/** Two canaries and eight others, all updated; then somebody takes them back. */
beforeEach(async () => {
  tenantId = randomUUID();
  await installation.budget(tenantId, 'global', 5);
  await installation.devices(
    tenantId,
    Array.from({ length: 10 }, () => ({})),
  );
  const gates = { ...presetGates, soakS: 0 };
  const wave = (name: string, limit: WavePlan['limit']): WavePlan => ({ name, selector: null, limit, gates });
  rolloutId = await installation.rollout(tenantId, { waves: [wave('canary', { count: 2 }), wave('rest', null)] });
  await runToRest(worker, tenantId, () => 'SUCCEEDED');
  await installation.tell(tenantId, rolloutId, { type: 'RollBackRollout', reason: 'it is slow' });
});

/** How many of each ring are where, e.g. `0 SUCCEEDED`. */
async function rings(): Promise<Record<string, number>> {
  const rows = await installation.sql<{ word: string; count: number }>(
    tenantId,
    `select wave || ' ' || stage as word, count(*)::integer as count from targets
     where rollout_id = ? and direction = 'BACK' group by 1 order by 1`,
    [rolloutId],
  );
  return Object.fromEntries(rows.map(({ word, count }) => [word, count]));
}

async function stage(): Promise<string | undefined> {
  const sql = 'select stage from rollouts where id = ?';
  return (await installation.sql<{ stage: string }>(tenantId, sql, [rolloutId]))[0]?.stage;
}

describe('the way back', () => {
  test('takes the canaries first, then the others under the budget, and ends', async () => {
    await worker.orchestrator.round();
    expect(await rings()).toEqual({ '0 GRANTED': 2, '1 PENDING': 8 });
    await letDevicesWork(worker, tenantId, () => 'SUCCEEDED');
    await worker.orchestrator.round();
    expect(await rings()).toEqual({ '0 SUCCEEDED': 2, '1 GRANTED': 5, '1 PENDING': 3 });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await stage()).toBe('ROLLED_BACK');
  });

  test('stops by itself when too many fail on it, says so, and goes on when somebody accepts that', async () => {
    await worker.orchestrator.round();
    let reports = 0;
    await letDevicesWork(worker, tenantId, () => (reports++ === 0 ? 'FAILED' : 'SUCCEEDED'));
    expect(await worker.orchestrator.round()).toBe(0);
    expect(await stage()).toBe('PAUSED');
    const waiting = await worker.database.inTenant(tenantId, async (em) => {
      const rollout = (await rolloutsById.load(em, [rolloutId])).get(rolloutId);
      return rollout && explainRollout(em, rollout);
    });
    expect(waiting).toMatchObject({ gate: 'RESUME', approval: 'OPERATOR' });
    expect(waiting?.unblocks).toMatch(/^The way back of wave 1 stopped: 1 of 2 devices failed on it\. An operator/);
    expect(await rings()).toEqual({ '0 FAILED': 1, '0 SUCCEEDED': 1, '1 PENDING': 8 });
    await installation.tell(tenantId, rolloutId, { type: 'ResumeRollout' });
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await rings()).toEqual({ '0 FAILED': 1, '0 SUCCEEDED': 1, '1 SUCCEEDED': 8 });
    expect(await stage()).toBe('ROLLED_BACK');
  });

  test('is not held up by a canary that is away; it is taken when it returns', async () => {
    const [canary] = await installation.sql<{ id: string }>(
      tenantId,
      'select device_id as id from targets where rollout_id = ? and wave = 0 limit 1',
      [rolloutId],
    );
    const hear = (isHeard: boolean) =>
      installation.sql(tenantId, 'update devices set is_reachable = ? where id = ?', [isHeard, canary?.id]);
    await hear(false);
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await rings()).toEqual({ '0 PENDING': 1, '0 SUCCEEDED': 1, '1 SUCCEEDED': 8 });
    await hear(true);
    await runToRest(worker, tenantId, () => 'SUCCEEDED');
    expect(await stage()).toBe('ROLLED_BACK');
  });
});
