/**
 * A program run on a device by two people: one writes the runbook and asks for it, another approves both. What it prints
 * is seen as the device cut and blackened it.
 */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { ask, expect, people, test, windowOf } from './journey.ts';

test.describe.configure({ mode: 'serial' });

const name = 'journey-printer';
const runbook = 'journey-clear-queue';
const secret = 'pin=4711';
const lines = 900;
let asking: { page: Page; context: BrowserContext };
let approving: { page: Page; context: BrowserContext };
let enrolled: EnrolledAgent;
let running: AgentProcess;
let batchPath: string;

test.beforeAll(async ({ browser, stack }) => {
  asking = await windowOf(browser, { stack, email: people.operator });
  approving = await windowOf(browser, { stack, email: people.admin });
  enrolled = await enrollAgent(asking.page, stack, { name });
  writeFileSync(program(), programText);
  chmodSync(program(), 0o755);
  running = runAgent(enrolled.state, '--allow-exec');
});

test.afterAll(async () => {
  running?.kill();
  await asking?.context.close();
  await approving?.context.close();
  if (enrolled) rmSync(enrolled.state, { recursive: true, force: true });
});

const program = (): string => join(enrolled.state, 'clear-queue');
const programText = `#!/bin/sh
echo "clearing $1 with ${secret}"
seq -f 'job %g is gone' 1 ${lines}
echo 'the queue is empty'
`;

async function hold(page: Page, verb: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Hold to ${verb}` }).hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
}

test('a runbook is written by one person and approved by another', async () => {
  const { page } = asking;
  await page.goto('/runbooks');
  await page.getByRole('button', { name: 'Register a runbook…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(runbook);
  await dialog.getByLabel('What it is for').fill('Empties the queue of a printer.');
  await dialog.getByLabel('Program and arguments').fill(`${program()}\n\${queue}`);
  await dialog.getByRole('button', { name: 'Add a parameter' }).click();
  await dialog.getByLabel('Parameter 1: name').fill('queue');
  await dialog.getByLabel('Parameter 1: pattern').fill('[a-z]+');
  await dialog.getByLabel('Output kept, bytes').fill('2000');
  await dialog.getByLabel('Second person above, devices').fill('0');
  await dialog.getByLabel('Blacken in the output').fill('pin=\\d+');
  await dialog.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(dialog).toBeHidden();
  const own = page.getByRole('region', { name: runbook });
  await expect(own.getByRole('button', { name: 'Approve…' })).toHaveAttribute('aria-disabled', 'true');

  const other = approving.page;
  await other.goto('/runbooks');
  const shown = other.getByRole('region', { name: runbook });
  await expect(shown).toContainText('written by Operator');
  await shown.getByRole('button', { name: 'Approve…' }).click();
  await other.getByLabel('I have read the program').check();
  await other.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(shown).toContainText('approved by you');
});

test('what it would touch is shown first, and asks for a second person', async () => {
  const { page } = asking;
  await page.goto(`/devices?q=name:${name}`);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('Live', { timeout: 30_000 });
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run a runbook…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Runbook', { exact: true }).selectOption({ label: `${runbook} v1` });
  await dialog.getByLabel('queue').fill('labels');
  await dialog.getByRole('button', { name: 'Show what it would touch' }).click();
  await expect(dialog).toContainText('1 device in this tenant');
  await expect(dialog).toContainText('Nothing happens before another person approves it.');
  await dialog.getByLabel('Reason').fill('The labels of yesterday still come out.');
  await dialog.getByLabel('Type selection 1').fill('selection 1');
  await hold(page, 'ask for approval');
  await page.getByRole('link', { name: 'Show it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Run a runbook');
  batchPath = new URL(page.url()).pathname;
});

test('who asked cannot approve; another person can', async ({ stack }) => {
  const { page } = asking;
  const approve = page.getByRole('button', { name: 'Approve…' });
  await expect(approve).toHaveAttribute('aria-disabled', 'true');
  await approve.hover();
  await expect(page.getByRole('tooltip')).toContainText('another person must approve it');
  const query = 'mutation ($input: ApproveBatchInput!) { approveBatch(input: $input) { id } }';
  const variables = { input: { batchId: batchPath.split('/').at(-1) } };
  const refused = await ask(page, stack, { query, variables });
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

  const other = approving.page;
  await other.goto(batchPath);
  await expect(other.getByRole('region', { name: 'Plan' })).toContainText('Operator');
  await other.getByRole('button', { name: 'Approve…' }).click();
  await hold(other, 'approve');
  await expect(other.getByText('Running').or(other.getByText('Finished')).first()).toBeVisible();
});

test('it runs on the device, and what it printed is seen cut and without its secret', async () => {
  const { page } = asking;
  const command = page.getByRole('list', { name: 'Commands' }).getByRole('button', { name: new RegExp(runbook) });
  await expect(command).toContainText('Applied', { timeout: 30_000 });
  await command.click();
  const output = page.getByLabel('Output', { exact: true });
  await expect(output).toContainText('clearing labels with');
  await expect(output).toContainText('the queue is empty');
  await expect(output).not.toContainText(secret);
  await expect(output).not.toContainText(`job ${lines / 2} is gone`);
  await expect(page.getByRole('heading', { name: 'Output, cut by the device' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Tenant administrator');
});
