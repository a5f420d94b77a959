/** The past on real PostgreSQL: it equals the log, survives a move, and is rebuilt from nothing else. */
import { randomUUID } from 'node:crypto';
import { createLogger } from '@flotilla/kernel/logger';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import { ProjectionRunner } from '@flotilla/kernel/projection/runner';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';
import { changesOf, heldAt, intervalsOf, type HistoryEvent, type Placed } from './history.ts';
import { historyProjection } from './projection.ts';

const admin = person(randomUUID(), 'TENANT_ADMIN');
let fleet: TestFleet;
let runner: ProjectionRunner;
let domainId: string;
let otherId: string;

beforeAll(async () => {
  fleet = await TestFleet.open();
  const logger = createLogger({ name: 'test', level: 'silent' });
  runner = new ProjectionRunner(fleet.subgraph.database, historyProjection, logger);
  const follow = () => () => undefined;
  await runner.start({ onAdvance: follow, follow });
  domainId = await createDomain(fleet, admin, { name: 'Retail', slug: 'retail' });
  otherId = await createDomain(fleet, admin, { name: 'Mining', slug: 'mining' });
});
afterAll(async () => {
  await runner?.stop();
  await fleet?.close();
});

const change = async (mutation: string, input: Record<string, unknown>) => {
  const type = mutation[0]?.toUpperCase() + mutation.slice(1);
  await fleet.run(admin, `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { __typename } }`, { input });
};

/** The database's clock, at a moment that no fact shares. */
async function moment(): Promise<Date> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  await pause();
  const [row] = await fleet.sql(`select date_trunc('milliseconds', clock_timestamp()) as now`);
  await pause();
  return new Date(row.now);
}

/** A device to which everything happens that people can cause, with a moment between each two things. */
async function life(): Promise<{ device: TestDevice; moments: Date[] }> {
  const moments = [await moment()];
  const step = async (work: () => Promise<unknown>) => {
    await work();
    moments.push(await moment());
  };
  const device = await enroll(fleet, admin, { domainId, name: 'first', labels: [{ key: 'site', value: 'rtm' }] });
  const deviceId = device.id;
  moments.push(await moment());
  await step(() => beat(fleet, device));
  await step(() => change('renameDevice', { deviceId, name: 'second' }));
  await step(() => change('relabelDevice', { deviceId, labels: [{ key: 'site', value: 'ams' }] }));
  await step(() => change('quarantineDevice', { deviceId, reason: 'looks odd' }));
  await step(() => change('releaseDevice', { deviceId, reason: 'was well' }));
  await step(() => change('moveDevice', { deviceId, domainId: otherId }));
  await step(() => change('releaseAuthority', { subject: 'DEVICE', id: deviceId, reason: 'hand it over' }));
  const taker = { authorityId: 'region-eu', masterOfRecord: 'REGION' };
  await step(() => change('takeAuthority', { subject: 'DEVICE', id: deviceId, ...taker }));
  await step(() => change('revokeDevice', { deviceId, reason: 'end of life' }));
  await runner.catchUp();
  return { device, moments };
}

const asOfDocument = `query ($id: ID!, $at: DateTime!) { device(id: $id) { asOf(at: $at) {
  trust phase mode stateWord name agentVersion labels { key value } domain { id } authority { authorityId epoch stage } } } }`;

describe('a device at a moment of the past', () => {
  test('is what replaying the log up to that moment says, for every moment of its life', async () => {
    const { device, moments } = await life();
    const rows = await fleet.sql(
      `select type, data, position::text as position, stream,
         to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from log.events where stream in (?, ?, ?) order by events.position`,
      [`device-${device.id}`, `connectivity-${device.id}`, `authority-device-${device.id}`],
    );
    const placed = rows.flatMap((row) =>
      changesOf(row as HistoryEvent).map((each): Placed => ({ ...each, at: row.at, position: row.position })),
    );
    const state = (machine: string, at: Date) =>
      heldAt(intervalsOf(placed.filter((each) => each.machine === machine)), at.toISOString())?.state;
    const words = new Set<string>();
    for (const at of moments) {
      const { asOf } = (await fleet.run(admin, asOfDocument, { id: device.id, at }))['device'];
      expect(asOf?.trust).toBe(state('TRUST', at));
      if (!asOf) continue;
      expect(asOf).toMatchObject({
        phase: state('PHASE', at),
        mode: state('CONNECTIVITY', at),
        name: state('NAME', at),
        agentVersion: state('AGENT', at),
        domain: { id: state('PLACE', at) },
        labels: [{ key: 'site', value: state('LABELS', at)?.slice('site='.length) }],
      });
      words.add(asOf.stateWord);
      const { authorityId, epoch, stage } = asOf.authority;
      const own = state('AUTHORITY', at);
      if (own) expect(own).toContain(`${authorityId}@${epoch} ${stage}`);
      else expect(asOf.authority).toEqual({ authorityId: 'global', epoch: 1, stage: 'HELD' });
    }
    expect(words).toEqual(new Set(['ENROLLED_WAITING', 'LIVE_OK', 'QUARANTINED_LIVE', 'REVOKED']));
  });

  test('is listed where it was then, though it moved on and was labelled otherwise', async () => {
    const { device, moments } = await life();
    const document = `query ($domainId: ID, $at: DateTime, $labels: [LabelInput!]) {
      connectivityProjection(domainId: $domainId, at: $at, labels: $labels) { edges { node { deviceId mode since device { name } } } }
      lifecycleProjection(domainId: $domainId, at: $at, labels: $labels) { edges { node { deviceId trust phase reason } } }
      authorityProjection(domainId: $domainId, at: $at, labels: $labels) { edges { node { deviceId authorityId epoch } } }
      fleetAsOf(domainId: $domainId, at: $at) { total buckets { state count } } }`.replace(
      '$at: DateTime,',
      '$at: DateTime!,',
    );
    const ask = async (variables: Record<string, unknown>) => {
      const answer: Answer = await fleet.run(admin, document, { labels: [], ...variables });
      const of = (name: string) =>
        answer[name].edges.map(({ node }: Answer) => node).filter((node: Answer) => node.deviceId === device.id);
      return {
        conn: of('connectivityProjection'),
        life: of('lifecycleProjection'),
        auth: of('authorityProjection'),
        answer,
      };
    };
    const live = await ask({ domainId, at: moments[2], labels: [{ key: 'site', value: 'rtm' }] });
    expect(live.conn).toEqual([expect.objectContaining({ mode: 'LIVE', device: { name: 'second' } })]);
    expect(live.life).toEqual([{ deviceId: device.id, trust: 'TRUSTED', phase: 'ACTIVE', reason: 'first heartbeat' }]);
    expect(live.auth).toEqual([{ deviceId: device.id, authorityId: 'global', epoch: 1 }]);
    expect(live.answer.fleetAsOf.buckets).toContainEqual({ state: 'LIVE', count: 1 });
    expect((await ask({ domainId, at: moments[2], labels: [{ key: 'site', value: 'ams' }] })).conn).toEqual([]);
    expect((await ask({ domainId: otherId, at: moments[2] })).conn).toEqual([]);
    expect((await ask({ domainId, at: moments[7] })).conn).toEqual([]);
    const moved = await ask({ domainId: otherId, at: moments[9] });
    expect(moved.auth).toEqual([{ deviceId: device.id, authorityId: 'region-eu', epoch: 2 }]);
    const ended = await ask({ at: moments.at(-1) });
    expect(ended.life).toMatchObject([{ trust: 'REVOKED', reason: 'end of life' }]);
  });

  test('has ribbons without holes, also of an authority that came from its domain', async () => {
    const { device, moments } = await life();
    const second = await enroll(fleet, admin, { domainId, name: 'inherits' });
    await change('releaseAuthority', { subject: 'DOMAIN', id: domainId, reason: 'hand it over' });
    await change('takeAuthority', { subject: 'DOMAIN', id: domainId, authorityId: 'global', masterOfRecord: 'REGION' });
    await runner.catchUp();
    const [from, to] = [moments[1], await moment()];
    const segment = 'state from to reason';
    const document = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { device(id: $id) { ribbons(from: $from, to: $to) {
      trust { ${segment} } phase { ${segment} } connectivity { ${segment} } authority { ${segment} } } } }`;
    const { ribbons } = (await fleet.run(admin, document, { id: device.id, from, to }))['device'];
    const states = (name: string) => ribbons[name].map(({ state }: Answer) => state);
    expect(states('trust')).toEqual(['TRUSTED', 'QUARANTINED', 'TRUSTED', 'REVOKED']);
    expect(states('connectivity').at(-1)).toBe('LIVE');
    expect(states('authority')).toEqual(['GLOBAL global@1 HELD', 'GLOBAL global@1 VACANT', 'REGION region-eu@2 HELD']);
    for (const name of ['trust', 'phase', 'connectivity', 'authority']) {
      for (const [index, { to: end }] of ribbons[name].entries()) {
        expect(new Date(end)).toEqual(new Date(ribbons[name][index + 1]?.from ?? to));
      }
      expect(new Date(ribbons[name][0].from)).toEqual(from);
    }
    const inherited = await fleet.run(admin, document, { id: second.id, from, to });
    expect(inherited['device'].ribbons.authority.at(-1).state).toBe('REGION global@2 HELD');
    const window = `query ($from: DateTime!, $to: DateTime!, $domainId: ID) {
      authorityProjection(from: $from, to: $to, domainId: $domainId, first: 200) { edges { node { deviceId epoch stage at } } } }`;
    const { edges } = (await fleet.run(admin, window, { from, to, domainId }))['authorityProjection'];
    const ofSecond = edges.map(({ node }: Answer) => node).filter((node: Answer) => node.deviceId === second.id);
    expect(ofSecond.map(({ epoch, stage }: Answer) => `${epoch} ${stage}`)).toEqual(['1 HELD', '1 VACANT', '2 HELD']);
  });

  test('is paged by device and moment without loss or repetition', async () => {
    const document = `query ($after: String, $from: DateTime!, $to: DateTime!) {
      lifecycleProjection(from: $from, to: $to, first: 3, after: $after) {
        edges { node { deviceId at trust phase } } pageInfo { hasNextPage endCursor } } }`;
    const to = await moment();
    const from = new Date(to.getTime() - 3_600_000);
    const all: string[] = [];
    let after: string | null = null;
    do {
      const { edges, pageInfo }: Answer = (await fleet.run(admin, document, { from, to, after }))[
        'lifecycleProjection'
      ];
      all.push(...edges.map(({ node }: Answer) => `${node.deviceId} ${node.at.toISOString()}`));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(all.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(all.length).toBeGreaterThan(10);
  });

  test('is rebuilt from the log alone, equal to what is live', async () => {
    await runner.catchUp();
    const { adminUrl, url, subgraph } = fleet;
    const options = {
      adminUrl,
      url,
      schema: 'fleet',
      entities: subgraph.database.entities,
      projection: historyProjection,
    };
    const report = await rebuild({ ...options, isApplied: false, onProgress: () => undefined });
    for (const table of report.tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
    expect(report.tables[0]?.rows).toBeGreaterThan(30);
  });

  test('refuses moments that are yet to come, windows that are none, and other tenants', async () => {
    const { device } = await life();
    const at = new Date(Date.now() + 3_600_000);
    expect((await fleet.refusal(admin, asOfDocument, { id: device.id, at })).code).toBe('INVALID_INPUT');
    const document = 'query ($from: DateTime) { connectivityProjection(from: $from) { edges { cursor } } }';
    expect((await fleet.refusal(admin, document, { from: new Date() })).code).toBe('INVALID_INPUT');
    const stranger = person(randomUUID());
    const everything = 'query { connectivityProjection { edges { cursor } } }';
    expect((await fleet.run(stranger, everything))['connectivityProjection'].edges).toEqual([]);
  });
});
