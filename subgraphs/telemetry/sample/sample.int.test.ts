/** What is read back: the right table, gaps as gaps, events by page, and never another tenant's anything. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishSamples, watchSamples } from '../ingest/live-feed.ts';
import { person, samplesFrom, TelemetryStack, type EnrolledDevice } from '../testing/stack.ts';

let stack: TelemetryStack;
let device: EnrolledDevice;
const firstMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
const metricsQuery = `query ($ids: [_Any!]!, $range: TimeRangeInput!, $step: Int, $series: [String!]) {
  _entities(representations: $ids) { ... on Device { id metrics(range: $range, step: $step, series: $series) {
    rollup stepS series { name unit times avg min max } losses { class count reason } } } } }`;
const eventsQuery = `query ($ids: [_Any!]!, $first: Int!, $after: String, $types: [KernelEventType!]) {
  _entities(representations: $ids) { ... on Device { kernelEvents(first: $first, after: $after, types: $types) {
    edges { node { type pid comm detail } } pageInfo { hasNextPage endCursor } } } } }`;

beforeAll(async () => {
  stack = await TelemetryStack.start();
  device = await stack.enroll();
  await stack.push(device, samplesFrom(1, 20, firstMs));
  await stack.push(device, samplesFrom(21, 20, firstMs + 60_000));
  const events = Array.from({ length: 5 }, (_, index) => index);
  await stack.push(device, {
    epoch: 1,
    runKey: 'r',
    fromSeq: 41,
    toSeq: 45,
    kernelEvents: {
      timesMs: events.map(() => firstMs),
      types: events.map((index) => (index === 0 ? 'OOM_KILL' : 'PROCESS_EXIT')),
      pids: events,
      comms: events.map(() => 'db'),
      details: events.map((index) => (index === 4 ? 'not json' : '{"code":1}')),
    },
  });
  await stack.settled(device, { table: 'device_kernel_events_raw_v1', rows: 5 });
});

afterAll(async () => {
  await stack.close();
});

const ids = (id: string) => [{ __typename: 'Device', id }];
const range = { from: new Date(firstMs).toISOString(), to: new Date(firstMs + 100_000).toISOString() };
type Entities = { _entities: ({ id: string; metrics: Record<string, unknown>; kernelEvents: never } | null)[] };
const entityOf = (answer: { data?: unknown }) => (answer.data as Entities)._entities[0];

describe('metrics', () => {
  test('come from the table that fits, on the grid, with gaps as null', async () => {
    const variables = { ids: ids(device.id), range, step: 10, series: ['cpu_usage_pct', 'tick', 'load1'] };
    const metrics = entityOf(await stack.ask(person(device.tenantId), metricsQuery, variables))?.metrics;
    expect(metrics).toMatchObject({ rollup: 'RAW', stepS: 10, losses: [] });
    const [cpu, tick, load] = (metrics?.['series'] ?? []) as {
      unit: string;
      times: number[];
      avg: unknown[];
      max: unknown[];
    }[];
    expect(cpu?.times).toEqual(Array.from({ length: 10 }, (_, index) => firstMs / 1000 + index * 10));
    expect(cpu).toMatchObject({ unit: '%', avg: [14.5, 24.5, null, null, null, null, 14.5, 24.5, null, null] });
    expect(cpu?.max).toEqual([19, 29, null, null, null, null, 19, 29, null, null]);
    expect(tick?.avg).toEqual([1, 1, null, null, null, null, 1, 1, null, null]);
    expect(load?.avg).toEqual(Array(10).fill(null));
  });

  test.each([
    [60, 'PER_MINUTE', [19.5, 19.5]],
    [3600, 'PER_HOUR', undefined],
  ])('in steps of %i s come from %s', async (step, rollup, avg) => {
    const variables = { ids: ids(device.id), range, step, series: ['cpu_usage_pct', 'tick', 'unheard_of'] };
    const metrics = entityOf(await stack.ask(person(device.tenantId), metricsQuery, variables))?.metrics;
    expect(metrics).toMatchObject({ rollup, stepS: step });
    const [cpu, tick, none] = (metrics?.['series'] ?? []) as { avg: (number | null)[]; min: number[]; max: number[] }[];
    if (avg) expect(cpu?.avg).toEqual(avg);
    expect([cpu?.min[0], cpu?.max[0], tick?.avg[0], none?.avg[0]]).toEqual([10, 29, 1, null]);
  });

  test('of another tenant, of nobody and by nobody are not there', async () => {
    const variables = { ids: ids(device.id), range, step: 10, series: ['tick'] };
    expect(entityOf(await stack.ask(person(randomUUID()), metricsQuery, variables))).toBeNull();
    const unknown = { ...variables, ids: ids(randomUUID()) };
    expect(entityOf(await stack.ask(person(device.tenantId), metricsQuery, unknown))).toBeNull();
    expect(entityOf(await stack.ask(person(device.tenantId, []), metricsQuery, variables))).toBeNull();
    expect(
      entityOf(await stack.ask(person(device.tenantId), metricsQuery, { ...variables, ids: ids('x') })),
    ).toBeNull();
  });
});

describe('kernel events', () => {
  test('come newest first, page by page, each once', async () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const variables = { ids: ids(device.id), first: 2, after };
      const page = entityOf(await stack.ask(person(device.tenantId), eventsQuery, variables))
        ?.kernelEvents as unknown as {
        edges: { node: { pid: number; detail: unknown } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...page.edges.map(({ node }) => node.pid));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  test('can be had by type, and a cursor of another list is refused', async () => {
    const byType = { ids: ids(device.id), first: 10, types: ['OOM_KILL'] };
    const page = entityOf(await stack.ask(person(device.tenantId), eventsQuery, byType))?.kernelEvents;
    expect(page).toMatchObject({ edges: [{ node: { type: 'OOM_KILL', comm: 'db', detail: { code: 1 } } }] });
    const foreign = { ids: ids(device.id), first: 10, after: Buffer.from('["x"]').toString('base64url') };
    const answer = await stack.ask(person(device.tenantId), eventsQuery, foreign);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('the live feed', () => {
  test('carries stored batches of the watched devices of the tenant, numbered', async () => {
    const watched = await stack.enroll(device.tenantId);
    const other = await stack.enroll(device.tenantId);
    const feed = watchSamples(device.tenantId, [watched.id]);
    const foreign = watchSamples(randomUUID(), [watched.id]);
    await stack.push(other, samplesFrom(1, 1, firstMs));
    await stack.push(watched, samplesFrom(1, 1, firstMs));
    await stack.push(watched, samplesFrom(1, 1, firstMs));
    await stack.push(watched, samplesFrom(2, 1, firstMs + 1000));
    const heard = [await feed.next(), await feed.next()].map(({ value }) => [
      value.seq,
      value.value.samples.timesMs[0],
    ]);
    expect(heard).toEqual([
      [1, firstMs],
      [2, firstMs + 1000],
    ]);
    const silent = await Promise.race([foreign.next(), new Promise((resolve) => setTimeout(resolve, 100, 'silent'))]);
    expect(silent).toBe('silent');
    await Promise.all([feed.return?.(), foreign.return?.()]);
  });

  test('skips numbers for a watcher that is too slow', async () => {
    const from = { tenantId: randomUUID(), deviceId: randomUUID() };
    const feed = watchSamples(from.tenantId, [from.deviceId]);
    const samples = { timesMs: [firstMs], series: ['tick'], values: [[1]] };
    for (let batch = 0; batch < 300; batch += 1) publishSamples({ ...from, samples });
    expect((await feed.next()).value.seq).toBeGreaterThan(1);
    await feed.return?.();
  });
});

describe('the subscription', () => {
  const liveQuery = `subscription ($deviceIds: [ID!]!, $series: [String!]) {
    deviceMetrics(deviceIds: $deviceIds, series: $series) { seq device { id } timesMs series values } }`;

  test('delivers a batch within a moment of its acknowledgement, only the series asked for', async () => {
    const watched = await stack.enroll();
    await stack.push(watched, samplesFrom(1, 1, firstMs));
    const variables = { deviceIds: [watched.id], series: ['tick'] };
    const updates = stack.subscribe(person(watched.tenantId), liveQuery, variables);
    const first = updates.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stack.push(watched, samplesFrom(2, 2, firstMs));
    const { value } = (await first) as { value: { data: unknown } };
    expect(value.data).toEqual({
      deviceMetrics: {
        seq: 1,
        device: { id: watched.id },
        timesMs: [firstMs, firstMs + 1000],
        series: ['tick'],
        values: [[1, 1]],
      },
    });
    await updates.return?.();
  });

  test("does not open on another tenant's device", async () => {
    const watched = await stack.enroll();
    const updates = stack.subscribe(person(randomUUID()), liveQuery, { deviceIds: [watched.id] });
    const answer: unknown = await updates.next().then(
      ({ value }) => value,
      (thrown: unknown) => thrown,
    );
    expect(JSON.stringify(answer)).toContain('NOT_FOUND');
    await updates.return?.();
  });
});

describe('the catalogue', () => {
  test('is for viewers', async () => {
    const ask = (roles: ('VIEWER' | 'FINOPS')[]) =>
      stack.ask(person(device.tenantId, roles), '{ metricSeries { name unit } }');
    expect((await ask(['VIEWER'])).data?.['metricSeries']).toHaveLength(21);
    expect((await ask([])).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
