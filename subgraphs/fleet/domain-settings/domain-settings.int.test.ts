import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet } from '../testing/fleet.ts';
import { createDomain } from '../testing/journeys.ts';
import { defaultDomainSettings } from './domain-settings.ts';
import { settingsOf } from './queries.ts';

const setDocument = `mutation ($input: SetDomainSettingsInput!) {
  setDomainSettings(input: $input) { settings { clockSkewMaxS clonePolicy setHere } }
}`;
const showDocument = '{ domains { slug settings { clockSkewMaxS clonePolicy pinnedAgentVersion setHere } } }';

describe('settings of domains', () => {
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());

  test('are inherited down the tree, and seen by the next question in every transaction', async () => {
    const tenantId = randomUUID();
    const [operator, admin] = [person(tenantId), person(tenantId, 'TENANT_ADMIN')];
    const root = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: root });
    const settings = () =>
      fleet.subgraph.database.inTenant(everyTenant, (em) => settingsOf(em, tenantId, [root, below]));
    expect((await settings()).get(below)).toEqual(defaultDomainSettings);
    await fleet.run(admin, setDocument, { input: { domainId: root, clockSkewMaxS: 7, clonePolicy: 'QUARANTINE' } });
    expect((await settings()).get(below)).toMatchObject({ clockSkewMaxS: 7, clonePolicy: 'QUARANTINE' });
    await fleet.run(admin, setDocument, { input: { domainId: below, clockSkewMaxS: 9 } });
    expect((await fleet.run(operator, showDocument)).domains).toEqual([
      {
        slug: 'retail',
        settings: {
          clockSkewMaxS: 7,
          clonePolicy: 'QUARANTINE',
          pinnedAgentVersion: null,
          setHere: ['clockSkewMaxS', 'clonePolicy'],
        },
      },
      {
        slug: 'rtm',
        settings: { clockSkewMaxS: 9, clonePolicy: 'QUARANTINE', pinnedAgentVersion: null, setHere: ['clockSkewMaxS'] },
      },
    ]);
    await fleet.run(admin, setDocument, { input: { domainId: below, clockSkewMaxS: null } });
    expect((await settings()).get(below)?.clockSkewMaxS).toBe(7);
  });

  test('are the business of tenant administrators, in their own tenant', async () => {
    const tenantId = randomUUID();
    const domainId = await createDomain(fleet, person(tenantId), { name: 'Retail', slug: 'retail' });
    const input = { domainId, clockSkewMaxS: 7 };
    expect((await fleet.refusal(person(tenantId), setDocument, { input })).code).toBe('FORBIDDEN');
    const stranger = person(randomUUID(), 'TENANT_ADMIN');
    expect((await fleet.refusal(stranger, setDocument, { input })).code).toBe('NOT_FOUND');
    const admin = person(tenantId, 'TENANT_ADMIN');
    const wrong = { domainId, clockSkewMaxS: -1 };
    expect((await fleet.refusal(admin, setDocument, { input: wrong })).code).toBe('INVALID_INPUT');
  });
});
