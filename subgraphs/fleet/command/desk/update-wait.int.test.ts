import { randomUUID } from 'node:crypto';
import { append } from '@flotilla/kernel/log/append';
import { createLogger } from '@flotilla/kernel/logger';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { awaitCommands } from '../../testing/commands.ts';
import { person, TestFleet, type TestDevice } from '../../testing/fleet.ts';
import { beat, createDomain, enroll } from '../../testing/journeys.ts';
import { updateHintsProjection } from '../../update-hint/projection.ts';

let fleet: TestFleet;
const tenantId = randomUUID();
const operator = person(tenantId);
let domainId: string;
let device: TestDevice;

beforeAll(async () => {
  fleet = await TestFleet.open();
  await fleet.tail.start();
  await fleet.subgraph.start?.();
  domainId = await createDomain(fleet, operator, { name: 'North', slug: 'north' });
});
afterAll(async () => {
  fleet.subgraph.drain?.();
  await fleet.subgraph.stop?.();
  await fleet.tail.stop();
  await fleet.close();
});
beforeEach(async () => {
  device = await enroll(fleet, operator, { domainId });
  await beat(fleet, device);
});

/** What rollouts say when they permit an update. */
async function permit(fence: number): Promise<void> {
  const events = [{ type: 'LeaseGranted', data: { deviceId: device.id, fence } }];
  const writes = [{ stream: `lease-${device.id}`, expectedVersion: null, events }];
  await fleet.subgraph.database.inTenant(tenantId, (em) =>
    append(em, { tenantId, metadata: { actor: 'system' }, writes }),
  );
  fleet.tail.committed();
}

describe('a device that waits for commands', () => {
  test('is told at once that it may update, and again only of a later permission', async () => {
    const asking = awaitCommands(fleet, device, { waitMs: 20_000, knownUpdateHint: 0 });
    await permit(1);
    expect(await asking).toMatchObject({ commands: [], updateHintGeneration: 1, retryAfterMs: null });
    const again = awaitCommands(fleet, device, { waitMs: 20_000, knownUpdateHint: 1 });
    await permit(2);
    expect((await again).updateHintGeneration).toBe(2);
  });

  test('hears of a permission that came while it did not wait', async () => {
    await permit(1);
    const { database } = fleet.subgraph;
    await database.inTenant('*', (em) =>
      em.execute(
        'insert into log.checkpoints (projection, shard) select ?, shard from log.heads on conflict do nothing',
        [updateHintsProjection.name],
      ),
    );
    const logger = createLogger({ name: 'test', level: 'silent' });
    await new ProjectionRunner(database, updateHintsProjection, logger).catchUp();
    expect((await awaitCommands(fleet, device, { waitMs: 20_000, knownUpdateHint: 0 })).updateHintGeneration).toBe(1);
  });

  test('and does not ask for updates is not woken for good by one', async () => {
    await permit(1);
    const asking = awaitCommands(fleet, device, { waitMs: 300 });
    await permit(2);
    expect((await asking).updateHintGeneration).toBeNull();
  });
});
