/** How one moves about the console: by keys through layers and time, by links to somebody else, by tenant. */
import type { Page } from '@playwright/test';
import { ask, chooseAtIssuer, expect, people, signIn, test, valueOf } from './journey.ts';
import type { Stack } from './stack.ts';

type Found = { edges: { node: { id: string; domain: { slug: string } } }[] };

async function thisMachine(page: Page, stack: Stack): Promise<{ id: string; slug: string }> {
  const query = '{ devices(first: 1, q: "label:origin=this-machine") { edges { node { id domain { slug } } } } }';
  const [edge] = valueOf<Found>(await ask(page, stack, { query }), 'devices').edges;
  return { id: edge?.node.id ?? '', slug: edge?.node.domain.slug ?? '' };
}

const pathOf = (page: Page) => new URL(page.url()).pathname;
const windowOf = (page: Page) => new URL(page.url()).searchParams.get('t');

test('Esc closes what is open, then leads from a device to its domain to the fleet', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.operator });
  const { id, slug } = await thisMachine(page, stack);
  await page.goto(`/devices/${id}`);
  await expect(page.getByRole('tab', { name: 'Timeline' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeHidden();
  expect(pathOf(page)).toBe(`/devices/${id}`);
  await page.keyboard.press('Escape');
  await expect.poll(() => pathOf(page)).toBe(`/d/${slug}`);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Fleet');
  await page.keyboard.press('Escape');
  await expect.poll(() => pathOf(page)).toBe('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fleet');
  await page.keyboard.press('Escape');
  expect(pathOf(page)).toBe('/');
});

test('the window moves by keys, and a copied link shows it as it was until its reader goes live', async ({
  page,
  stack,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.consoleUrl });
  await signIn(page, { stack, email: people.operator });
  const { id } = await thisMachine(page, stack);
  for (const path of ['/', `/devices/${id}?tab=metrics`]) {
    await page.goto(path);
    const live = page.getByRole('button', { name: 'Live', exact: true });
    await expect(live).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('[');
    await expect.poll(() => windowOf(page)).toMatch(/Z\.\..*Z$/);
    await page.keyboard.press(']');
    await expect.poll(() => windowOf(page)).toBeNull();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('Link copied')).toBeVisible();
    await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
    expect(windowOf(page)).toMatch(/Z\.\..*Z$/);
    await expect(live).toHaveAttribute('aria-pressed', 'false');
    await live.click();
    await expect.poll(() => windowOf(page)).toBeNull();
  }
});

test('the timeline names the person who acted', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.admin });
  const { id } = await thisMachine(page, stack);
  const query = 'mutation ($id: ID!, $name: String!) { renameDevice(input: { deviceId: $id, name: $name }) { name } }';
  await ask(page, stack, { query, variables: { id, name: 'desk-under-test' } });
  await page.goto(`/devices/${id}?tab=timeline`);
  const entry = page.getByRole('listitem').filter({ hasText: 'to "desk-under-test"' });
  await expect(entry).toContainText('DeviceRenamed by Tenant administrator');
});

test('a person of two tenants goes from one to the other by the account menu', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.platform });
  await expect(page.getByRole('navigation', { name: 'Scope' })).toContainText('Harbour Retail');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: /Harbour Retail/ })).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('menuitemcheckbox', { name: /Northwind Mining/ }).click();
  await chooseAtIssuer(page, people.platform);
  await page.waitForURL((url) => url.origin === stack.consoleUrl);
  await expect(page.getByRole('navigation', { name: 'Scope' })).toContainText('Northwind Mining');
});

test('who belongs to one tenant is offered no other', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.operator });
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(page.getByText('Northwind Mining')).toBeHidden();
});
