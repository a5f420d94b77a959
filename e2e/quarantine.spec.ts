/** Isolating a device and taking it back: what it sends meanwhile waits for a person, who finds all of it in the inbox. */
import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { expect, people, test, windowOf } from './journey.ts';

test.describe.configure({ mode: 'serial' });

const name = 'journey-suspect';
let context: BrowserContext;
let page: Page;
let enrolled: EnrolledAgent;
let running: AgentProcess;

test.beforeAll(async ({ browser, stack }) => {
  ({ page, context } = await windowOf(browser, { stack, email: people.operator }));
  enrolled = await enrollAgent(page, stack, { name });
  running = runAgent(enrolled.state);
});

test.afterAll(async () => {
  running?.kill();
  await context?.close();
  if (enrolled) rmSync(enrolled.state, { recursive: true, force: true });
});

async function decide(verb: string, button: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByLabel(`Type ${name}`).fill(name);
  await hold(verb);
}

async function hold(verb: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Hold to ${verb}` }).hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
}

test('a quarantined device says so on its page, and stays visible', async () => {
  await page.goto(`/devices/${enrolled.deviceId}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Live', { exact: true }).last()).toBeVisible({ timeout: 30_000 });
  await decide('quarantine', 'Quarantine…', 'It answers on a port nobody opened.');
  await expect(page.getByText('Quarantined: It answers on a port nobody opened.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Release…' })).toBeVisible();
});

test('the inbox tells of it and leads to what it sent', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const row = page.getByRole('row').filter({ hasText: `${name} is quarantined` });
  await expect(row).toBeVisible({ timeout: 15_000 });
  await row.click();
  const peek = page.getByRole('complementary', { name: new RegExp(`${name} is quarantined`) });
  await expect(peek.getByRole('table', { name: 'Score, term by term' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(row).toContainText('seen');
  await peek.getByRole('link', { name: 'Review the quarantine' }).click();
  await expect(page.getByRole('tab', { name: 'Quarantine' })).toHaveAttribute('aria-selected', 'true');
});

test('what it sent meanwhile is kept, some of it is discarded', async () => {
  const telemetry = page.getByRole('region', { name: /^Telemetry/ });
  await expect(async () => {
    await page.reload();
    await expect(telemetry.getByRole('checkbox').first()).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 40_000 });
  const before = await telemetry.getByRole('checkbox').count();
  expect(before).toBeGreaterThan(0);
  await telemetry.getByRole('checkbox').first().check();
  await telemetry.getByRole('button', { name: 'Discard 1 chosen…' }).click();
  await hold('discard');
  await expect(page.getByText('Discarded')).toBeVisible();
});

test('released it takes part again, and its item leaves the inbox by itself', async () => {
  await decide('release', 'Release…', 'The port belongs to the new monitoring.');
  await expect(page.getByRole('button', { name: 'Quarantine…' })).toBeVisible();
  await expect(page.getByText(/^Quarantined: /)).toBeHidden();
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: `${name} is quarantined` })).toBeHidden({ timeout: 15_000 });
});
