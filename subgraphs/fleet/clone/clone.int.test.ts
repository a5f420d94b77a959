import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';

const show = `query ($id: ID!) { device(id: $id) { trust quarantine { cause } clone { suspectedAt resolvedAt keptBootId }
  instances { bootId epoch seq isCurrent isRejected } timeline(first: 50) { edges { node { type } } } } }`;
const resolve = `mutation ($input: ResolveCloneInput!) { resolveClone(input: $input) { id } }`;
const settings = `mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }`;

describe('a cloned identity', () => {
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());

  async function deviceOf(clonePolicy = 'ALERT') {
    const tenantId = randomUUID();
    const operator = person(tenantId);
    const domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), settings, { input: { domainId, clonePolicy } });
    const device = await enroll(fleet, operator, { domainId });
    const hear = async (bootId: string, seq: number, epoch = 1) => {
      await beat(fleet, device, { bootId, seq, epoch });
      await delay(200);
    };
    const shown = async () => (await fleet.run(operator, show, { id: device.id })).device;
    const facts = async (type: string) => {
      const { timeline } = await shown();
      return timeline.edges.filter(({ node }: { node: { type: string } }) => node.type === type).length;
    };
    return { operator, device, hear, shown, facts };
  }

  test('is noticed within two heartbeats, shows both runs and keeps their history', async () => {
    const { operator, device, hear, shown, facts } = await deviceOf();
    await hear('a', 10);
    await hear('a', 20);
    await hear('b', 12);
    await expect.poll(() => facts('CloneSuspected')).toBe(0);
    await hear('a', 30);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
    const { trust, instances, clone } = await shown();
    expect(trust).toBe('TRUSTED');
    expect(instances).toMatchObject([
      { bootId: 'a', seq: 30, isCurrent: true },
      { bootId: 'b', seq: 12, isCurrent: false },
    ]);
    expect(clone).toMatchObject({ resolvedAt: null });
    await hear('b', 14);
    await hear('a', 40);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
    await fleet.run(operator, resolve, { input: { deviceId: device.id, keepBootId: 'a' } });
    expect((await shown()).clone).toMatchObject({ keptBootId: 'a' });
    await hear('a', 50);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
    await hear('b', 16);
    await expect.poll(() => facts('CloneSuspected')).toBe(2);
  });

  test('is quarantined at once where the policy of its domain says so', async () => {
    const { hear, shown } = await deviceOf('QUARANTINE');
    for (const [boot, seq] of [
      ['a', 10],
      ['b', 5],
      ['a', 20],
    ] as const)
      await hear(boot, seq);
    await expect.poll(shown).toMatchObject({ trust: 'QUARANTINED', quarantine: { cause: 'CLONE' } });
  });

  test('is noticed also where both agents share a boot id, by numbers that go back', async () => {
    const { hear, facts } = await deviceOf();
    for (const seq of [100, 110, 95]) await hear('a', seq);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
  });

  test('of two agents on one machine is resolved by epoch: only the other one is suspected again', async () => {
    const { operator, device, hear, shown, facts } = await deviceOf();
    for (const [seq, epoch] of [
      [10, 7],
      [5, 9],
      [11, 7],
    ] as const)
      await hear('a', seq, epoch);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
    const input = { deviceId: device.id, keepBootId: 'a' };
    const refusal = await fleet.refusal(operator, resolve, { input });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', details: { element: 'keepEpoch' } });
    await fleet.run(operator, resolve, { input: { ...input, keepEpoch: 9 } });
    const { instances } = await shown();
    const rejected = instances.filter(({ isRejected }: { isRejected: boolean }) => isRejected);
    expect(rejected).toMatchObject([{ bootId: 'a', epoch: 7 }]);
    await hear('a', 6, 9);
    await expect.poll(() => facts('CloneSuspected')).toBe(1);
    await hear('a', 12, 7);
    await expect.poll(() => facts('CloneSuspected')).toBe(2);
  });

  test('is not what a restart, an unclean boot and a re-image are', async () => {
    const { operator, device, hear, shown, facts } = await deviceOf('QUARANTINE');
    await hear('a', 10);
    await hear('a', 11);
    await hear('b', 12);
    await hear('b', 13);
    await hear('b', 1, 2);
    await hear('c', 1, 3);
    await hear('c', 2, 3);
    await expect.poll(() => facts('CloneSuspected')).toBe(0);
    expect((await shown()).trust).toBe('TRUSTED');
    const input = { deviceId: device.id, keepBootId: 'c' };
    expect((await fleet.refusal(operator, resolve, { input })).code).toBe('CONFLICT');
  });
});
