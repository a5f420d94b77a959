/**
 * An artifact on its way from a pipeline to a device: pushed and signed by the command line, judged, promoted, installed by
 * a real agent, found again by what it is made of, and believed no more once its key is revoked.
 */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import type { AgentProcess } from './agent-process.ts';
import { processesOf, signalProcess } from './chaos/process-table.ts';
import { runsAs, serviceProgram } from './chaos/small-service.ts';
import { plainEnvironment } from './config.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { ask, expect, people, test, valueOf, windowOf } from './journey.ts';
import { freePorts, repository, type Stack } from './stack.ts';

test.describe.configure({ mode: 'serial' });

const [name, version, device, key] = ['journey/printer', '1.0.0', 'journey-press', 'journey-release'];
const component = { type: 'library', name: 'journey-parser', version: '2.14.1', purl: 'pkg:npm/journey-parser@2.14.1' };
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

let operating: { page: Page; context: BrowserContext };
let holding: { page: Page; context: BrowserContext };
const pipeline = mkdtempSync(join(tmpdir(), 'flotilla-journey-pipeline-'));
/** It joins while its artifact is on its way. */
let joining: Promise<EnrolledAgent>;
let enrolled: EnrolledAgent | undefined;
let running: AgentProcess;
let artifactPath: string;

test.beforeAll(async ({ browser, stack }) => {
  operating = await windowOf(browser, { stack, email: people.operator });
  holding = await windowOf(browser, { stack, email: people.admin });
  joining = enrollAgent(operating.page, stack, { name: device });
  // Whoever awaits it hears what went wrong; until then nobody has to.
  joining.catch(() => {});
});

test.afterAll(async () => {
  running?.kill();
  if (enrolled) for (const { pid } of processesOf(enrolled.state)) signalProcess(pid, 'SIGKILL');
  await operating?.context.close();
  await holding?.context.close();
  for (const directory of [enrolled?.state, pipeline]) {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  }
});

const ofPipeline = (file: string): string => join(pipeline, file);
const devicePath = (tab: string): string => `/devices/${enrolled?.deviceId}?tab=${tab}`;

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

async function hold(page: Page, verb: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Hold to ${verb}` }).hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
}

/** Pushes the service as a pipeline does, with an account of its own; answers what the command line said. */
async function push(page: Page, stack: Stack): Promise<{ digest: string; state: string }> {
  const create = 'mutation ($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { token } }';
  const input = { name: 'journey-pipeline', scopes: ['fleet:read', 'fleet:write'], ttlHours: 1 };
  const made = await ask(page, stack, { query: create, variables: { input } });
  const { token } = valueOf<{ token: string }>(made, 'createServiceAccount');
  writeFileSync(ofPipeline('release.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(ofPipeline('printer'), serviceProgram(version));
  const bill = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component] };
  writeFileSync(ofPipeline('printer.cdx.json'), JSON.stringify(bill));
  const words = [
    'push',
    ofPipeline('printer'),
    '--name',
    name,
    '--version',
    version,
    '--key',
    ofPipeline('release.pem'),
  ];
  const env = { ...plainEnvironment(), FLOTILLA_API_URL: stack.apiUrl, FLOTILLA_TOKEN: token };
  const argv = ['flotilla', 'artifact', ...words, '--sbom', ofPipeline('printer.cdx.json'), '--json'];
  const { stdout } = await promisify(execFile)('npx', argv, { cwd: repository, env });
  return JSON.parse(stdout) as { digest: string; state: string };
}

test('a key is trusted by whoever holds the keys of the tenant; others read why they cannot', async () => {
  await operating.page.goto('/artifacts/keys');
  const add = operating.page.getByRole('button', { name: 'Add a key…' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await add.hover();
  await expect(operating.page.getByRole('tooltip')).toContainText('role tenant admin');

  const { page } = holding;
  await page.goto('/artifacts/keys');
  await page.getByRole('button', { name: 'Add a key…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(key);
  await dialog.getByLabel('Public key').fill(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  await expect(dialog.getByRole('button', { name: 'Trust it' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Public key').fill(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await dialog.getByRole('button', { name: 'Trust it' }).click();
  await expect(page.getByRole('row').filter({ hasText: key })).toContainText('Active');
  await expectAccessible(page);
});

test('what a pipeline pushed is found by keyboard, with who vouches for it and what it is made of', async ({
  stack,
}) => {
  expect(await push(holding.page, stack)).toMatchObject({ state: 'VERIFIED' });
  const { page } = operating;
  await page.goto('/artifacts');
  await expect(page.getByRole('heading', { level: 1, name: 'Artifacts' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('/');
  await page.keyboard.type('rney/prin');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=rney/);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('Verified');
  await expect(row).toContainText(key);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `${name} ${version}` })).toBeVisible();
  artifactPath = new URL(page.url()).pathname;
  await expect(page.getByRole('region', { name: 'Signatures' })).toContainText(`Valid${key}`);
  await expect(page.getByRole('region', { name: 'Provenance' })).toContainText('Nobody says where it comes from');
  await expectAccessible(page);
  await page.getByRole('tab', { name: /^Components/ }).click();
  await page.getByLabel('Name or package URL contains').fill('no such thing');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No component matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('cell', { name: component.purl })).toBeVisible();
});

test('it is promoted from channel to channel, and a token opens it for others', async () => {
  const { page } = operating;
  await page.goto(artifactPath);
  await page.getByRole('button', { name: 'Promote to dev…' }).click();
  await hold(page, 'promote');
  await expect(page.getByRole('button', { name: 'Promote to canary…' })).toBeVisible();
  await page.getByRole('button', { name: 'Pull token…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const command = await dialog.getByRole('textbox', { name: 'Command' }).innerText();
  const [, token = '', url = ''] = /Bearer (\S+)' (\S+)/.exec(command) ?? [];
  const bytes = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect([bytes.status, await bytes.text()]).toEqual([200, serviceProgram(version)]);
  await dialog.getByRole('button', { name: 'Done, hide the token' }).click();
});

test('a device that was updated says by which steps, and its bytes are traced to the key', async ({ stack }) => {
  const { page } = operating;
  enrolled = await joining;
  const { deviceId, state } = enrolled;
  const { CONSOLE: port } = await freePorts();
  writeFileSync(join(state, 'service.json'), JSON.stringify({ port, cannotRun: null }));
  running = runAgent(state);
  const query = '($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const input = {
    name: `${name} ${version}`,
    strategy: 'FORCED',
    artifact: { name, version },
    ...runsAs,
    selection: { deviceIds: [deviceId] },
    waves: [{ name: 'it', gates: { successPercent: 100, failurePercent: 100 } }],
  };
  const made = await ask(page, stack, { query: `mutation ${query}`, variables: { input } });
  const { id } = valueOf<{ id: string }>(made, 'createRollout');
  const start = 'mutation ($id: ID!) { startRollout(id: $id) { id } }';
  valueOf(await ask(page, stack, { query: start, variables: { id } }), 'startRollout');
  await page.goto(devicePath('updates'));
  await expect(page.getByRole('region', { name: 'Its update now' })).toContainText(`${name} ${version}`);
  const updates = page.getByRole('list', { name: 'Updates' });
  await expect(async () => {
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect(updates).toContainText('Succeeded', { timeout: 1500 });
  }).toPass({ timeout: 30_000 });
  await expect(updates.getByRole('list', { name: 'Steps' })).toContainText('found itself well');
  // At its start an agent says what runs, and need not be waited for until it looks again by itself.
  running.kill();
  running = runAgent(state);
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Supply chain' }).click();
  await expect(page.getByRole('region', { name: 'What its updates brought' })).toContainText('Traced');
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('region', { name: 'Attestation of its agent' })).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
});

test('a component leads to the devices that run it', async () => {
  const { page } = operating;
  await page.goto(`${artifactPath}?tab=components`);
  await page.getByRole('row').filter({ hasText: component.name }).getByRole('link').click();
  const devices = page.getByRole('region', { name: 'Devices that run it' });
  await expect(devices.getByRole('link', { name: device })).toBeVisible();
  await page.getByLabel('Versions (optional)').fill('>=2.15');
  await page.getByRole('button', { name: 'Find it' }).click();
  await expect(page.getByText('No device runs it')).toBeVisible();
  await page.getByLabel('Versions (optional)').fill('<2.15');
  await page.keyboard.press('Enter');
  await expect(devices.getByRole('link', { name: device })).toBeVisible();
  await expectAccessible(page);
});

test('a revoked key takes what it vouched for with it, and every screen says so', async () => {
  const { page } = holding;
  await page.goto('/artifacts/keys');
  await page.getByRole('button', { name: key, exact: true }).click();
  await page.getByRole('button', { name: 'Revoke…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`1 will be rejected, for want of 1 other key: ${name} ${version}`);
  await expect(dialog).toContainText('1 device run');
  await dialog.getByLabel('Reason').fill('Its private half was seen in a log.');
  await dialog.getByLabel(`Type ${key} 1`).fill(`${key} 1`);
  await hold(page, 'revoke');
  await expect(page.getByRole('row').filter({ hasText: key })).toContainText('Revoked');
  await expectAccessible(page);

  const watching = operating.page;
  await watching.goto(artifactPath);
  await expect(watching.getByRole('region', { name: 'Verdict' })).toContainText('REVOKED_KEY');
  await expect(watching.getByRole('region', { name: 'Signatures' })).toContainText('Revoked');
  const promote = watching.getByRole('button', { name: /^Promote to/ });
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  await watching.goto(devicePath('supply-chain'));
  await expect(watching.getByRole('region', { name: 'What its updates brought' })).toContainText('Not verified');
});

test('the verdict on the device changes with its next word, and leads into the inbox', async () => {
  const { page } = operating;
  const found = page.getByRole('list', { name: 'What was found' });
  await expect(async () => {
    await page.reload();
    await expect(found).toContainText('SOFTWARE_REVOKED_KEY', { timeout: 3000 });
  }).toPass({ timeout: 40_000 });
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Violation');
  await expectAccessible(page);
  await expect(async () => {
    await page.reload();
    await expect(found.getByRole('link', { name: /In the inbox/ })).toHaveAttribute('href', /peek=/, { timeout: 3000 });
  }).toPass({ timeout: 20_000 });
  await found.getByRole('link', { name: /In the inbox/ }).click();
  await expect(page.getByRole('complementary', { name: new RegExp(device) })).toContainText('revoked key');
});
