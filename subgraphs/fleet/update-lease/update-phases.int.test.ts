import { randomUUID } from 'node:crypto';
import { append } from '@flotilla/kernel/log/append';
import { createLogger } from '@flotilla/kernel/logger';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { updateLeasesProjection } from './projection.ts';
import { UpdatePhases } from './update-phases.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const show = `query ($id: ID!) { device(id: $id) { phase state timeline(first: 20) { edges { node { type } } } } }`;

describe('the phase of a device that rollouts permitted to update', () => {
  let fleet: TestFleet;
  let operator: Viewer;
  let device: TestDevice;
  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    operator = person(randomUUID());
    device = await enroll(fleet, operator, {
      domainId: await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' }),
    });
    await beat(fleet, device);
  });

  /** Rollouts' words in the log; what follows them is made anew each time, as after a restart. */
  async function tell(...facts: { type: string; fence: number; outcome?: string }[]): Promise<void> {
    const { database } = fleet.subgraph;
    const events = facts.map(({ type, fence, outcome }) => {
      const about = { deviceId: device.id, rolloutId: randomUUID(), leaseId: randomUUID(), fence };
      return { type, data: { ...about, ...(outcome !== undefined && { outcome }) } };
    });
    await database.inTenant(operator.tenantId ?? '', (em) =>
      append(em, {
        tenantId: operator.tenantId ?? '',
        metadata: { actor: 'system' },
        writes: [{ stream: `lease-${device.id}`, expectedVersion: null, events }],
      }),
    );
    const runner = new ProjectionRunner(database, updateLeasesProjection, logger);
    await database.inTenant('*', (em) =>
      em.execute(
        'insert into log.checkpoints (projection, shard) select ?, shard from log.heads on conflict do nothing',
        [updateLeasesProjection.name],
      ),
    );
    await runner.catchUp();
    const phases = new UpdatePhases({ database, tail: fleet.tail, logger });
    await phases.advance();
    await phases.advance();
  }
  const shown = async () => (await fleet.run(operator, show, { id: device.id })).device;
  const updates = async (): Promise<string[]> =>
    (await shown()).timeline.edges
      .map(({ node }: { node: { type: string } }) => node.type)
      .filter((type: string) => type.startsWith('DeviceUpdate'));

  test('is UPDATING from its begin to its report, and ACTIVE again after', async () => {
    await tell({ type: 'LeaseBegun', fence: 1 });
    expect(await shown()).toMatchObject({ phase: 'UPDATING', state: 'LIVE_UPDATING' });
    await tell({ type: 'LeaseReported', fence: 1, outcome: 'SUCCEEDED' });
    expect((await shown()).phase).toBe('ACTIVE');
    expect(await updates()).toEqual(['DeviceUpdateEnded', 'DeviceUpdateStarted']);
  });

  test.each([
    { type: 'LeaseReported', outcome: 'ROLLED_BACK' },
    { type: 'LeaseReported', outcome: 'ABORTED' },
    { type: 'LeaseSuspected' },
    { type: 'LeaseOverridden' },
  ])('ends by $type $outcome', async (ending) => {
    await tell({ type: 'LeaseBegun', fence: 3 });
    await tell({ ...ending, fence: 3 });
    expect((await shown()).phase).toBe('ACTIVE');
    await tell({ type: 'LeaseReported', fence: 3, outcome: 'SUCCEEDED' });
    expect(await updates()).toHaveLength(2);
  });

  test('does not follow what is older than what it knows', async () => {
    await tell({ type: 'LeaseBegun', fence: 5 });
    await tell({ type: 'LeaseReported', fence: 4, outcome: 'FAILED' }, { type: 'LeaseBegun', fence: 4 });
    expect((await shown()).phase).toBe('UPDATING');
    await tell({ type: 'LeaseReported', fence: 5, outcome: 'SUCCEEDED' }, { type: 'LeaseBegun', fence: 5 });
    expect((await shown()).phase).toBe('ACTIVE');
  });

  test('is DEGRADED again after an update where it was DEGRADED before', async () => {
    const { database } = fleet.subgraph;
    await database.inTenant(operator.tenantId ?? '', (em) =>
      append(em, {
        tenantId: operator.tenantId ?? '',
        metadata: { actor: 'system' },
        writes: [
          {
            stream: `device-${device.id}`,
            expectedVersion: null,
            events: [
              { type: 'DeviceDegraded', data: { deviceId: device.id, reasons: [{ code: 'HEALTH', detail: 'ill' }] } },
            ],
          },
        ],
      }),
    );
    await fleet.sql(`update devices set phase = 'DEGRADED' where id = ?`, [device.id]);
    await tell({ type: 'LeaseBegun', fence: 1 });
    expect((await shown()).phase).toBe('UPDATING');
    await tell({ type: 'LeaseReported', fence: 1, outcome: 'SUCCEEDED' });
    expect((await shown()).phase).toBe('DEGRADED');
  });
});
