import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { createLogger } from '@flotilla/kernel/logger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { Judging, lookAt } from './judging.ts';

const show = `query ($id: ID!) { device(id: $id) { phase state reasons { code detail } timeline(first: 20) { edges { node { type } } } } }`;
const report = `mutation ($input: InventoryInput!) { reportInventory(input: $input) }`;
const settings = `mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }`;

describe('judging', () => {
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());

  test('makes a device DEGRADED with its reasons once they last, and ACTIVE again once they are gone as long', async () => {
    const tenantId = randomUUID();
    const operator = person(tenantId);
    const domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    const device = await enroll(fleet, operator, { domainId });
    const { database } = fleet.subgraph;
    const judging = new Judging({
      database,
      tail: fleet.tail,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
    const shown = async () => (await fleet.run(operator, show, { id: device.id })).device;
    const lasts = () => fleet.sql(`update device_judgements set since = since - interval '15 s'`);
    await beat(fleet, device, { capabilities: ['replay', 'commands'], seriesCount: 3, policyAgeS: 1 });
    await judging.advance();
    expect(await shown()).toMatchObject({ phase: 'ACTIVE', reasons: [] });

    await beat(fleet, device, {
      seq: 2,
      capabilities: ['replay'],
      seriesCount: 99,
      policyAgeS: 700_000,
      health: 'FAILED',
    });
    const collectors = [{ name: 'psi', state: 'FAILING', reason: 'EACCES' }];
    await fleet.run(device.viewer(), report, { input: { collectors } });
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), settings, { input: { domainId, pinnedAgentVersion: '3.0.0' } });
    await judging.advance();
    expect((await shown()).phase).toBe('ACTIVE');
    await lasts();
    await judging.advance();
    const degraded = await shown();
    expect(degraded).toMatchObject({ phase: 'DEGRADED', state: 'LIVE_DEGRADED' });
    expect(degraded.reasons.map(({ code }: { code: string }) => code)).toEqual([
      'VERSION_SKEW',
      'MISSING_CAPABILITY',
      'FAILING_COLLECTOR',
      'CARDINALITY_BUDGET',
      'STALE_POLICY',
      'HEALTH',
    ]);

    await beat(fleet, device, { seq: 3, capabilities: ['replay', 'commands'], seriesCount: 3, policyAgeS: 1 });
    await fleet.run(device.viewer(), report, { input: { collectors: [] } });
    await fleet.run(person(tenantId, 'TENANT_ADMIN'), settings, { input: { domainId, pinnedAgentVersion: null } });
    await judging.advance();
    await lasts();
    await judging.advance();
    expect(await shown()).toMatchObject({ phase: 'ACTIVE', reasons: [] });
    const types = (await shown()).timeline.edges.map(({ node }: { node: { type: string } }) => node.type);
    expect(types.filter((type: string) => type === 'DeviceDegraded' || type === 'DeviceRecovered')).toEqual([
      'DeviceRecovered',
      'DeviceDegraded',
    ]);
    const look = await database.inTenant(everyTenant, (em) => lookAt(em, { after: null, holdMs: 0 }));
    expect(look.settled).toEqual([]);
  });
});
