/**
 * A device whose line is cut: it goes on by itself, comes back over a slow line, and nothing of the time in between is
 * missing. The line is a proxy that lets nothing through; the books of the agent and of the API are compared.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { FaultProxy } from './chaos/fault-proxy.ts';
import { accountedFor, firstFlaw, storedEpoch } from './chaos/metrics-store.ts';
import { agentStatus, type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { makeDomain } from './journey-domain.ts';
import { ask, expect, people, test, valueOf, windowOf } from './journey.ts';
import { eventually, type Stack } from './stack.ts';

test.describe.configure({ mode: 'serial' });

const name = 'journey-hermit';
/** An operator allows it to be on its own; without this the control plane would only call it disconnected. */
const labels = [{ key: 'autonomy', value: 'allowed' }];
/** Each way: an upload takes long enough to be watched. */
const slow = { latencyMs: 300 };
/** Lines like this one are usual where it stands, and no reason to call a device late. */
const lighthouse = {
  name: 'Journey lighthouse',
  slug: 'journey-lighthouse',
  settings: { degradedRttMs: 10_000, degradedLossPct: 100 },
};
let context: BrowserContext;
let page: Page;
let proxy: FaultProxy;
let enrolled: EnrolledAgent;
let running: AgentProcess;
let cutAtMs: number;
let backAtMs: number;

test.beforeAll(async ({ browser, stack }) => {
  const domainId = await makeDomain(browser, stack, lighthouse);
  ({ page, context } = await windowOf(browser, { stack, email: people.operator }));
  proxy = await FaultProxy.open(Number(new URL(stack.agentsUrl).port));
  enrolled = await enrollAgent(page, stack, { name, domainId, labels, port: proxy.port });
  writeFileSync(kiosk(), '');
  writeFileSync(join(enrolled.state, 'services.json'), JSON.stringify([service()]));
  running = runAgent(enrolled.state, `--services ${enrolled.state}/services.json`);
});

test.afterAll(async () => {
  running?.kill();
  await proxy?.close();
  await context?.close();
  if (enrolled) rmSync(enrolled.state, { recursive: true, force: true });
});

/** A service that runs while its file is there. */
const kiosk = (): string => join(enrolled.state, 'kiosk-runs');
const service = () => ({
  name: 'kiosk',
  check: ['/usr/bin/test', '-e', kiosk()],
  restart: ['/usr/bin/touch', kiosk()],
  everyS: 1,
  failuresMax: 1,
});

const head = () => page.locator('header').filter({ has: page.getByRole('heading', { level: 1, name }) });
const shows = (word: string) => expect(head().getByText(word, { exact: true })).toBeVisible({ timeout: 30_000 });

test('cut off it is late, then on its own, and its page says so', async () => {
  await page.goto(`/devices/${enrolled.deviceId}`);
  await shows('Live');
  proxy.become({ flow: 'DROPPED' });
  // No connection that stood before: over one, a word from before the absence would arrive after it.
  proxy.reset();
  cutAtMs = Date.now();
  await shows('Delayed');
  await shows('Autonomous');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await expect(page.getByRole('img', { name: /^Can we talk to it\? autonomous/ })).toBeVisible();
});

test('on its own it restarts a service that fails, and nobody hears of it', async () => {
  rmSync(kiosk());
  expect(await eventually(() => existsSync(kiosk()), 10_000)).toBe(true);
  await page.getByRole('tab', { name: 'Replay' }).click();
  await expect(page.getByRole('region', { name: 'Journal' })).not.toContainText('decision.restart_service');
});

test('back again it uploads its journal before anybody’s eyes, and is live', async () => {
  const words = await recordedStates();
  proxy.reset();
  proxy.become(slow);
  backAtMs = Date.now();
  const replay = page.getByRole('region', { name: 'Replay', exact: true });
  const decision = page.getByRole('row').filter({ hasText: 'decision.restart_service' });
  await expect(decision).toContainText('permitted', { timeout: 30_000 });
  await expect(replay.getByText('concluded, live again')).toBeVisible();
  await shows('Live');
  proxy.become({});
  await expect(replay.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  expect(await words()).toEqual(expect.arrayContaining(['Autonomous', 'Replaying', 'Live']));
  await page.getByRole('tab', { name: 'Timeline' }).click();
  for (const state of ['autonomous', 'replaying']) {
    await expect(page.getByTitle(new RegExp(`^${state}, `)).first()).toBeAttached();
  }
});

test('nothing of the gap is missing: every record and every sample is here, once', async ({ stack }) => {
  const isLevel = async () => (await agentStatus(enrolled.state)).queue.byClass.SAMPLES.queued < 5;
  expect(await eventually(isLevel, 15_000)).toBe(true);
  const { journal, queue } = await agentStatus(enrolled.state);
  const { SAMPLES: samples, KERNEL_EVENTS: events } = queue.byClass;
  expect([journal.queued, samples.dropped, events.dropped]).toEqual([0, 0, 0]);
  const held = await heldRecords(stack);
  expect(held.map(({ seq }) => seq)).toEqual(Array.from({ length: journal.lastSeq }, (_, place) => place + 1));
  for (const [about, { produced }] of Object.entries(journal.byClass)) {
    expect(held.filter((record) => record.class === about).length, about).toBe(produced);
  }
  const told = queue.nextSeq - 1 - samples.queued - events.queued;
  const stored = () => storedEpoch(stack.metricsUrl, queue.epoch, enrolled.deviceId);
  await expect.poll(async () => accountedFor(await stored(), told)).toBeGreaterThanOrEqual(told);
  expect(firstFlaw(await stored(), told)).toBeUndefined();
});

test('the chart of the gap has no gap', async ({ stack }) => {
  const seconds = await heldSeconds(stack, { from: new Date(cutAtMs), to: new Date(backAtMs) });
  expect(seconds.length).toBeGreaterThan(5);
  // A busy machine takes a sample a moment late, and then one second has two of them and its neighbour none.
  expect(seconds.filter((value) => value === null).length).toBeLessThan(seconds.length / 4);
});

/** Notes every state that the head of the page names from now on; answers how to read the notes. */
async function recordedStates(): Promise<() => Promise<string[]>> {
  await head().evaluate((element) => {
    const seen = new Set<string>();
    (window as unknown as { flotillaStates: Set<string> }).flotillaStates = seen;
    const note = () => seen.add(element.querySelector('[title*=": "] span')?.textContent ?? '');
    note();
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => [...(window as unknown as { flotillaStates: Set<string> }).flotillaStates]);
}

type Held = { seq: number; toSeq: number; class: string; isDropped: boolean };

async function heldRecords(stack: Stack): Promise<Held[]> {
  const query = `query ($id: ID!) { device(id: $id) {
    journal(first: 200) { edges { node { seq toSeq class isDropped } } } } }`;
  const reply = await ask(page, stack, { query, variables: { id: enrolled.deviceId } });
  const { journal } = valueOf<{ journal: { edges: { node: Held }[] } }>(reply, 'device');
  return journal.edges.map(({ node }) => node).toReversed();
}

/** One value per second, null where there is none. */
async function heldSeconds(stack: Stack, range: { from: Date; to: Date }): Promise<(number | null)[]> {
  const query = `query ($id: ID!, $range: TimeRangeInput!) { device(id: $id) {
    metrics(range: $range, step: 1, series: ["uptime_s"]) { series { avg } } } }`;
  const reply = await ask(page, stack, { query, variables: { id: enrolled.deviceId, range } });
  const { metrics } = valueOf<{ metrics: { series: { avg: (number | null)[] }[] } }>(reply, 'device');
  return metrics.series[0]?.avg ?? [];
}
