/** A copied identity: the same key on two machines shows as two instances of one device, until a person has decided. */
import { cpSync, rmSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { expect, people, test, windowOf } from './journey.ts';

test.describe.configure({ mode: 'serial' });

const name = 'journey-twin';
let context: BrowserContext;
let page: Page;
let enrolled: EnrolledAgent;
let original: AgentProcess;
let copy: AgentProcess;

test.beforeAll(async ({ browser, stack }) => {
  ({ page, context } = await windowOf(browser, { stack, email: people.operator }));
  enrolled = await enrollAgent(page, stack, { name });
  cpSync(enrolled.state, `${enrolled.state}-copy`, { recursive: true });
  original = runAgent(enrolled.state);
});

test.afterAll(async () => {
  original?.kill();
  copy?.kill();
  await context?.close();
  if (!enrolled) return;
  for (const state of [enrolled.state, `${enrolled.state}-copy`]) rmSync(state, { recursive: true, force: true });
});

test('two agents with one identity are noticed, and both are shown', async () => {
  await page.goto(`/devices/${enrolled.deviceId}`);
  await expect(page.getByText('Live', { exact: true }).last()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Two agents use the identity')).toBeHidden();
  copy = runAgent(`${enrolled.state}-copy`);
  await expect(page.getByText('Two agents use the identity of this device')).toBeVisible({ timeout: 30_000 });
  const instances = page.getByRole('region', { name: 'Runs that used the identity of the device' });
  await expect(instances.getByRole('button', { name: /This is the device/ })).toHaveCount(2);
});

test('the inbox tells of it above what is merely silent, and leads to the instances', async () => {
  await page.goto('/inbox');
  const row = page.getByRole('row').filter({ hasText: `${name} speaks from 2 places` });
  await expect(row).toContainText('critical');
  await row.click();
  await page.getByRole('link', { name: 'Compare the instances' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a person decides which one is the device', async () => {
  copy.kill();
  const instances = page.getByRole('region', { name: 'Runs that used the identity of the device' });
  await instances
    .getByRole('button', { name: /This is the device/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Hold to decide' }).hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
  await expect(page.getByText('Two agents use the identity of this device')).toBeHidden();
  await expect(instances).toContainText('kept as the device');
});
