/** Health on real PostgreSQL: what is measured, sampled and shown, and what stays within its tenant. */
import { randomUUID } from 'node:crypto';
import { createLogger } from '@flotilla/kernel/logger';
import { registry } from '@flotilla/kernel/metrics';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet } from '../testing/fleet.ts';
import { beat, claim, createDomain, createToken, enroll } from '../testing/journeys.ts';
import { HealthSampler } from './sampler.ts';

const admin = person(randomUUID(), 'TENANT_ADMIN');
const logger = createLogger({ name: 'test', level: 'silent' });
const document = `query ($domainId: ID) { fleetHealth(domainId: $domainId) {
  name title value unit threshold badThreshold state since explanation trend { at value } } }`;
let fleet: TestFleet;
let sampler: HealthSampler;
let parentId: string;
let childId: string;

beforeAll(async () => {
  fleet = await TestFleet.open();
  sampler = new HealthSampler({ database: fleet.subgraph.database, logger });
  parentId = await createDomain(fleet, admin, { name: 'Retail', slug: 'retail' });
  childId = await createDomain(fleet, admin, { name: 'Shop', slug: 'shop', parentId });
});
afterAll(() => fleet?.close());

/** The signals of a scope by name, measured anew. */
async function health(domainId: string | null = null, viewer = admin): Promise<Record<string, Answer>> {
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  const { fleetHealth } = await fleet.run(viewer, document, { domainId });
  return Object.fromEntries(fleetHealth.map((each: Answer) => [each.name, each]));
}

describe('the health of a scope', () => {
  test('counts what is overdue, undelivered, over budget, outside the pinned release, waiting and stale', async () => {
    const well = await enroll(fleet, admin, { domainId: parentId });
    await beat(fleet, well, { seriesCount: 32, agentVersion: '1.0.0' });
    const silent = await enroll(fleet, admin, { domainId: childId });
    const debt = { secondsBehind: 60, backlogMessages: 500 };
    await beat(fleet, silent, { seriesCount: 128, agentVersion: '1.9.0', syncDebt: debt });
    const pin = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
    await fleet.run(admin, pin, { input: { domainId: parentId, pinnedAgentVersion: '1.0.0' } });
    await fleet.sql(`update device_liveness set last_seen = last_seen - interval '10 minutes' where device_id = ?`, [
      silent.id,
    ]);
    const token = await createToken(fleet, admin, { domainId: childId });
    await claim(fleet, admin, { token });
    await fleet.sql(`update devices set enrolled_at = now() - interval '2 hours' where trust = 'PENDING'`);
    await createToken(fleet, admin, { domainId: childId });
    await fleet.sql(`update enrollment_tokens set expires_at = now() - interval '1 minute' where redeemed_at is null`);
    const all = await health(parentId);
    expect(all['missed_heartbeats']).toMatchObject({ value: 50, state: 'BAD', unit: '%' });
    expect(all['backlog']).toMatchObject({ value: 500, state: 'OK' });
    expect(all['cardinality_budget']).toMatchObject({ value: 125, state: 'BAD' });
    expect(all['version_skew']).toMatchObject({ value: 50, state: 'BAD' });
    expect(all['stale_pending']).toMatchObject({ value: 1, state: 'WARN' });
    expect(all['stale_tokens']).toMatchObject({ value: 1, state: 'OK' });
    expect(all['projection_lag']).toMatchObject({ unit: 'events' });
    const below = await health(childId);
    expect(below['missed_heartbeats']).toMatchObject({ value: 100 });
    expect((await health())['missed_heartbeats']?.value).toBe(50);
  });

  test('is sampled once a minute, whoever asks, with a trend, a since, and gauges that name root domains alone', async () => {
    const other = new HealthSampler({ database: fleet.subgraph.database, logger });
    await Promise.all([sampler.sample(), other.sample()]);
    await sampler.sample();
    const [minutes] = await fleet.sql(`select count(distinct at)::integer as n from health_minutes`);
    expect(minutes.n).toBeLessThanOrEqual(2);
    const { missed_heartbeats: missed } = await health(parentId);
    expect(missed?.trend.length).toBeGreaterThan(0);
    expect(missed?.since).toBeInstanceOf(Date);
    const text = await registry.metrics();
    expect(text).toMatch(/flotilla_fleet_health\{signal="missed_heartbeats",tenant="[^"]+",domain="retail"\} 50/);
    expect(text).not.toContain('domain="retail/shop"');
  });

  test('counts attempts of the last hour from what was counted before', async () => {
    const [token] = await fleet.sql('select id, domain_id from enrollment_tokens limit 1');
    await fleet.sql('insert into token_reuse (tenant_id, token_id, attempts, unreported) values (?, ?, 6, 0)', [
      admin.tenantId,
      token.id,
    ]);
    expect((await health())['token_reuse']).toMatchObject({ value: 6, state: 'BAD' });
  });

  test('is told again when it has changed', async () => {
    const source = await fleet.subscribe(
      admin,
      'subscription ($domainId: ID) { fleetHealthChanged(domainId: $domainId) { seq signals { name value } } }',
      { domainId: parentId },
    );
    const first = (await source.next())['fleetHealthChanged'];
    expect(first.seq).toBe(1);
    await fleet.sql('update device_liveness set backlog_messages = 77');
    const second = (await source.next())['fleetHealthChanged'];
    expect(second.signals.find(({ name }: Answer) => name === 'backlog').value).toBeGreaterThanOrEqual(154);
    await source.close();
  });

  test('shows a tenant nothing of another one', async () => {
    const stranger = person(randomUUID());
    const all = await health(null, stranger);
    expect(all['missed_heartbeats']).toMatchObject({ value: null, state: 'UNKNOWN', trend: [] });
    expect(all['backlog']?.value).toBe(0);
    expect((await fleet.refusal(stranger, document, { domainId: parentId })).code).toBe('NOT_FOUND');
  });
});
