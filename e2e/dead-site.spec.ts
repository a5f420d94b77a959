/**
 * A site whose line is cut: its devices vanish together, and what needs a person is one thing, the site. When the line is
 * back, it is over without anybody having touched it. All devices of the site reach the control plane by one proxy.
 */
import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { FaultProxy } from './chaos/fault-proxy.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { makeDomain } from './journey-domain.ts';
import { ask, expect, people, test, valueOf, windowOf } from './journey.ts';

test.describe.configure({ mode: 'serial' });

const site = 'Journey corner shop';
/** Nobody else is in it: with others away, too, it would be the domain that is dark. */
const highStreet = { name: 'Journey high street', slug: 'journey-high-street' };
const names = ['journey-till-1', 'journey-till-2', 'journey-till-3'];
const dark = new RegExp(`Site ${site} is dark: \\d of ${names.length} devices away`);
let context: BrowserContext;
let page: Page;
let line: FaultProxy;
let enrolled: EnrolledAgent[] = [];
let running: AgentProcess[] = [];

test.beforeAll(async ({ browser, stack }) => {
  const domainId = await makeDomain(browser, stack, highStreet);
  ({ page, context } = await windowOf(browser, { stack, email: people.operator, path: '/inbox' }));
  line = await FaultProxy.open(Number(new URL(stack.agentsUrl).port));
  const create = 'mutation ($input: CreateLocationInput!) { createLocation(input: $input) { id } }';
  const created = await ask(page, stack, { query: create, variables: { input: { name: site, timeZone: 'UTC' } } });
  const { id: locationId } = valueOf<{ id: string }>(created, 'createLocation');
  const orders = names.map((name) => ({ name, domainId, locationId, port: line.port }));
  enrolled = await Promise.all(orders.map((order) => enrollAgent(page, stack, order)));
  running = enrolled.map(({ state }) => runAgent(state));
  const query = '{ devices(first: 10, q: "name:journey-till-*") { edges { node { connectivity { mode } } } } }';
  await expect(async () => {
    type Found = { edges: { node: { connectivity: { mode: string } } }[] };
    const { edges } = valueOf<Found>(await ask(page, stack, { query }), 'devices');
    expect(edges.map(({ node }) => node.connectivity.mode)).toEqual(names.map(() => 'LIVE'));
  }).toPass({ timeout: 30_000 });
});

test.afterAll(async () => {
  for (const agent of running) agent.kill();
  await line?.close();
  await context?.close();
  for (const { state } of enrolled) rmSync(state, { recursive: true, force: true });
});

const rowOf = (title: string | RegExp) => page.getByRole('row').filter({ hasText: title });

test('a site without its line is one item, and its devices are folded into it', async () => {
  line.become({ flow: 'DROPPED' });
  await expect(rowOf(dark)).toContainText(`${names.length} of ${names.length}`, { timeout: 30_000 });
  for (const name of names) await expect(rowOf(`${name} is silent`)).toBeHidden();
  await rowOf(dark).click();
  const peek = page.getByRole('complementary', { name: dark });
  for (const name of names) await expect(peek.getByRole('button', { name: `${name} is silent` })).toBeVisible();
  await peek.getByRole('link', { name: 'Show the devices of the site' }).click();
  for (const name of names) await expect(rowOf(name)).toContainText('Disconnected');
});

test('when the line is back the item unfolds and is over, without anybody having touched it', async () => {
  await page.goto('/inbox');
  await expect(rowOf(dark)).toBeVisible();
  line.become({});
  await expect(rowOf(dark)).toBeHidden({ timeout: 30_000 });
  for (const name of names) await expect(rowOf(`${name} is silent`)).toBeHidden();
  await page.getByRole('tab', { name: 'Resolved' }).click();
  await expect(rowOf(dark).first()).toContainText('resolved');
});
