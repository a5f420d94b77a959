/**
 * A small real service on two real devices: version 1.1 is planned in the wizard, played through, started and watched as
 * it goes wave by wave; version 1.2 does not get on with one of the devices, and everything goes back by itself, with why.
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
import { askService, serviceName, serviceProgram } from './chaos/small-service.ts';
import { plainEnvironment } from './config.ts';
import { type EnrolledAgent, enrollAgent, runAgent } from './enrolled-agent.ts';
import { ask, expect, people, test, valueOf, windowOf } from './journey.ts';
import { freePorts, repository, type Stack } from './stack.ts';

test.describe.configure({ mode: 'serial' });

const artifact = 'journey/till';
const [good, bad] = ['1.1.0', '1.2.0'];
const labels = [{ key: 'journey', value: 'tills' }];
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pipeline = mkdtempSync(join(tmpdir(), 'flotilla-journey-pipeline-'));

type Till = EnrolledAgent & { readonly name: string; readonly port: number; readonly running: AgentProcess };

let context: BrowserContext;
let page: Page;
let tills: readonly Till[] = [];
let firstPath: string;

test.beforeAll(async ({ browser, stack }) => {
  ({ page, context } = await windowOf(browser, { stack, email: people.operator }));
  const { CONSOLE: one, API: two } = await freePorts();
  const ports = [one, two];
  tills = await Promise.all(ports.map((port, at) => openTill(stack, { name: `journey-counter-${at + 1}`, port })));
});

test.afterAll(async () => {
  for (const { running, state } of tills) {
    running.kill();
    for (const { pid } of processesOf(state)) signalProcess(pid, 'SIGKILL');
    rmSync(state, { recursive: true, force: true });
  }
  rmSync(pipeline, { recursive: true, force: true });
  await context?.close();
});

async function openTill(stack: Stack, { name, port }: { name: string; port: number }): Promise<Till> {
  const enrolled = await enrollAgent(page, stack, { name, labels });
  writeFileSync(join(enrolled.state, 'service.json'), JSON.stringify({ port, cannotRun: null }));
  return { ...enrolled, name, port, running: runAgent(enrolled.state) };
}

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

async function hold(verb: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Hold to ${verb}` }).hover();
  await page.mouse.down();
  await expect(dialog).toBeHidden();
  await page.mouse.up();
}

/** The badge beside the name at the top of a rollout's page. */
const head = () => page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) });
const wave = (place: number) => page.getByRole('listitem', { name: new RegExp(`^Wave ${place},`) });
const versions = () => Promise.all(tills.map(async ({ port }) => (await askService(port))?.version ?? null));

test('two devices are let in and stand in the list', async () => {
  await page.goto(`/devices?q=${encodeURIComponent('label:journey=tills')}`);
  for (const { name } of tills) {
    await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Live', { timeout: 20_000 });
  }
});

test('a pipeline pushes, signs and promotes two versions', async ({ browser, stack }) => {
  const holding = await windowOf(browser, { stack, email: people.admin });
  const run = async <T>(query: string, input: object, field: string): Promise<T> =>
    valueOf<T>(await ask(holding.page, stack, { query, variables: { input } }), field);
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' });
  const key = { name: 'journey-tills-release', role: 'RELEASE', publicKeyPem };
  await run('mutation ($input: AddSigningKeyInput!) { addSigningKey(input: $input) { keyId } }', key, 'addSigningKey');
  const { token } = await run<{ token: string }>(
    'mutation ($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { token } }',
    { name: 'journey-tills-pipeline', scopes: ['fleet:read', 'fleet:write'], ttlHours: 1 },
    'createServiceAccount',
  );
  await holding.context.close();
  const pem = join(pipeline, 'release.pem');
  writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const env = { ...plainEnvironment(), FLOTILLA_API_URL: stack.apiUrl, FLOTILLA_TOKEN: token };
  const cli = async (...words: string[]): Promise<string> =>
    (await promisify(execFile)('npx', ['flotilla', 'artifact', ...words, '--json'], { cwd: repository, env })).stdout;
  const states = await Promise.all(
    [good, bad].map(async (version) => {
      const file = join(pipeline, `till-${version}`);
      writeFileSync(file, serviceProgram(version));
      await cli('push', file, '--name', artifact, '--version', version, '--key', pem);
      return JSON.parse(await cli('promote', file, '--channel', 'dev')) as { state: string; channel: string };
    }),
  );
  expect(states.map(({ state, channel }) => [state, channel])).toEqual([
    ['VERIFIED', 'dev'],
    ['VERIFIED', 'dev'],
  ]);
});

test('a rollout is planned step by step: slips are shown at their fields, and a reload loses nothing', async () => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('link', { name: 'New rollout…' }).click();
  await page.getByRole('button', { name: 'Next: Devices' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Give it a name' })).toBeVisible();
  await page.getByLabel('Find artifacts by a part of their name').fill('journey/till');
  await page.getByRole('radio', { name: new RegExp(`${artifact} ${good}`) }).check();
  await expect(page.getByLabel('Name of the rollout')).toHaveValue(`${artifact} ${good}`);
  await page.getByLabel('Check 1', { exact: true }).selectOption('command');
  await page.getByLabel('Check 1: command').fill(`${serviceName} --probe`);
  await expectAccessible();

  await page.getByRole('button', { name: 'Next: Devices' }).click();
  await page.getByLabel('Labels', { exact: true }).fill('journey=tills');
  await expect(page.getByRole('region', { name: 'For how many' })).toContainText('2 devices');
  await expectAccessible();

  await page.getByRole('button', { name: 'Next: Waves and gates' }).click();
  const canary = page.getByRole('region', { name: 'Wave 1' });
  await canary.getByLabel('Then soaks, s').fill('a second');
  await page.getByRole('button', { name: 'Next: Simulation' }).click();
  await expect(canary.getByRole('alert')).toHaveText('Write a whole number.');
  await canary.getByLabel('Then soaks, s').fill('1');
  await expectAccessible();
  await page.reload();
  await expect(canary.getByLabel('Then soaks, s')).toHaveValue('1');

  await page.getByRole('button', { name: 'Next: Simulation' }).click();
  await expect(page.getByRole('region', { name: 'Simulated wave 2' })).toContainText('1 device');
  await expectAccessible();
  await page.getByRole('button', { name: 'Create the draft' }).click();
  await expect(page).toHaveURL(/\/rollouts\/[0-9a-f-]{36}$/);
  firstPath = new URL(page.url()).pathname;
  await expect(head().getByText('Draft', { exact: true })).toBeVisible();
});

test('started, it goes wave by wave before anybody’s eyes, and both devices run it', async () => {
  await head().getByRole('button', { name: 'Start…' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 devices in 2 waves');
  await hold('start');
  await expect(wave(1).getByText('Passed', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(head().getByText('Finished', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('2 of 2 came to a good end');
  for (const { name } of tills) await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Done');
  expect(await versions()).toEqual([good, good]);
});

test('what fails on one device is taken back from all of them, and the page says why', async ({ stack }) => {
  const query = 'mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const input = {
    name: `${artifact} ${bad}`,
    artifact: { name: artifact, version: bad },
    executor: { kind: 'service', name: serviceName },
    health: [{ kind: 'command', argv: [serviceName, '--probe'], timeoutS: 2 }],
    selection: { labels },
    waves: [
      { name: 'canary', count: 1 },
      { name: 'rest', gates: { needsApproval: true, minExecuted: 1 } },
    ],
  };
  const made = await ask(page, stack, { query, variables: { input } });
  const { id } = valueOf<{ id: string }>(made, 'createRollout');
  await page.goto(`/rollouts/${id}`);
  await head().getByRole('button', { name: 'Start…' }).click();
  await hold('start');
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Waits for approval', { timeout: 30_000 });
  const running = await versions();
  const other = tills[running.indexOf(good)];
  expect(new Set(running)).toEqual(new Set([good, bad]));
  writeFileSync(join(other?.state ?? '', 'service.json'), JSON.stringify({ port: other?.port, cannotRun: bad }));

  await head().getByRole('button', { name: 'Approve wave 2…' }).click();
  await hold('approve');
  await expect(head().getByText('Rolled back', { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Wave 2 stopped: 1 of 1 device failed.');
  await expect(wave(2).getByText('Stopped', { exact: true })).toBeVisible();
  const story = page.getByRole('region', { name: 'What happened, newest first' });
  await expect(story).toContainText('Every changed device goes back.');
  await expect(story).toContainText('Rolled back:');
  const failed = page.getByRole('row').filter({ hasText: other?.name ?? '' });
  await expect(failed).toContainText('HEALTH_CHECK');
  expect(await versions()).toEqual([good, good]);
  await expect(head().getByRole('button', { name: 'Pause…' })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible();
});

test('the list is walked by keyboard, filtered by the URL, and the first page names both', async () => {
  await page.goto('/rollouts?state=ROLLED_BACK,FINISHED');
  const row = (version: string) => page.getByRole('row').filter({ hasText: `${artifact} ${version}` });
  await expect(row(bad)).toContainText('Rolled back');
  await expect(row(good)).toContainText('2 of 2');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const peek = page.getByRole('complementary', { name: `${artifact} ${good}` });
  await expect(peek).toContainText('Finished');
  await expectAccessible();
  await page.keyboard.press('o');
  await expect(page).toHaveURL((url) => url.pathname === firstPath);
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Rollouts by artifact' })).toContainText(`${artifact} ${bad}`);
});
