/**
 * The life of a device on an operator's screen, with a real agent in a process of its own: enrolled by the command the
 * console shows, approved, live, killed, silent, back again, revoked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { AgentProcess } from './agent-process.ts';
import { expect, people, test, windowOf } from './journey.ts';

test.describe.configure({ mode: 'serial' });

const name = 'journey-kiosk';
const revokedExitCode = 78;
let context: BrowserContext;
let page: Page;
let state: string;
let enrolling: AgentProcess;
let running: AgentProcess;

test.beforeAll(async ({ browser, stack }) => {
  state = mkdtempSync(join(tmpdir(), 'flotilla-journey-agent-'));
  ({ page, context } = await windowOf(browser, { stack, email: people.operator, path: '/enroll' }));
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.consoleUrl });
});

test.afterAll(async () => {
  enrolling?.kill();
  running?.kill();
  await context?.close();
  rmSync(state, { recursive: true, force: true });
});

const run = (): AgentProcess => new AgentProcess(`npx flotilla-agent run --state ${state}`);
const heading = (): Locator => page.getByRole('heading', { level: 1, name });
const header = (): Locator => page.getByRole('banner').or(page.locator('header')).filter({ has: heading() }).last();

test('the enroll page shows a command, once, and the command claims the device', async () => {
  await page.getByLabel('Labels').fill('site=journey');
  await page.getByRole('button', { name: 'Issue token' }).click();
  const issued = page.getByRole('region', { name: 'The new token' });
  await expect(issued.getByLabel('Command', { exact: true })).toContainText('flotilla-agent enroll --token flt1.');
  await issued.getByRole('button', { name: 'Copy' }).first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('flotilla-agent enroll --token flt1.');
  enrolling = new AgentProcess(`${copied} --name ${name} --state ${state}`);
});

test('the device appears by itself, waiting, and an operator approves it', async () => {
  await expect(page.getByText(name).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await enrolling.ended(30_000)).toBe(0);
});

test('the token was good for one device only', async () => {
  const token = /--token (\S+)/.exec(await page.evaluate(() => navigator.clipboard.readText()))?.[1] ?? '';
  const second = mkdtempSync(join(tmpdir(), 'flotilla-journey-agent-'));
  const attempt = new AgentProcess(`npx flotilla-agent enroll --token ${token} --state ${second}`);
  expect(await attempt.ended(30_000)).not.toBe(0);
  rmSync(second, { recursive: true, force: true });
});

test('the device is live, and its charts move', async () => {
  running = run();
  await page.goto(`/devices?q=${encodeURIComponent(`name:${name}`)}`);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('Live', { timeout: 30_000 });
  await row.click();
  await page.getByRole('link', { name: 'Open the full page', exact: true }).click();
  await expect(heading()).toBeVisible();
  await page.getByRole('tab', { name: 'Metrics' }).click();
  const charts = page.getByRole('tabpanel', { name: 'Metrics' });
  await expect(charts.locator('canvas').first()).toBeVisible();
  const before = await charts.screenshot();
  await expect(async () => expect(Buffer.compare(await charts.screenshot(), before)).not.toBe(0)).toPass({
    timeout: 20_000,
  });
});

test('killed without warning it is delayed first and disconnected then, without a reload', async () => {
  running.kill();
  await expect(header()).toContainText('Delayed', { timeout: 20_000 });
  await expect(header()).toContainText('Disconnected', { timeout: 30_000 });
});

test('started again it is live again', async () => {
  running = run();
  await expect(header()).toContainText('Live', { timeout: 30_000 });
});

test('revoked it stops with its own exit code and stays visible as revoked', async () => {
  await page.getByRole('button', { name: 'Revoke…' }).click();
  const dialog = page.getByRole('dialog', { name: `Revoke ${name}` });
  await dialog.getByLabel('Reason').fill('The journey of this device ends here.');
  const hold = dialog.getByRole('button', { name: 'Hold to revoke' });
  await expect(hold).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel(`Type ${name}`).fill(name);
  await hold.hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
  expect(await running.ended(30_000)).toBe(revokedExitCode);
  await expect(page.getByText(/trust revoked/i)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Revoke…' })).toHaveAttribute('aria-disabled', 'true');
});
