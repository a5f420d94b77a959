/**
 * What only many can do, through the real doors: eight loops that send for a device which is being quarantined, and a
 * crowd of devices that returns at once, as the storm bench has it in large.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EnrolledDevice, enrolledDevices } from '../fleet/enrolled.ts';
import { type Attempt, ingest, type IngestPath } from '../fleet/ingest-loops.ts';
import { Operator } from '../fleet/operator.ts';
import { buildProduct, Installation } from './installation.ts';
import { askStore } from './metrics-store.ts';
import { until } from './until.ts';

const loops: readonly IngestPath[] = [
  ...(['REPORT', 'REPORT', 'REPORT', 'REPORT'] as const),
  ...(['TELEMETRY', 'TELEMETRY', 'TELEMETRY'] as const),
  'REPLAY',
];

let installation: Installation;
let operator: Operator;
beforeAll(async () => {
  buildProduct();
  installation = await Installation.make();
  await installation.start();
  operator = await Operator.enter(installation.apiUrl, null);
});
afterAll(() => installation?.remove());

type Race = { readonly attempts: readonly Attempt[]; readonly quarantinedAt: number };

/** Eight loops, and a quarantine in their midst. */
async function race(device: EnrolledDevice): Promise<Race> {
  let isOver = false;
  let sent: readonly Attempt[] = [];
  const running = ingest(device, loops, (soFar) => {
    sent = soFar;
    return isOver;
  });
  const takenBy = (isMeant: (attempt: Attempt) => boolean): Promise<unknown> => {
    const everyRoad = () => loops.every((road) => sent.some((attempt) => attempt.path === road && isMeant(attempt)));
    return Promise.race([running, Promise.all([delay(700), until('every road was taken', everyRoad)])]);
  };
  await takenBy(({ outcome }) => outcome === 'OK');
  await operator.ask(
    'mutation Race($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "odd" }) { trust } }',
    { id: device.deviceId },
  );
  const quarantinedAt = performance.now();
  await takenBy(({ begunAt }) => begunAt > quarantinedAt);
  isOver = true;
  return { attempts: await running, quarantinedAt };
}

/** Journal entries that are older in the log than the quarantine, and all of them. */
async function journalBefore(id: string, cursor: string): Promise<readonly [number, number]> {
  type Counted = { device: { before: Rows; all: Rows } };
  type Rows = { edges: readonly unknown[] };
  const { device } = await operator.ask<Counted>(
    `query Race($id: ID!, $cursor: String) { device(id: $id) {
      before: journal(first: 200, after: $cursor) { edges { cursor } } all: journal(first: 200) { edges { cursor } } } }`,
    { id, cursor },
  );
  return [device.before.edges.length, device.all.edges.length];
}

describe('a device that is quarantined while eight loops send for it', () => {
  test('by the direct road and by replay lands nothing after the place of its quarantine in the log', async () => {
    const at = { stateDir: join(installation.dataDirectory, 'race'), apiUrl: installation.apiUrl };
    const [device] = await enrolledDevices(1, at);
    if (!device) throw new Error('there is no device');
    const { deviceId: id } = device;
    const { attempts, quarantinedAt } = await race(device);
    const of = (path: IngestPath): Attempt[] => attempts.filter((attempt) => attempt.path === path);
    for (const path of new Set(loops)) {
      expect(of(path).filter(({ begunAt }) => begunAt > quarantinedAt).length, path).toBeGreaterThan(0);
      expect(
        of(path).filter(({ begunAt, outcome }) => begunAt < quarantinedAt && outcome === 'OK').length,
        path,
      ).toBeGreaterThan(0);
    }

    type Fact = { type: string; position: string };
    const { device: shown } = await operator.ask<{ device: { timeline: { edges: { cursor: string; node: Fact }[] } } }>(
      'query Race($id: ID!) { device(id: $id) { timeline(first: 200) { edges { cursor node { type position } } } } }',
      { id },
    );
    const place = shown.timeline.edges.findIndex(({ node }) => node.type === 'DeviceQuarantined');
    expect(place).toBeGreaterThanOrEqual(0);
    const later = shown.timeline.edges.slice(0, place).map(({ node }) => node.type);
    expect(later.filter((type) => type === 'DeviceInventoryReported')).toEqual([]);

    // Places in the log are the cursors of both lists.
    const [before, all] = await journalBefore(id, shown.timeline.edges[place]?.cursor ?? '');
    expect(before).toBe(all);
    const acknowledged = of('REPLAY').filter(({ outcome }) => outcome === 'OK');
    expect(acknowledged.length).toBeLessThanOrEqual(all);
    expect(of('REPLAY').filter(({ begunAt, outcome }) => begunAt > quarantinedAt && outcome === 'OK')).toEqual([]);
  });

  test('has each of its pushes stored or diverted, one or the other, and diverted from the quarantine on', async () => {
    const at = { stateDir: join(installation.dataDirectory, 'race-of-samples'), apiUrl: installation.apiUrl };
    const [device] = await enrolledDevices(1, at);
    if (!device) throw new Error('there is no device');
    const { deviceId: id } = device;
    const { attempts, quarantinedAt } = await race(device);
    const pushes = attempts.filter(({ path, outcome }) => path === 'TELEMETRY' && outcome === 'OK');
    const diverted = new Set((await divertedOf(id)).map(({ epoch, fromSeq }) => `${epoch}/${fromSeq}`));
    const late = pushes.filter(({ begunAt }) => begunAt > quarantinedAt).map(({ key }) => key);
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter((key) => !diverted.has(key))).toEqual([]);
    const kept = pushes.filter(({ key }) => !diverted.has(key)).map(({ key }) => key);
    expect(kept.length).toBeGreaterThan(0);
    await until('what was not diverted is stored', async () => (await storedOf(id)).length >= kept.length);
    expect((await storedOf(id)).toSorted()).toEqual(kept.toSorted());
  });
});

type Diverted = { readonly epoch: number; readonly fromSeq: number };

async function divertedOf(id: string): Promise<Diverted[]> {
  type Page = { edges: { node: Diverted }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  const found: Diverted[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const { quarantinedTelemetry: page } = await operator.ask<{ quarantinedTelemetry: Page }>(
      `query Race($id: ID!, $after: String) { quarantinedTelemetry(deviceId: $id, first: 200, after: $after) {
        edges { node { epoch fromSeq } } pageInfo { hasNextPage endCursor } } }`,
      after === undefined ? { id } : { id, after },
    );
    found.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  }
  return found;
}

async function storedOf(id: string): Promise<string[]> {
  const rows = await askStore<{ key: string }>(
    installation.clickhouseUrl,
    `select concat(toString(epoch), '/', toString(from_seq)) as key from device_samples_raw_v1 where device_id = '${id}'`,
  );
  return rows.map(({ key }) => key);
}

describe('a hundred devices that return at once', () => {
  test('are all taken over, lose nothing, and do not keep fifty others from being heard', () => {
    const sizes = ['--returning', '100', '--live', '50', '--window', '6', '--calm', '3'];
    const printed = installation.run(process.execPath, 'e2e/bench/storm.ts', ...sizes, '--json');
    const report = JSON.parse(printed) as {
      heartbeat: { count: number; p99: number };
      accounts: { byClass: Record<string, Record<string, number>>; lost: number; twice: number; concluded: number };
      endings: Record<string, number>;
      rows: Record<string, number>;
    };
    const { accounts, heartbeat, rows } = report;
    console.log(`figures: ${JSON.stringify({ heartbeat, accounts, rows })}`);
    for (const { produced, accepted = 0, dropped = 0, queued } of Object.values(accounts.byClass)) {
      expect(accepted + dropped).toBe(produced);
      expect(queued).toBe(0);
    }
    expect([accounts.lost, accounts.twice, rows['lost'], rows['duplicates'], rows['queued']]).toEqual([0, 0, 0, 0, 0]);
    expect(accounts.concluded).toBeGreaterThanOrEqual(100);
    expect(heartbeat.count).toBeGreaterThan(100);
    expect(heartbeat.p99).toBeLessThan(2_000);
  });
});
